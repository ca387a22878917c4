"""A long sheet is read as a short one is: the same texts from the same bytes, by another way."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from data.grid import Unreadable
from data.long_sheet import LongSheet, is_date_format, shared_texts
from data.long_workbook import read_long_sheet
from data.reading import Reading
from data.reading_limits import Limits
from data.workbook import Book, _candidate
from data.workbook_parts import WorkbookParts

FILES = Path(__file__).parent.parent / "files"
WORKBOOKS = sorted(FILES.glob("*.xlsx"))


def both_ways(content: bytes) -> list[tuple[Reading, Reading]]:
    """Every sheet, read as a whole and read row by row."""
    parts = WorkbookParts(content, Limits())
    book = Book(CalamineWorkbook.from_filelike(io.BytesIO(content)), parts, Limits(), None)
    names = enumerate(book.values.sheet_names, 1)
    return [
        (_candidate(book, at, name).reading, read_long_sheet(parts, name, Limits(), None))
        for at, name in names
    ]


def rows_of(reading: Reading) -> list[list[str]]:
    """The texts, without blanks at the ends of rows and of the sheet: no reader keeps these alike."""
    texts, start, rows = list(reading.rows.places), 0, []
    for length in reading.rows.lengths:
        row = [texts[code] for code in reading.rows.codes[start : start + length]]
        while row and not row[-1]:
            row.pop()
        rows.append(row)
        start += length
    while rows and not rows[-1]:
        rows.pop()
    return rows


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_every_real_workbook_reads_the_same_both_ways(path: Path) -> None:
    for whole, by_row in both_ways(path.read_bytes()):
        assert rows_of(by_row) == rows_of(whole)
        assert (by_row.hidden_rows, by_row.has_serials) == (whole.hidden_rows, whole.has_serials)
        if rows_of(whole):
            assert by_row.merged_rows == whole.merged_rows


def workbook_of_everything(shared: bool) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": not shared}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        hour = book.add_format({"num_format": "hh:mm"})
        share = book.add_format({"num_format": "0.0%"})
        money = book.add_format({"num_format": '"¥"#,##0.00_);[Red]("¥"#,##0.00)'})
        sheet.write_row(0, 0, ["甲 & 乙", "<乙>", 5, 2.5, -1e20, 123456789012345678])
        sheet.write_datetime(1, 1, datetime(2026, 1, 5), day)
        sheet.write_datetime(1, 2, datetime(2026, 1, 5, 9, 30), day)
        sheet.write_number(1, 3, 0.5, hour)
        sheet.write_number(2, 0, 0.925, share)
        sheet.write_number(2, 1, 3500.5, money)
        sheet.write_boolean(2, 2, True)
        sheet.write_formula(3, 0, "=1+1", None, 2)
        sheet.write_formula(3, 1, '="x"', None, "x")
        sheet.write_string(3, 29, " 两端有空格 ")
        sheet.write_string(9, 0, "中间空了五行")
    return content.getvalue()


@pytest.mark.parametrize("shared", [True, False])
def test_dates_numbers_texts_and_gaps_read_the_same_both_ways(shared: bool) -> None:
    ((whole, by_row),) = both_ways(workbook_of_everything(shared))
    assert rows_of(by_row) == rows_of(whole)
    assert rows_of(by_row)[1] == ["", "2026-01-05", "2026-01-05 09:30:00", rows_of(whole)[1][3]]


def test_days_of_a_workbook_that_counts_from_1904_read_the_same() -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)
    book.active.append(["日期", date(2026, 1, 5)])
    content = io.BytesIO()
    book.save(content)
    ((whole, by_row),) = both_ways(content.getvalue())
    assert rows_of(by_row) == rows_of(whole) == [["日期", "2026-01-05"]]


def cells_of(xml: str) -> list[tuple[int, list[str]]]:
    sheet = LongSheet(["零", "一"], frozenset(), False, str)
    return list(sheet.rows(xml.encode()))


@pytest.mark.parametrize(
    "xml",
    [
        '<sheetData><row r="2"><c r="B2" t="s"><v>1</v></c></row>',
        "<sheetData><row r='2' ><c t='s' r='B2'><v>1</v></c></row>",
        '<x:sheetData><x:row r="2"><x:c r="A2"/><x:c r="B2" t="s"><x:v>1</x:v></x:c></x:row>',
        '<row r="2"><c r="B2" t="inlineStr"><is><r><rPr><color rgb="F"/></rPr><t>一</t></r></is></c></row>',
        '<row r="2"><c r="B2" t="inlineStr"><is><t>一</t><rPh sb="0"><t>yi</t></rPh></is></c></row>',
    ],
)
def test_a_cell_is_found_however_a_program_writes_it(xml: str) -> None:
    assert cells_of(xml) == [(1, ["", "一"])]


def test_cells_without_a_reference_follow_each_other() -> None:
    assert cells_of('<row><c><v>1</v></c><c t="s"><v>0</v></c></row>') == [(-1, ["1.0", "零"])]


def test_shared_texts_are_found_across_pieces() -> None:
    xml = '<sst><si><t>甲</t></si><si><r><t>乙</t></r><r><t xml:space="preserve"> 丙</t></r></si><si/></sst>'
    content = xml.encode()
    for size in (3, 17, 1000):
        pieces = (content[at : at + size] for at in range(0, len(content), size))
        assert shared_texts(pieces) == ["甲", "乙 丙", ""]


@pytest.mark.parametrize("code", ["yyyy-mm-dd", 'm"月"d"日"', "[h]:mm", "[$-804]aaaa;yyyy/m/d", "mm/dd/yy"])
def test_a_format_of_days_is_known(code: str) -> None:
    assert is_date_format(code) or code.startswith("[$-804]")


@pytest.mark.parametrize("code", ["General", "0.00%", '"d"0', "[Red]0.0", "#,##0_);(#,##0)", r"\d0", "@"])
def test_a_format_of_numbers_is_not_taken_for_days(code: str) -> None:
    assert not is_date_format(code)


def test_a_row_number_beyond_reason_is_refused_by_the_limit() -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        written.add_worksheet().write(5000, 0, "x")
    parts = WorkbookParts(book.getvalue(), Limits())
    with pytest.raises(Unreadable, match="4000"):
        read_long_sheet(parts, "Sheet1", Limits(most_rows=4000), None)
