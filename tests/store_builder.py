"""A store with a few typed rows, filled through the real door."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from data.store import Store
from metrics.figures import COLUMNS, Choice, figures
from metrics.publication import FileToCheck, Options, Publication, publish

TOWNSHIPS = "行政区划代码,乡镇,别名,类型,常住人口\nA,甲镇,甲,镇,12000\nB,乙乡,乙,乡,6000\n"
BEGINNING = "store-beginning-"
RECEIVED = date(2025, 12, 1)


def csv_file(name: str, text: str, **said: object) -> FileToCheck:
    """A file as it arrives; `said`: export, month, covers."""
    given = {"received": RECEIVED, **said}
    return FileToCheck(f"{name}.csv", text.encode("utf-8"), **given)  # type: ignore[arg-type]


def petitions(month: str, *rows: str) -> str:
    """Rows as `id,township,day[,closed day]` of one month, as the petitions export writes them."""
    lines = ["办件编号,乡镇,登记日期,办结日期,办理结果"]
    for row in rows:
        case, township, opened, *closed = row.split(",")
        end = f"{month}-{closed[0]},已解决" if closed else ","
        lines.append(f"{case},{township},{month}-{opened},{end}")
    return "\n".join(lines) + "\n"


def new_store(folder: Path, *texts: str) -> Store:
    """A store of two townships, A and B, then a publication of every text: made once, then copied.

    A publication computes the whole mart; the same beginning need not be published for every test.
    """
    if folder.is_dir() and any(folder.iterdir()):
        _publish_beginning(Store(folder), texts)  # by the rules of its own that lie there
    else:
        shutil.copytree(_beginning(texts).name, folder, dirs_exist_ok=True)
        settle_copy(folder)
    return Store(folder)


def store_with_note(folder: Path) -> Store:
    """Two requests of May 2025, and a file of the county's own."""
    store = new_store(folder, petitions("2025-05", "1,甲镇,03", "2,乙乡,04"))
    (folder / "exports").mkdir()
    (folder / "exports" / "note.txt").write_text("kept", encoding="utf-8")
    return store


def settle_copy(folder: Path) -> None:
    """A run on another database moves the catalogue of the copy there."""


@cache
def _beginning(texts: tuple[str, ...]) -> TemporaryDirectory[str]:
    folder: TemporaryDirectory[str] = TemporaryDirectory(prefix=BEGINNING)
    _publish_beginning(Store(Path(folder.name)), texts)
    return folder


def _publish_beginning(store: Store, texts: Sequence[str]) -> None:
    publish(store, [csv_file("乡镇", TOWNSHIPS, month=date(2025, 1, 1))], Options())
    for text in texts:
        publish_texts(store, [text])


def publish_texts(store: Store, texts: Sequence[str], replace: bool = False, **said: object) -> Publication:
    files = [csv_file(f"文件{at}", text, **said) for at, text in enumerate(texts, start=1)]
    return publish(store, files, Options(by="小王", replace=replace))


def value(store: Store, indicator: str, period: str, area: str = "county") -> object:
    """One figure as it stands; None where it is missing, KeyError where there is no such row."""
    mart = store.current_mart()
    assert mart is not None
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in figures(mart, Choice(indicator=indicator))]
    return {(row["area"], row["period"]): row["value"] for row in rows}[area, period]
