"""A file that is made to harm is refused with the limit named, and who asked goes on."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from data.grid import Grid, Unreadable, Wanted
from data.reading import read_grid
from data.reading_apart import SHORT_TEXT, read_apart
from data.reading_limits import Limits
from data.settings import load_settings

WANTED = Wanted(frozenset({"办件编号", "乡镇"}))
LIMITS = Limits(most_file_mb=20, reading_seconds=60)
MEMORY_CAN_BE_LIMITED = pytest.mark.skipif(
    sys.platform == "win32", reason="no process is given a limit there"
)
LONG = "办件编号,乡镇\n" + "A1,望江镇\n" * (SHORT_TEXT // 10)


def workbook(rows: int, columns: int = 3, text: str = "望江镇", beyond: int = 0) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_row(row, 0, [text] * columns)
        if beyond:
            sheet.write_string(beyond, 16000, "x")
    return content.getvalue()


def refused(content: bytes, name: str = "报表.xlsx", limits: Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as error:
        read_apart(content, name, WANTED, limits)
    assert error.value.rule == "too_large"
    return error.value.message


@pytest.mark.integration
def test_a_long_file_reads_the_same_in_a_process_of_its_own() -> None:
    apart = read_apart(LONG.encode(), "报表.csv", WANTED, LIMITS)
    assert isinstance(apart, Grid)
    assert apart == read_grid(LONG.encode(), "报表.csv", WANTED, LIMITS)


def test_a_refusal_comes_back_from_the_process_in_words() -> None:
    with pytest.raises(Unreadable) as error:
        read_apart(b"PK\x03\x04rest", "报表.xlsx", WANTED, LIMITS)
    assert error.value.rule == "broken_workbook"


@pytest.mark.parametrize(
    ("limit", "most", "named"),
    [
        *(("most_rows", 99, "99行"), ("most_columns", 2, "2列"), ("most_cells", 250, "250个")),
        *(("most_inflated_mb", 0, "0 MB"), ("most_zip_members", 5, "5个")),
    ],
)
def test_a_workbook_over_a_limit_is_refused_with_the_limit(limit: str, most: int, named: str) -> None:
    assert named in refused(workbook(100), limits=replace(LIMITS, **{limit: most}))


def test_a_csv_over_a_limit_is_refused_too() -> None:
    assert "99行" in refused(b"a,b\n" * 200, "报表.csv", replace(LIMITS, most_rows=99))
    assert "2列" in refused(b"a,b,c\n", "报表.csv", replace(LIMITS, most_columns=2))


def test_a_limit_that_is_exceeded_comes_before_a_row_that_cannot_be_read() -> None:
    broken = b"a,b\n" * 130 + b'"a"b,c\n'
    with pytest.raises(Unreadable, match="第131行"):
        read_apart(broken, "报表.csv", WANTED, LIMITS)
    assert "129行" in refused(broken, "报表.csv", replace(LIMITS, most_rows=129))


def test_a_file_over_the_largest_size_is_not_even_looked_at() -> None:
    assert "1 MB" in refused(b"x" * (3 << 20), "报表.csv", replace(LIMITS, most_file_mb=1))


def test_an_archive_that_grows_a_thousandfold_is_refused_before_it_grows() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(64 << 20))
    assert "300倍" in refused(content.getvalue())


@MEMORY_CAN_BE_LIMITED
def test_a_sheet_whose_cells_lie_a_million_rows_apart_takes_no_memory_from_who_asked() -> None:
    assert "内存" in refused(workbook(2, beyond=1_048_000))


def test_a_file_that_takes_too_long_is_given_up() -> None:
    assert "0.01秒" in refused(workbook(5000), limits=replace(LIMITS, reading_seconds=0.01))


@MEMORY_CAN_BE_LIMITED
def test_the_process_may_take_no_more_memory_than_it_was_given() -> None:
    many = "办件编号,乡镇\n" + "".join(f"A{n},望江镇{n}\n" for n in range(300_000))
    assert "64 MB" in refused(many.encode(), "报表.csv", replace(LIMITS, reading_memory_mb=64))


def test_macros_are_not_read_and_values_are(tmp_path: Path) -> None:
    content = io.BytesIO(workbook(3))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"never opened")
    assert len(read_apart(content.getvalue(), "报表.xlsm", WANTED, LIMITS).rows) == 3


def test_progress_is_told_in_rows() -> None:
    told: list[tuple[int, int]] = []
    read_apart(LONG.encode(), "报表.csv", WANTED, LIMITS, lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] >= 100_000 and told[-1][1] == LONG.count("\n") + 1


def test_the_settings_hold_the_limits() -> None:
    assert load_settings().reading_limits == Limits()
