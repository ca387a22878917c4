"""A long sheet of a workbook → rows, in memory that depends on what is in it and not on how large it is."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain

from data.grid import CodedRows, Progress
from data.long_sheet import DATE_FORMATS, LongSheet, is_date_format, shared_texts
from data.reading import Reading, broken_workbook
from data.reading_limits import Intake, Limits
from data.workbook import cell_text, mark_cells
from data.workbook_parts import SheetMarks, WorkbookParts, column_index

MERGED = re.compile(rb"mergeCell [^>]*ref=[\"']([A-Z]+)(\d+):[A-Z]+(\d+)")
DIMENSION = re.compile(rb"dimension [^>]*ref=[\"'][A-Z]+\d+:[A-Z]+(\d+)")
GUESSED_ROWS = 1_000_000
Piece = tuple[bytes, SheetMarks]


@dataclass
class _Seen:
    """What pieces tell beside cells: hidden rows, and (column, first row, last row) of merged cells."""

    hidden: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)


def read_long_sheet(parts: WorkbookParts, name: str, limits: Limits, progress: Progress | None) -> Reading:
    """The sheet as a whole; raises Unreadable where it exceeds a limit or is broken."""
    formats, from_1904 = parts.number_formats(), parts.counts_from_1904()
    days = frozenset(at for at, code in enumerate(formats) if _shows_days(code))
    pieces = parts.pieces(name)
    first = next(pieces)
    dimension = DIMENSION.search(first[0])
    intake = Intake(limits, progress, int(dimension[1]) if dimension else GUESSED_ROWS)
    seen = _Seen()
    try:
        sheet = LongSheet(shared_texts(parts.shared_pieces()), days, from_1904, cell_text)
        intake.take_all(_rows(sheet, first, pieces, seen))
    except (ValueError, IndexError, OverflowError) as error:
        raise broken_workbook() from error
    merged = _fill_merged(intake.rows, seen.merged)
    return Reading("xlsx", intake.rows, None if from_1904 else True, tuple(seen.hidden), merged)


def _shows_days(code: str) -> bool:
    return int(code) in DATE_FORMATS if code.isdigit() else is_date_format(code)


def _rows(sheet: LongSheet, first: Piece, following: Iterator[Piece], seen: _Seen) -> Iterator[list[str]]:
    row = 0
    for piece, marks in chain((first,), following):
        for number, cells in sheet.rows(piece):
            while row < number:
                yield []
                row += 1
            if row in marks.percents or row in marks.texts:
                mark_cells(cells, marks, row)
            yield cells
            row += 1
        seen.hidden += marks.hidden_rows
        if b"mergeCell " in piece:
            seen.merged += [(column_index(c), int(a) - 1, int(b) - 1) for c, a, b in MERGED.findall(piece)]


def _fill_merged(rows: CodedRows, merged: list[tuple[int, int, int]]) -> tuple[int, ...]:
    """A merged cell holds its text in its first row only; the numbers, from 1, of the rows that take it."""
    starts = array("q", accumulate(rows.lengths, initial=0)) if merged else array("q")
    blank = rows.places.get("", -1)
    filled = set()
    for column, top, bottom in merged:
        for row in range(top + 1, min(bottom, len(rows.lengths) - 1) + 1):
            filled.add(row + 1)
            here, above = starts[row] + column, starts[row - 1] + column
            if column < min(rows.lengths[row], rows.lengths[row - 1]) and rows.codes[here] == blank:
                rows.codes[here] = rows.codes[above]
    return tuple(sorted(filled))
