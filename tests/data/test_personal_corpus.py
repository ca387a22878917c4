"""Personal data planted in every place a file has; afterwards it is nowhere, in no store and in no word."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from data.export_format import load_exports
from data.returned_file import returned_csv, returned_xlsx
from data.store import Store
from metrics.publication import FileToCheck, Options, check, preview, publish
from tests.data.personal_samples import PLANTED, full_width
from tests.data.planted_search import is_in, places_of

PROJECT = Path(__file__).resolve().parents[2]
JANUARY, RECEIVED = date(2026, 1, 1), date(2026, 2, 3)
# what must be nowhere: the values, and the telling parts of those that are a phrase
SOUGHT = [*PLANTED.values(), *map(full_width, PLANTED.values()), "nobody_7351", "nobody.zhang", "735号2单元"]
SOUGHT += ["欧阳", "107.351926", "63719284", "1398765", "7K351"]
TOWNSHIPS = [["行政区划代码", "乡镇", "别名"], ["101", "望江镇", "望江"], ["102", "石桥镇", ""]]
GOOD_CASE = {"case_id": "XF-2026-{n}", "township": "望江镇", "received_on": "2026-01-05"}
GOOD_ITEM = {"township": "望江镇", "month": "2026-01", "item": "入户走访", "done": "3"}
DIARY = """
every = "month"
key = ["entry_id"]
opening = "day"
[name]
zh = "日志"
[columns.entry_id]
zh = "日志编号"
type = "id"
required = true
[columns.township]
zh = "乡镇"
type = "township"
required = true
[columns.day]
zh = "日子"
type = "date"
role = "opening"
required = true
[columns.what]
zh = "事项"
type = "text"
required = true
[columns.more]
zh = "其他"
type = "text"
"""
GOOD_ENTRY = {"entry_id": "RZ-{n}", "township": "望江镇", "day": "2026-01-05", "what": "巡查"}
Table = list[list[str]]


def planted_table(export_id: str, good: dict[str, str], exports: dict) -> Table:
    """A good row, then every planted value in every column; the same again in columns nobody declared."""
    columns = exports[export_id].columns
    free = [
        ("姓名", "{}"),
        ("备用1", "{}"),
        ("备用2", "事由见{}等"),
        *((value, "{}") for value in PLANTED.values()),
    ]
    rows = [[*(column.names["zh"] for column in columns.values()), *(heading for heading, _ in free)]]
    filled = {column: good.get(column, "") for column in columns}
    for column in ("", *columns):
        for value in PLANTED.values():
            for form in forms_in(columns[column].type, value) if column else [""]:
                cells = {**filled, column: form} if column else filled
                number = len(rows)
                own = [cells[each].replace("{n}", str(number)) for each in columns]
                rows.append([*own, *(written.format(value) for _, written in free)])
    return rows


def forms_in(kind: str, value: str) -> list[str]:
    """How a value gets into a cell: bare, inside a number, inside a sentence, in full width."""
    if kind == "text":
        said = [f"反映人：{value}", f"联系{value}先生处理", full_width(f"反映人:{value}")]
        return [*said, f"合同XF2026{value}01号"] if value.isdigit() else said
    together = [f"XF2026{value}", f"XF2026{value}01"] if kind == "id" else []
    return [value, f"XF-{value}", f"来访人{value}的件", full_width(value), *together]


def as_csv(table: Table, encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return text.getvalue().encode(encoding)


def as_workbook(table: Table, sheet: str) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet(sheet[:31])
        for number, row in enumerate(table):
            page.write_row(number, 0, row)
    return content.getvalue()


@dataclass(frozen=True)
class Planted:
    """A store with its two townships and a county's own export, and files full of personal data."""

    store: Store
    files: tuple[FileToCheck, ...]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    store = Store(tmp_path_factory.mktemp("store"))
    (store.folder / "exports").mkdir()
    (store.folder / "exports" / "diary.toml").write_text(DIARY, encoding="utf-8")
    register = FileToCheck("名录.csv", as_csv(TOWNSHIPS), "townships", JANUARY, RECEIVED)
    publish(store, [register], Options(by="县信访局"))
    return Planted(store, tuple(files_with(load_exports(store.folder))))


def files_with(exports: dict) -> list[FileToCheck]:
    named = " ".join(PLANTED.values())
    petitions = planted_table("petitions", GOOD_CASE, exports)
    alias = [f"{value}先生" if kind == "person_name" else value for kind, value in PLANTED.items()]
    register = [*TOWNSHIPS, *(["9" + str(n), "新镇" + str(n), text] for n, text in enumerate(alias))]
    tables = {
        f"诉求 {named}.csv": as_csv(petitions),
        "诉求gbk 欧阳建国反映.csv": as_csv([row[:18] for row in petitions], "gb18030"),
        f"诉求-{PLANTED['mobile']}.xlsx": as_workbook(petitions, PLANTED["mobile"]),
        "工作.csv": as_csv(planted_table("activities", GOOD_ITEM, exports)),
        "日志.csv": as_csv(planted_table("diary", GOOD_ENTRY, exports)),
        "名录二.csv": as_csv(register),
        "附注.csv": as_csv(around_the_table()),
    }
    return [FileToCheck(name, content, None, JANUARY, RECEIVED) for name, content in tables.items()]


def around_the_table() -> Table:
    """Personal data above the headings, in totals, in notes under the table, beyond the last heading."""
    table = [[f"诉求办件（{value}）"] for value in PLANTED.values()]
    table += [["办件编号", "乡镇", "登记日期"], ["XF-2026-9001", "石桥镇", "2026-01-07"]]
    table += [["合计", value, value] for value in PLANTED.values()]
    table += [["XF-2026-9002", "石桥镇", "2026-01-08", value] for value in PLANTED.values()]
    table += [[f"填表人：{value}"] for value in PLANTED.values()]
    return table + [[value] for value in PLANTED.values()]


def spoken(answer: object) -> str:
    """Everything an answer says, without the bytes that came in."""
    return repr(answer)


def test_the_search_finds_what_it_seeks_wherever_it_is(tmp_path: Path) -> None:
    """Else all the tests below would prove nothing."""
    value = PLANTED["mobile"]
    pq.write_table(pa.table({"a": [value]}), tmp_path / "1.parquet", compression="zstd")
    (tmp_path / "2.txt").write_bytes(f"电话{value}".encode("utf-16"))
    (tmp_path / "3.xlsx").write_bytes(as_workbook([[value]], "页"))
    (tmp_path / f"4-{value}.txt").touch()
    assert len(places_of([value], [tmp_path])) == 4


@pytest.mark.integration
@pytest.mark.no_cover
def test_nothing_planted_is_in_the_store_or_in_the_answers_of_a_publication(
    planted: Planted, tmp_path: Path
) -> None:
    checked = check(planted.store, planted.files)
    assert [each.export.id for each in checked if each.export] == [
        *("petitions", "petitions", "petitions", "activities", "diary", "townships", "petitions")
    ]
    assert all(each.rows_accepted for each in checked)
    assert all(each.private_values_dropped for each in checked[:-1])
    previewed = preview(planted.store, planted.files, Options(), tmp_path)
    published = publish(planted.store, planted.files, Options(by="县信访局"))
    assert not published.refused
    said = spoken((checked, previewed, published))
    for number, returned in enumerate(each.returned for each in checked if each.returned):
        (tmp_path / f"returned-{number}.xlsx").write_bytes(returned_xlsx(returned))
        (tmp_path / f"returned-{number}.csv").write_bytes(returned_csv(returned))
    assert [text for text in SOUGHT if text in said] == []
    assert places_of(SOUGHT, [planted.store.folder, tmp_path]) == []


def test_a_personal_value_refuses_or_blanks_by_what_the_column_is_for(planted: Planted) -> None:
    petitions = check(planted.store, planted.files[:1])[0]
    errors = [finding for finding in petitions.errors if finding.rule == "personal_value"]
    assert {finding.column_id for finding in errors} == {"case_id", "township", "received_on"}
    assert {finding.found for finding in errors} == {""}
    blanked = [finding for finding in petitions.warnings if finding.rule == "personal_value"]
    assert {"category", "handled_by", "previous_case_id", "closed_on"} <= {f.column_id for f in blanked}
    assert petitions.private_values_dropped > len(blanked)
    assert {"姓名", "备用1", "备用2", "▇▇"} <= set(petitions.private_columns)


@pytest.mark.integration
@pytest.mark.no_cover
def test_nothing_planted_is_in_what_the_command_line_prints_or_leaves_behind(tmp_path: Path) -> None:
    arriving, store, temporary = (tmp_path / name for name in ("arriving", "store", "temporary"))
    for folder in (arriving, store / "exports", temporary):
        folder.mkdir(parents=True)
    (store / "exports" / "diary.toml").write_text(DIARY, encoding="utf-8")
    register, one, broken, narrow = files_that_arrive(arriving, store)
    said = b""
    for command in (
        *(["publish", register, "--month", "2026-01"], ["check", one]),
        *(["publish", "--json", one], ["publish", one, "--lang", "en"]),
        *(["check", broken], ["check", "--json", broken]),
        *(["check", narrow], ["check", "--json", narrow]),
        *(["check", "没有这个 13987650421.csv"], ["history"], ["history", "--json"]),
    ):
        said += run(command, store, temporary)
    assert "▇▇.csv".encode() in said
    assert [text for text in SOUGHT if is_in(said, text)] == []
    assert places_of(SOUGHT, [store, temporary]) == []


def files_that_arrive(folder: Path, store: Path) -> list[Path]:
    """A register, a file full of planted values, its name too, a broken one and one that lacks columns."""
    petitions = planted_table("petitions", GOOD_CASE, load_exports(store))
    named = " ".join(PLANTED[name] for name in PLANTED if name not in ("coordinates", "e_mail"))
    tables = {
        "名录.csv": TOWNSHIPS,
        f"{named}.csv": petitions,
        "坏文件 欧阳建国.csv": [list(PLANTED.values())] * 3,
        "缺列.csv": [["办件编号", "登记日期", *PLANTED.values()]] * 2,
    }
    for name, table in tables.items():
        (folder / name).write_bytes(as_csv(table))
    return [folder / name for name in tables]


def run(command: list, store: Path, temporary: Path) -> bytes:
    """Everything the command says, on both streams."""
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONIOENCODING": "utf-8"}
    called = [sys.executable, "manage.py", *map(str, command), "--store", str(store)]
    done = subprocess.run(called, cwd=PROJECT, env=environment, capture_output=True, stdin=subprocess.DEVNULL)
    return done.stdout + done.stderr
