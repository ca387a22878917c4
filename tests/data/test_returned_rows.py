"""Refused rows go back in the file's own layout, marked, without private data, and pass when mended."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest

from data.findings import Checked
from data.language import speaking
from data.returned_file import returned_csv, returned_xlsx
from tests.data.door import checked, rules

HEADINGS = "乡镇,办件编号,来电人,登记日期,应办结日期,诉求渠道"
FILE = f"""{HEADINGS}
望江镇,A1,王建国,2026-01-05,2026-02-01,电话
火星镇,A2,李小明,2026-01-06,2026-02-01,电话
石桥镇,A3,张秀英,2026-02-31,2026-02-01,电话
石桥镇,A4,赵国强,2026-01-08,2026-02-01,13800138000
石桥镇,=1+1,陈志远,2026-01-09,2026-02-01,鸽子
"""


def returned(text: str = FILE, **options: object) -> Checked:
    answer = checked(text, **options)
    assert answer.returned is not None
    return answer


def sheet_of(content: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def as_csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_only_refused_rows_and_declared_columns_go_back_in_the_order_of_the_file() -> None:
    rows = returned().returned
    assert rows is not None
    assert rows.headings == ("乡镇", "办件编号", "登记日期", "应办结日期", "诉求渠道")
    assert [row[1] for row in rows.rows] == ["A2", "A3", "=1+1"]
    assert rows.numbers == (3, 4, 6)


def test_bad_cells_are_coloured_and_say_what_was_expected() -> None:
    answer = returned()
    assert answer.returned
    sheet = sheet_of(returned_xlsx(answer.returned))
    assert [cell.value for cell in sheet[1]][-1] == "退回原因"
    assert sheet["A2"].comment and "名录中的乡镇" in sheet["A2"].comment.text
    assert sheet["C3"].comment and "2026-02-31" in sheet["C3"].comment.text
    assert sheet["A2"].fill.fgColor.rgb == "FFFBDCC2"
    assert sheet["B2"].comment is None and sheet["B2"].fill.fill_type is None
    assert "原第3行" in str(sheet["F2"].value)


def test_the_notes_speak_english_to_english_readers() -> None:
    with speaking("en"):
        answer = returned()
        assert answer.returned
        sheet = sheet_of(returned_xlsx(answer.returned))
    assert sheet["F1"].value == "Reason for return"
    assert "Row 3" in str(sheet["F2"].value)


def test_nothing_private_goes_back() -> None:
    answer = returned(FILE.replace("A2", "11010519491231002X"))
    assert answer.returned
    everything = str(csv_rows(returned_csv(answer.returned)))
    everything += str([[cell.value for cell in row] for row in sheet_of(returned_xlsx(answer.returned)).rows])
    for private in ("王建国", "李小明", "13800138000", "11010519491231002X", "来电人"):
        assert private not in everything


def test_text_that_looks_like_a_formula_stays_text() -> None:
    answer = returned()
    assert answer.returned
    content = returned_xlsx(answer.returned)
    cell = sheet_of(content)["B4"]
    assert (cell.value, cell.quotePrefix) == ("=1+1", True)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert csv_rows(returned_csv(answer.returned))[3][1] == "'=1+1"


def test_a_formula_sign_that_was_added_goes_again_when_the_file_comes_back() -> None:
    answer = checked(f"{HEADINGS}\n望江镇,'-7,某,2026-01-05,2026-02-01,电话\n")
    assert answer.rows is not None and answer.rows["case_id"].to_pylist() == ["-7"]


MENDED = {"火星镇": "望江镇", "2026-02-31": "2026-01-31", "鸽子": "电话"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mended_file_passes_without_a_word_about_the_reasons(kind: str, language: str) -> None:
    with speaking(language):
        back = returned().returned
        assert back
        if kind == "csv":
            rows = csv_rows(returned_csv(back))
            answer = checked(as_csv([[MENDED.get(cell, cell) for cell in row] for row in rows]))
        else:
            book = openpyxl.load_workbook(io.BytesIO(returned_xlsx(back)))
            for cell in (cell for row in book.worksheets[0].rows for cell in row):
                if str(cell.value) in MENDED:
                    cell.value = MENDED[str(cell.value)]
            content = io.BytesIO()
            book.save(content)
            answer = checked(content.getvalue(), "改好.xlsx")
    assert (rules(answer.errors), rules(answer.warnings)) == ([], [])
    assert (answer.rows_accepted, answer.ignored_columns, answer.private_columns) == (3, (), ())


def test_days_go_back_in_the_order_that_the_whole_column_told() -> None:
    rows = ["望江镇,A1,某,13/01/2026,2026-03-01,电话", "火星镇,A2,某,05/01/2026,2026-03-01,电话"]
    answer = returned("\n".join([HEADINGS, *rows]))
    assert answer.returned and answer.returned.rows[0][2:4] == ("2026-01-05", "2026-03-01")


def test_a_file_without_refused_rows_returns_none() -> None:
    assert checked(f"{HEADINGS}\n望江镇,A1,某,2026-01-05,2026-02-01,电话\n").returned is None
