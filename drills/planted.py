"""Personal data planted in every place a file has, then sought in every byte; and false positives."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from data.checks import Checked
from data.export_format import load_exports
from data.returned_file import returned_csv, returned_xlsx
from data.store import Store
from data.township_register import Register, Township
from drills.mangling import PROJECT, REAL
from drills.report import Outcome, main
from metrics.publication import FileToCheck, Options, check, publish
from tests.data.door import checked
from tests.data.personal_samples import PLANTED
from tests.data.planted_search import places_of
from tests.data.test_personal_corpus import (
    DIARY,
    JANUARY,
    RECEIVED,
    SOUGHT,
    TOWNSHIPS,
    as_csv,
    as_workbook,
    files_with,
    spoken,
)

TITLE = "埋入的个人信息 · Personal data planted"
STREETS = ("龙田街道", "坪山街道", "碧岭街道", "坑梓街道", "马峦街道", "石井街道")
WARDS = (*(Township(str(n), f"Ward {n}") for n in range(1, 23)), Township("(blank)", "(blank)", ("0", "00")))
CITY_MONTHS = 6
NOT_TOLD = (
    "一列编号多数都一样长时，其中个别夹着的手机号、卡号、15位旧号认不出（18位身份证号有校验位，到处都认得）。"
    "紧跟在乡镇名后的人名认不出 (where most numbers of a column are as long, a telephone, card or old number "
    "of 15 digits in single ones of them is not told; 18 digits are, everywhere. Nor is a name straight "
    "after a township's)"
)


def error_cells() -> bytes:
    """Values where errors and nothing stand elsewhere: an error's text, a formula, a note in a total."""
    table = [["办件编号", "乡镇", "登记日期", "应办结日期"]]
    table += [[f"#REF! {value}", "望江镇", f"#N/A {value}", value] for value in PLANTED.values()]
    table += [
        [f'="{value}"', f"望江镇（联系人{value}）", f"={value}", f"'{value}"] for value in PLANTED.values()
    ]
    table += [[f"XF-{value}-2026", "望江镇", "2026-01-05", ""] for value in PLANTED.values()]
    table += [[f"XF2026{value}001", "望江镇", "2026-01-05", ""] for value in PLANTED.values()]
    return as_csv(table)


def files(store: Store) -> list[FileToCheck]:
    """Those of the tests, and values in error cells, names of sheets and of files."""
    found = files_with(load_exports(store.folder))
    found.append(FileToCheck("错误单元格.csv", error_cells(), None, JANUARY, RECEIVED))
    for value in PLANTED.values():
        content = as_workbook(
            [["办件编号", "乡镇", "登记日期", value], ["XF-1", "望江镇", "2026-01-05", ""]], "页"
        )
        name = f"诉求_{value}_二月.xlsx".replace("/", "")
        found.append(FileToCheck(name, content, None, JANUARY, RECEIVED))
    return found


def places(folder: Path) -> tuple[int, list[str]]:
    """Publish all of it, then search in everything that is left: files and places."""
    store, out, temporary = Store(folder / "store"), folder / "out", folder / "temporary"
    for each in (store.folder / "exports", out, temporary):
        each.mkdir(parents=True)
    (store.folder / "exports" / "diary.toml").write_text(DIARY, encoding="utf-8")
    publish(store, [FileToCheck("名录.csv", as_csv(TOWNSHIPS), "townships", JANUARY, RECEIVED)], Options())
    arriving = files(store)
    said = [spoken(check(store, arriving))]
    said += [spoken(publish(store, [file], Options(by="县信访局"))) for file in arriving]
    for number, answer in enumerate(check(store, arriving)):
        if answer.returned:
            (out / f"{number}.xlsx").write_bytes(returned_xlsx(answer.returned))
            (out / f"{number}.csv").write_bytes(returned_csv(answer.returned))
    (out / "said.txt").write_text("\n".join(said), encoding="utf-8")
    commands: list[list[str | Path]] = [
        ["history"],
        ["verify"],
        ["backup", out / "b.zip"],
        ["values", "--csv"],
    ]
    for number, command in enumerate(commands):
        (out / f"{number}.txt").write_bytes(_run(command, store, temporary))
    return len(arriving), places_of(SOUGHT, [store.folder, out, temporary])


def _run(command: Sequence[str | Path], store: Store, temporary: Path) -> bytes:
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONIOENCODING": "utf-8"}
    called = [sys.executable, "manage.py", *map(str, command), "--store", str(store.folder)]
    done = subprocess.run(called, cwd=PROJECT, env=environment, capture_output=True, stdin=subprocess.DEVNULL)
    return done.stdout + done.stderr


def seen_wrongly() -> dict[str, str]:
    """Real file → how many cells of declared columns, where nobody's data stands, were taken for it."""
    streets = Register(tuple(Township(str(n), name) for n, name in enumerate(STREETS)))
    district = [REAL / "pingshan" / "pingshan_cases_gb18030.csv"]
    months = sorted((REAL / "boston311" / "exports").glob("*.csv"))[:CITY_MONTHS]
    return {
        "pingshan": _rate(_read("pingshan", streets, district)),
        "boston311": _rate(_read("boston311", Register(WARDS), months)),
    }


def _read(example: str, register: Register, paths: Sequence[Path]) -> list[Checked]:
    rules = {"exports": load_exports(PROJECT / "docs" / "examples" / example), "register": register}
    return [checked(path.read_bytes(), path.name, export_id=example, **rules) for path in paths]


def _rate(answers: list[Checked]) -> str:
    cells = sum(each.rows_in * len(each.export.columns) for each in answers if each.export)
    seen = Counter(
        finding.column_id
        for each in answers
        for finding in (*each.errors, *each.warnings)
        if finding.rule == "personal_value"
    )
    share = 100 * sum(seen.values()) / cells
    return f"{sum(seen.values())} / {cells:,} ({share:.4f} %) {dict(seen) or ''}".strip()


def drill() -> Outcome:
    """Plant, search, and count on real files."""
    outcome = Outcome(
        "把编造的身份证号、电话、姓名、地址等埋进每一列、表头、文件名、工作表名、办件编号、错误单元格，"
        "上传后在库、退回"
        "文件、备份、日志、临时目录的每个字节和每个值里找。",
        "Invented identity numbers, telephones, names and addresses planted in every column, in headings, "
        "names of files and sheets, case numbers and error cells; sought in every byte and value of "
        "store, returned files, "
        "backup, output and temporary folders.",
    )
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        count, outcome.wrong = places(Path(folder))
    outcome.figures = {
        "埋入的文件 files": count,
        "找的值 values sought": len(SOUGHT),
        "找到 found": len(outcome.wrong),
    }
    if REAL.exists():
        outcome.figures["真实文件中的误判 false positives, cells of declared columns"] = seen_wrongly()
    else:
        outcome.skipped.append("误判率 false positives: the real files are not here")
    outcome.skipped.append(NOT_TOLD)
    return outcome


if __name__ == "__main__":
    main(TITLE, drill)
