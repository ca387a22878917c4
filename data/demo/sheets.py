"""Rows become the files that offices really send: several encodings, date styles and spellings of a township.

The same rows always give the same bytes: no clock is asked, not even by the XLSX writer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from data.demo.county import BY_CODE

Cell = str | int | date | None
Row = Mapping[str, Cell]

MONTH_COLUMNS = ("月份", "测评月份")
DATE_STYLES = {"iso": "{:%Y-%m-%d}", "time": "{:%Y-%m-%d} 09:30:00", "slash": "{0.year}/{0.month}/{0.day}"}
DATE_STYLES["chinese"] = "{0.year}年{0.month}月{0.day}日"
MONTH_STYLES = {"iso": "{:%Y-%m}", "chinese": "{0.year}年{0.month}月"}
# XLSX keeps the moment of writing; this one is as good as any
WRITTEN = datetime(2026, 1, 1)


@dataclass(frozen=True)
class Style:
    """How an office writes its file. `counter` names a further column that no export declares."""

    encoding: str = "utf-8"  # of a CSV file; "xlsx" for a workbook
    township: str = "name"  # name | code | alias
    dates: str = "iso"  # iso | time | slash | chinese | cells (real dates of a workbook)
    months: str = "iso"  # iso | chinese
    counter: str = ""  # "", 序号 or 系统流水
    title: str = ""  # a line above the header; {month} is filled in

    @property
    def suffix(self) -> str:
        """The end of the file name."""
        return ".xlsx" if self.encoding == "xlsx" else ".csv"


def write_sheet(path: Path, rows: Sequence[Row], style: Style, month: date) -> None:
    """Write the rows under the header of the first one."""
    header = ([style.counter] if style.counter else []) + list(rows[0])
    lines: list[list[Cell]] = [list(header)]
    for number, row in enumerate(rows, start=1):
        counted: Row = {style.counter: count_of(style.counter, number, month), **row}
        lines.append([spelled(column, counted[column], style) for column in header])
    if style.title:
        lines.insert(0, [style.title.format(month=MONTH_STYLES["chinese"].format(month))])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook(lines) if style.encoding == "xlsx" else text(lines, style.encoding))


def count_of(counter: str, number: int, month: date) -> Cell:
    """The cell of the further column."""
    return f"LS-{month:%Y-%m}-{number:05d}" if counter == "系统流水" else number


def spelled(column: str, cell: Cell, style: Style) -> Cell:
    """A cell as this office writes it."""
    if isinstance(cell, str):
        return township_spelled(cell, style.township) if column == "乡镇" else cell
    if not isinstance(cell, date):
        return cell
    if column in MONTH_COLUMNS:
        return MONTH_STYLES[style.months].format(cell)
    return cell if style.dates == "cells" else DATE_STYLES[style.dates].format(cell)


def township_spelled(code: str, spelling: str) -> str:
    """The township of a code; anything that is no code stays as it is."""
    township = BY_CODE.get(code)
    if township is None or spelling == "code":
        return code
    return township.aliases[0] if spelling == "alias" else township.name


def text(lines: Sequence[Sequence[Cell]], encoding: str) -> bytes:
    """A CSV file as Excel saves it."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(lines)
    return buffer.getvalue().encode(encoding)


def workbook(lines: Sequence[Sequence[Cell]]) -> bytes:
    """An XLSX file of one sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": WRITTEN})
    sheet = book.add_worksheet("Sheet1")
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line)
    book.close()
    return buffer.getvalue()
