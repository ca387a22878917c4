"""Files as systems and spreadsheets write them."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from data.reading import Unreadable, Wanted, read_grid
from tests.data.door import CASES, cases, checked, rules, values

FILES = Path(__file__).parent.parent / "files"
TEXT = CASES + "A1,望江镇,2026-01-05,2026-02-01\n"


def workbook(*sheets: tuple[str, list[list[Any]]], hidden: str = "", from_1904: bool = False) -> bytes:
    content = io.BytesIO()
    options = {"default_date_format": "yyyy-mm-dd", "date_1904": from_1904}
    with xlsxwriter.Workbook(content, options) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            if name == hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        book.worksheets()[-1].activate()
    return content.getvalue()


HEADINGS = ["办件编号", "乡镇", "登记日期"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_is_read_in_every_encoding_that_offices_use(encoding: str) -> None:
    answer = checked(TEXT.encode(encoding))
    assert (answer.encoding, answer.rows_accepted) == (encoding, 1)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_told_by_the_headings(separator: str) -> None:
    assert checked(TEXT.replace(",", separator)).rows_accepted == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end: str) -> None:
    assert checked(TEXT.replace("\n", end)).rows_accepted == 1


def test_a_line_break_inside_quotes_does_not_end_the_row() -> None:
    text = (
        CASES.strip()
        + ',承办单位\nA1,望江镇,2026-01-05,2026-02-01,"县信访局\n信访局"\nA2,望江镇,2026-01-05,,\n'
    )
    answer = checked(text)
    assert answer.rows_accepted == 2
    assert values(answer, "row") == [2, 3]


def test_empty_lines_at_the_end_are_counted_and_left_out() -> None:
    answer = checked(TEXT + ",,,\n" * 3000 + " ,\u3000,,\n")
    assert (answer.rows_read, answer.rows_blank, answer.rows_accepted) == (1, 3001, 1)


def test_titles_above_the_headings_are_skipped_and_rows_keep_their_numbers() -> None:
    answer = checked("平安报表,,,\n单位：某县,,,\n" + CASES + "A1,火星镇,2026-01-05,\n")
    assert [error.row for error in answer.errors] == [4]


def test_headings_may_have_blanks_around_them_and_full_width_letters() -> None:
    assert checked(" 办件编号 ,乡镇（街道）,ＲＥＣＥＩＶＥＤ_ＯＮ\nA1,望江镇,2026-01-05\n").rows_accepted == 1


def test_a_row_with_more_cells_than_headings_is_refused_because_they_may_have_shifted() -> None:
    answer = checked(TEXT + "A2,望江镇,2026-01-05,2026-02-01,多\n" + "A3,望江镇,2026-01-05,2026-02-01,,\n")
    assert rules(answer.errors) == ["too_many_cells"]
    assert answer.rows_accepted == 2


def test_a_workbook_is_read_with_true_dates_day_numbers_and_text_dates() -> None:
    rows = [
        HEADINGS,
        ["A1", "望江镇", datetime(2026, 1, 5)],
        ["A2", 101, 46027],
        ["A3", "101.0", "2026年1月5日"],
    ]
    answer = checked(workbook(("一月", rows)), "报表.xlsx")
    assert answer.encoding == "xlsx"
    assert {str(day) for day in values(answer, "received_on")} == {"2026-01-05"}
    assert set(values(answer, "township")) == {"101"}


def test_a_bare_day_number_of_a_workbook_that_counts_from_1904_is_refused_and_not_four_years_off() -> None:
    rows = [HEADINGS, ["A1", "望江镇", datetime(2026, 1, 5)], ["A2", "望江镇", 44_566]]
    answer = checked(workbook(("一月", rows), from_1904=True), "报表.xlsx")
    assert [(each.row, each.found, each.rule) for each in answer.errors] == [(3, "44566", "not_a_date")]
    assert [str(day) for day in values(answer, "received_on")] == ["2026-01-05"]


def test_ids_that_a_workbook_holds_as_numbers_are_whole_and_rounded_ones_are_refused() -> None:
    rows = [HEADINGS, [20260001, "望江镇", "2026-01-05"], [202600000000012345, "望江镇", "2026-01-05"]]
    answer = checked(workbook(("一月", rows)), "报表.xlsx")
    assert values(answer, "case_id") == ["20260001"]
    assert rules(answer.errors) == ["id_lost_digits"]


def test_the_first_visible_sheet_with_headings_is_read() -> None:
    good = [HEADINGS, ["A1", "望江镇", "2026-01-05"]]
    other = [HEADINGS, ["B1", "望江镇", "2026-01-05"]]
    content = workbook(("旧", other), ("说明", [["请在下一页填写"]]), ("数据", good), hidden="旧")
    assert values(checked(content, "报表.xlsx"), "case_id") == ["A1"]


@pytest.mark.parametrize("name", ["petitions_gb18030.csv", "petitions.xlsx"])
def test_the_same_report_reads_the_same_from_either_kind_of_file(name: str) -> None:
    answer = checked((FILES / name).read_bytes(), name)
    assert answer.export is not None and answer.export.id == "petitions"
    assert (answer.rows_read, answer.rows_accepted, answer.rows_total) == (3, 2, 1)
    assert rules(answer.errors) == ["unknown_township"]
    assert answer.private_columns == ("来访人姓名", "联系电话")


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (b"", "a.csv", "empty_file"),
        (b"\r\n;;;\r\n", "a.csv", "empty_file"),
        (b"\xd0\xcf\x11\xe0rest", "a.et", "wrong_kind"),
        (b"PK\x03\x04rest", "a.docx", "wrong_kind"),
        (b"%PDF-1.7", "a.csv", "wrong_kind"),
        (b"PK\x03\x04rest", "a.xlsx", "broken_workbook"),
        (b"\xff\x00\x81\x00", "a.csv", "unknown_encoding"),
        ('办件编号,乡镇\n"A1,望江镇\n'.encode(), "a.csv", "broken_quotes"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, name: str, rule: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_grid(content, name, Wanted(frozenset({"办件编号"})))
    assert refused.value.rule == rule
    answer = checked(content, name)
    assert answer.refused
    assert rules(answer.errors) == [rule]


def test_a_heading_that_comes_twice_is_taken_once_and_warned() -> None:
    answer = checked("办件编号,乡镇,登记日期,乡镇\nA1,望江镇,2026-01-05,石桥镇\n")
    assert values(answer, "township") == ["101"]
    assert "heading_twice" in rules(answer.warnings)


def test_the_same_bytes_have_the_same_fingerprint_under_any_name() -> None:
    row = "A1,望江镇,2026-01-05,"
    assert cases(row, name="一.csv").sha256 == cases(row, name="二.csv").sha256


def test_a_workbook_under_a_password_is_told_from_a_damaged_one() -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    locked, damaged = compound + "EncryptedPackage".encode("utf-16-le") + bytes(900), compound + bytes(900)
    assert rules(checked(locked).errors) == ["locked_workbook"]
    assert rules(checked(damaged).errors) == ["broken_workbook"]
