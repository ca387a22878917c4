"""XLSX and XLS → texts. Formulas are never evaluated: a cell is the value that the writing program stored."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.grid import Progress, Wanted
from data.reading import ZIP, Reading, broken_workbook
from data.reading_limits import Intake, Limits
from data.sheet_choice import Candidate, chosen
from data.workbook_parts import SheetMarks, WorkbookParts

# what the readers of values, of archives and of their parts raise on a file that is not what it should be
BROKEN = (
    *(CalamineError, zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, SyntaxError),
    *(LookupError, ArithmeticError, RuntimeError),
)
PRECISE = 1e15  # a spreadsheet keeps fifteen digits of a number; a longer one has lost its end


@dataclass(frozen=True)
class Book:
    """The open file; `parts`: its inner parts where it is XLSX."""

    values: CalamineWorkbook
    parts: WorkbookParts | None
    limits: Limits
    progress: Progress | None


def read_workbook(
    content: bytes, wanted: Wanted, limits: Limits | None = None, progress: Progress | None = None
) -> Reading:
    """The visible sheet that fits an export; raises Unreadable."""
    limits = limits or Limits()
    parts = WorkbookParts(content, limits) if content.startswith(ZIP) else None
    try:
        book = Book(CalamineWorkbook.from_filelike(io.BytesIO(content)), parts, limits, progress)
        shown = [(at, sheet) for at, sheet in enumerate(book.values.sheets_metadata, 1) if _is_shown(sheet)]
        return chosen((_candidate(book, at, sheet.name) for at, sheet in shown), wanted)
    except BROKEN as error:
        raise broken_workbook() from error


def _is_shown(sheet: Any) -> bool:
    return bool(sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet)


def _candidate(book: Book, position: int, name: str) -> Candidate:
    """One sheet as it would be read."""
    if book.parts and book.parts.is_long(name):
        from data.long_workbook import read_long_sheet  # few files are

        return Candidate(position, read_long_sheet(book.parts, name, book.limits, book.progress))
    sheet = book.values.get_sheet_by_name(name)
    marks = book.parts.marks(name) if book.parts else SheetMarks()
    above = _cells_above(sheet)
    intake = Intake(book.limits, book.progress, sheet.total_height)
    intake.take_all(_rows(sheet, marks, above))
    serials = None if book.parts and book.parts.counts_from_1904() else True
    kind = "xlsx" if book.parts else "xls"
    merged = tuple(sorted(row + 1 for row in above))
    return Candidate(position, Reading(kind, intake.rows, serials, tuple(marks.hidden_rows), merged))


def _cells_above(sheet: Any) -> dict[int, list[int]]:
    """Row → columns whose cell is merged with the one above it."""
    above: dict[int, list[int]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in range(top + 1, bottom + 1):
            above.setdefault(row, []).append(left)
    return above


def _rows(sheet: Any, marks: SheetMarks, above: dict[int, list[int]]) -> Iterator[list[str]]:
    left = [""] * (sheet.start[1] if sheet.start else 0)
    last = max(marks.texts, default=-1)
    before: list[str] = []
    number = -1
    for number, row in enumerate(sheet.iter_rows()):
        cells = [cell if type(cell) is str else cell_text(cell) for cell in row]
        if left:
            cells = left + cells
        if number in marks.percents or number in marks.texts:
            mark_cells(cells, marks, number)
        for at in above.get(number, ()):
            _fill(cells, before, at)
        yield cells
        before = cells
    # rows of nothing but uncomputed formulas stand beyond what the reader of values takes for the sheet
    for beyond in range(number + 1, last + 1):
        cells = []
        mark_cells(cells, marks, beyond)
        yield cells


def mark_cells(cells: list[str], marks: SheetMarks, row: int) -> None:
    """Put what the values alone do not tell into the cells of a row: percent signs, failed formulas."""
    for at in marks.percents.get(row, ()):
        if at < len(cells):
            cells[at] = _percent(cells[at])
    for at, text in marks.texts.get(row, {}).items():
        cells.extend([""] * (at + 1 - len(cells)))
        cells[at] = text


def _fill(cells: list[str], before: list[str], at: int) -> None:
    """A merged cell holds its text in its first row only."""
    if at < len(cells) and at < len(before) and not cells[at]:
        cells[at] = before[at]


def _percent(text: str) -> str:
    """0.925 that the spreadsheet shows as 92.5%."""
    try:
        return f"{(Decimal(text) * 100).normalize():f}%"
    except InvalidOperation:
        return text


def cell_text(cell: Any) -> str:
    """A cell's value as a CSV would have it: 5.0 is "5", a date is ISO, a number over 15 digits "1.2e+17"."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float | int):
        if abs(cell) >= PRECISE:
            return f"{cell:.15e}"
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else str(cell or "")
