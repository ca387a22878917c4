"""The workbook: a sheet each for values, definitions, receipts and the rest, with native charts.

Every text is written as text: nothing that somebody typed into an export is ever run as a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import xlsxwriter

from data.language import say
from reports.edition import stated
from reports.facts import Facts
from reports.same_bytes import settled
from reports.slides_county import domain_slides
from reports.story import Chart
from reports.workbook_charts import write_charts
from reports.workbook_lists import breakdown_sheet, index_sheet, missing_sheet
from reports.workbook_tables import (
    Number,
    Sheet,
    definitions_sheet,
    receipts_sheet,
    uploads_sheet,
    values_sheet,
)

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
FACE = "微软雅黑"
LONGEST = 32_767  # characters that a cell can hold
TOP = 2  # rows above the head: which state of the data this is


def workbook_bytes(facts: Facts) -> bytes:
    """The file. The same period of the same mart gives the same bytes."""
    facts.require_figures()
    content = io.BytesIO()
    sheets = list(_sheets(facts))
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.formats[0].set_font_name(FACE)
        _describe(book, facts)
        _write_about(book, facts, sheets)
        for sheet in sheets:
            SheetWriter(book, stated(facts.edition, facts.period_type, facts.period)).write(sheet)
        write_charts(book, [s.exhibit for s in domain_slides(facts) if isinstance(s.exhibit, Chart)])
    return settled(content.getvalue(), facts.edition.published)


def _sheets(facts: Facts) -> Iterator[Sheet]:
    for make in (
        values_sheet,
        definitions_sheet,
        receipts_sheet,
        uploads_sheet,
        breakdown_sheet,
        index_sheet,
    ):
        yield make(facts)
    yield missing_sheet(facts)


def _describe(book: Any, facts: Facts) -> None:
    about = {
        "title": say("平安报表工作簿"),
        "subject": stated(facts.edition, facts.period_type, facts.period),
        "author": "平安报表",
        "comments": stated(facts.edition, facts.period_type, facts.period),
        "created": facts.edition.published,
    }
    book.set_properties(about)


def _write_about(book: Any, facts: Facts, sheets: list[Sheet]) -> None:
    """The first sheet: which data, what is in the workbook, how to read it."""
    sheet = book.add_worksheet(say("说明"))
    bold = book.add_format({"bold": True, "font_name": FACE})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    edition = facts.edition
    lines = [
        (say("平安报表工作簿"), facts.county_name),
        (say("时期"), facts.period_words),
        (say("数据版本"), edition.mart),
        (say("发布时间"), edition.when),
        (say("口径版本"), edition.definitions),
        (say("怎样读"), say("数值未四舍五入，按显示格式取位；“真实”为99.8%，“可能”为95%，其余为正常波动。")),
        (say("隐去"), say("县以下分类中1至4的小数及其伙伴不写出，与页面一致。")),
        *((each.name, say("{n}行", n=len(each.rows))) for each in sheets),
    ]
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text)


class SheetWriter:
    """Writes sheets of one workbook; a format is made once."""

    def __init__(self, book: Any, stated: str) -> None:
        self._book = book
        self._stated = stated
        self._formats: dict[str, Any] = {}

    def write(self, sheet: Sheet) -> None:
        """State of the data, head, rows; head and first columns frozen, a filter on every column."""
        written = self._book.add_worksheet(sheet.name)
        written.write_string(0, 0, self._stated)
        style = {
            "bold": True,
            "font_name": FACE,
            "bg_color": "#F1F3F5",
            "bottom": 1,
            "text_wrap": True,
            "valign": "top",
        }
        head = self._book.add_format(style)
        for column, (text, width) in enumerate(zip(sheet.head, sheet.widths, strict=True)):
            written.set_column(column, column, width)
            written.write_string(TOP, column, text, head)
        for number, row in enumerate(sheet.rows, start=TOP + 1):
            for column, value in enumerate(row):
                self._write_cell(written, number, column, value)
        written.freeze_panes(TOP + 1, sheet.fixed)
        written.autofilter(TOP, 0, TOP + max(len(sheet.rows), 1), len(sheet.head) - 1)

    def _write_cell(self, written: Any, row: int, column: int, value: Any) -> None:
        if isinstance(value, Number):
            if value.value is not None:
                written.write_number(row, column, value.value, self._format(value.format))
        elif isinstance(value, int | float):
            written.write_number(row, column, value)
        elif value is not None and value != "":
            text = str(value) if isinstance(value, date) else value
            written.write_string(row, column, text[:LONGEST])

    def _format(self, shape: str) -> Any:
        if shape not in self._formats:
            self._formats[shape] = self._book.add_format({"num_format": shape, "font_name": FACE})
        return self._formats[shape]
