"""Rows and cells of workbooks that do not say where they stand, or say it twice: none is lost unsaid."""

from __future__ import annotations

import pytest

from data.grid import Unreadable
from data.workbook_places import Places
from tests.data.door import checked, values
from tests.data.test_hostile_files import HEADINGS, ROW, book_of, with_sheet

SECOND = ["A2", "石桥镇", "2026-01-06", "2026-02-02"]


def look_at(*pieces: bytes) -> None:
    places = Places()
    for piece in pieces:
        places.look_at(piece)


def test_of_two_rows_with_one_number_neither_is_lost_without_a_word() -> None:
    book = with_sheet(book_of(HEADINGS, ROW, SECOND), '<row r="3"', '<row r="2"')
    answer = checked(book, "报表.xlsx")
    assert answer.refused
    assert "第2行在表格文件里出现两次" in answer.errors[0].expected


def test_a_row_that_comes_again_in_another_piece_is_found_too() -> None:
    with pytest.raises(Unreadable, match="第7行"):
        look_at(b'<row r="7">', b'<row r="8">', b'<row spans="1:4" r="7" />')


@pytest.mark.parametrize("row", ["<row r='2'>", "<x:row r='2'>"])
def test_of_two_cells_with_one_place_neither_is_lost_without_a_word(row: str) -> None:
    cell = "<x:c" if "x:" in row else "<c"
    with pytest.raises(Unreadable, match="格B2在表格文件里出现两次"):
        look_at(f'{row}{cell} r="A2"/>{cell} s="1" r="B2"/>{cell} r="B2"/>'.encode())


def test_a_workbook_with_a_cell_twice_is_refused() -> None:
    answer = checked(with_sheet(book_of(HEADINGS, ROW), 'r="D2"', 'r="C2"'), "报表.xlsx")
    assert answer.refused
    assert "格C2在表格文件里出现两次" in answer.errors[0].expected


def test_rows_out_of_order_are_read() -> None:
    look_at(b'<row r="3"></row><row r="2"></row><x:row r="4">', b"<x:row r='5'>")
    assert values(checked(book_of(HEADINGS, ROW, SECOND), "报表.xlsx"), "case_id") == ["A1", "A2"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="e"><v>#REF!</v></c>',
        "<x:c s='1' t='e'><x:v>#REF!</x:v></x:c>",
        "<c><f>TODAY()</f></c>",
        '<c s="2"><f t="shared" si="0"/><v/></c>',
    ],
)
def test_an_error_that_does_not_say_where_it_stands_is_no_empty_cell(cell: str) -> None:
    with pytest.raises(Unreadable, match="没写明位置"):
        look_at(cell.encode())


@pytest.mark.parametrize("cell", ["<c><f>1+1</f><v>2</v></c>", "<c><v>1</v></c>", "<cols>", '<c t="n"/>'])
def test_cells_without_an_address_are_read_where_they_hold_a_value(cell: str) -> None:
    look_at(cell.encode())
