"""Writes the small files of this folder, each as some office's system wrote it.

`python -m tests.files.make_files` does it. The two .xls files need `xlwt`, which nothing else does; without
it they stay as they are.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.files.text_files import GOOD, HEAD, NEXT, TEXTS, WORK

FOLDER = Path(__file__).parent
Fill = Callable[[Worksheet], None]


def rows(*given: tuple[Any, ...]) -> Fill:
    def fill(sheet: Worksheet) -> None:
        for row in given:
            sheet.append(row)

    return fill


def titled(sheet: Worksheet) -> None:
    """Two merged title rows, and headings in two lines: 办结 over 应 … 日期."""
    top, under = ("办件编号", "乡镇", "日期", None), (None, None, "登记日期", "应办结日期")
    rows(("2026年1月诉求办件",), ("单位：某县信访局",), top, under, GOOD, NEXT)(sheet)
    for area in ("A1:D1", "A2:D2", "A3:A4", "B3:B4", "C3:D3"):
        sheet.merge_cells(area)


def joined(sheet: Worksheet) -> None:
    """A heading of which one half stands over the other."""
    top, under = ("办件", "乡镇", "登记", "应办结"), ("编号", None, "日期", "日期")
    rows(top, under, GOOD)(sheet)


def hidden_rows(sheet: Worksheet) -> None:
    rows(HEAD, GOOD, NEXT)(sheet)
    sheet.row_dimensions[3].hidden = True


def claims_many(sheet: Worksheet) -> None:
    rows(HEAD, *((f"A{n}", *GOOD[1:]) for n in range(494)))(sheet)
    sheet["D65203"].number_format = "0.00"


def merged_townships(sheet: Worksheet) -> None:
    rows(HEAD, GOOD, ("A2", None, *GOOD[2:]), ("A3", None, *GOOD[2:]))(sheet)
    sheet.merge_cells("B2:B4")


def percents(sheet: Worksheet) -> None:
    rows(("指标", "年度", "目标", "预警线"), ("化解率", 2026, 0.925, "90%"))(sheet)
    sheet["C2"].number_format = "0.0%"


Sheets = tuple[tuple[str, Fill, str], ...]
WORKBOOKS: dict[str, Sheets] = {
    "titles_and_two_lines.xlsx": (("一月", titled, "visible"),),
    "joined_headings.xlsx": (("一月", joined, "visible"),),
    "true_dates.xlsx": (
        (
            *(
                "一月",
                rows(
                    HEAD,
                    ("A1", "望江镇", datetime(2026, 1, 5, 9, 30), 46054),
                    ("A2", 102.0, "2026/1/6 11:25:05", ""),
                ),
            ),
            "visible",
        ),
    ),
    "number_ids.xlsx": (
        ("一月", rows(HEAD, (20260001, *GOOD[1:]), (202600000000012345, *GOOD[1:])), "visible"),
    ),
    "month_number.xlsx": (
        (
            "一月",
            rows(WORK, ("望江镇", 2026.1, "入户走访", 5), ("石桥镇", date(2026, 1, 1), "入户走访", 6)),
            "visible",
        ),
    ),
    "hidden_sheet.xlsx": (
        *(("旧", rows(HEAD, ("B1", *GOOD[1:])), "hidden"), ("说明", rows(("请填下一页",)), "visible")),
        ("数据", rows(HEAD, GOOD), "visible"),
    ),
    "two_reports.xlsx": (("张三", rows(HEAD, GOOD), "visible"), ("李四", rows(HEAD, NEXT), "visible")),
    "report_and_empty_form.xlsx": (("表", rows(HEAD), "visible"), ("数据", rows(HEAD, GOOD), "visible")),
    "hidden_rows.xlsx": (("一月", hidden_rows, "visible"),),
    "claims_65203_rows.xlsx": (("一月", claims_many, "visible"),),
    "merged_townships.xlsx": (("一月", merged_townships, "visible"),),
    "percent_cells.xlsx": (("目标", percents, "visible"),),
    "uncomputed_formula.xlsx": (
        (
            "一月",
            rows(WORK, ("望江镇", "2026-01", "入户走访", "=2+3"), ("石桥镇", "2026-01", "入户走访", 6)),
            "visible",
        ),
    ),
}


def workbook(sheets: Sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, fill, state in sheets:
        sheet = book.create_sheet(name)
        fill(sheet)
        sheet.sheet_state = state
    book.active = next(at for at, (_, _, state) in enumerate(sheets) if state == "visible")
    # the same moment in every file, so that making them again changes nothing
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    content = io.BytesIO()
    book.save(content)
    return with_fixed_times(content.getvalue())


def with_fixed_times(content: bytes) -> bytes:
    again = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(zipfile.ZipInfo(member), old.read(member), zipfile.ZIP_DEFLATED)
    return again.getvalue()


def edited(content: bytes, member: str, *changes: tuple[bytes, bytes]) -> bytes:
    """A workbook with a part changed as no writer would."""
    again = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            for before, after in changes if name == member else ():
                assert before in part, before
                part = part.replace(before, after)
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return again.getvalue()


def errors_and_links() -> bytes:
    """A cached error, and a cached value of a formula that points to another file."""
    counts = (("望江镇", "2026-01", "入户走访", 111), ("石桥镇", "2026-01", "入户走访", 222))
    plain = workbook((("一月", rows(WORK, *counts), "visible"),))
    return edited(
        plain,
        "xl/worksheets/sheet1.xml",
        (b'<c r="D2" t="n"><v>111</v>', b'<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v>'),
        (b'<c r="D3" t="n"><v>222</v>', b'<c r="D3"><f>[1]Sheet1!A1</f><v>222</v>'),
    )


def write_old_workbooks() -> None:
    try:
        import xlwt
    except ImportError:
        print("no xlwt: the .xls files stay as they are")
        return
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, hidden in (("old.xls", False), ("old_hidden_sheet.xls", True)):
        book = xlwt.Workbook(encoding="utf-8")
        if hidden:
            sheet = book.add_sheet("旧")
            sheet.visibility = 1
            book.set_active_sheet(1)
            for at, text in enumerate((*HEAD, "B1", *GOOD[1:])):
                sheet.write(at // 4, at % 4, text)
        sheet = book.add_sheet("一月")
        for at, text in enumerate(HEAD):
            sheet.write(0, at, text)
        for row, number in ((1, 20260001), (2, 20260002)):
            sheet.write(row, 0, number)
            sheet.write(row, 1, 101)
            sheet.write(row, 2, date(2026, 1, 5), day)
            sheet.write(row, 3, "2026年2月1日")
        book.save(str(FOLDER / name))


def main() -> None:
    for name, content in TEXTS.items():
        (FOLDER / name).write_bytes(content)
    for name, sheets in WORKBOOKS.items():
        (FOLDER / name).write_bytes(workbook(sheets))
    (FOLDER / "errors_and_links.xlsx").write_bytes(errors_and_links())
    write_old_workbooks()


if __name__ == "__main__":
    main()
