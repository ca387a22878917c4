"""The rows under the headings, sorted out: data, totals, notes, blanks; most are told by a glance."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from data.cell_text import INVISIBLE
from data.grid import DecodedRows
from data.row_kinds import RowKinds, TotalRow
from data.text_column import TextColumn

FILLED, MAY_BE_TOTAL, HAS_COLON = 1, 2, 4
SIGNS_OF = {MAY_BE_TOTAL: ("计", "otal", "OTAL"), HAS_COLON: (":", "：")}


@dataclass
class RowsUnder:
    """`data`: the indexes, in `rows`, of the data rows; `widths`: index of a data row with cells beyond the
    headings → its number of cells."""

    rows: DecodedRows
    width: int
    data: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    blank: int = 0
    totals: list[TotalRow] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> list[int]:
        """The record numbers of the data rows."""
        return [int(number) for number in (self.data + 1).tolist()]

    def column(self, at: int) -> TextColumn:
        """The texts of the data rows at one position; blank where a row ends before it."""
        found = self._cells.codes(at, self.data)
        return TextColumn(self.rows.texts, array("i", found.tobytes()))

    @cached_property
    def _cells(self) -> _Cells:
        return _Cells(self.rows)


class _Cells:
    """The codes of a file's cells, taken from many rows at once."""

    def __init__(self, rows: DecodedRows) -> None:
        self.blank = _code_of(rows, "")
        self.all = np.frombuffer(rows.codes, np.int32)
        self.starts = np.frombuffer(rows.starts, np.int64)[:-1]
        self.lengths = np.frombuffer(rows.lengths, np.int32)

    def codes(self, at: int, rows: np.ndarray) -> np.ndarray:
        """The code at one position of each of these rows (int32)."""
        has_it = self.lengths[rows] > at
        if has_it.all():
            return self.all[self.starts[rows] + at]
        found = np.full(len(rows), self.blank, np.int32)
        found[has_it] = self.all[self.starts[rows[has_it]] + at]
        return found

    def marks(self, of_text: np.ndarray) -> np.ndarray:
        """What the cells of each row have in all, as `_text_marks` has it of each text (uint8)."""
        marks = np.zeros(len(self.lengths), np.uint8)
        filled = self.lengths > 0
        if len(self.all):
            marks[filled] = np.bitwise_or.reduceat(of_text[self.all], self.starts[filled])
        return marks


def rows_under(
    rows: DecodedRows,
    last_heading: int,
    headings: Sequence[str],
    position: Mapping[str, int],
    needed: Sequence[int],
) -> RowsUnder:
    """`last_heading`: index of the last heading row; `needed`: the positions that data rows fill."""
    under = RowsUnder(rows, len(headings))
    kinds = RowKinds(position, tuple(needed), tuple(headings))
    cells, is_under = under._cells, np.arange(len(rows)) > last_heading
    is_plain = _plain_rows(rows, cells, kinds)
    marks = cells.marks(_text_marks(rows.texts))
    is_filled = is_under & (marks & FILLED > 0)
    under.blank = int(np.count_nonzero(is_under) - np.count_nonzero(is_filled))
    is_data = is_filled & is_plain & (marks == FILLED)
    doubtful = np.flatnonzero(is_filled & ~is_data)
    above = np.cumsum(is_data)[doubtful]
    taken = 0  # of the doubtful ones
    for index, sure in zip(doubtful.tolist(), above.tolist(), strict=True):
        if _is_data(kinds, under, index, int(marks[index]), sure + taken):
            is_data[index] = True
            taken += 1
    under.data = np.flatnonzero(is_data)
    return under


def _text_marks(texts: Sequence[str]) -> np.ndarray:
    """What each text says of its row, at a glance (uint8)."""
    marks = np.fromiter((FILLED if text.strip(INVISIBLE) else 0 for text in texts), np.uint8, len(texts))
    whole = "\n".join(texts)
    for mark, signs in SIGNS_OF.items():
        for sign in signs:
            if sign in whole:
                marks |= np.fromiter((mark if sign in text else 0 for text in texts), np.uint8, len(texts))
    return marks


def _plain_rows(rows: DecodedRows, cells: _Cells, kinds: RowKinds) -> np.ndarray:
    """True for rows that have every needed cell and do not repeat the headings: all but a few."""
    must_not = [(at, cells.blank) for at in kinds.required]
    must_not += [(at, _code_of(rows, kinds.headings[at])) for at in list(kinds.position.values())[:1]]
    everywhere = np.arange(len(rows))
    is_plain = cells.lengths <= len(kinds.headings)
    for at, code in must_not:
        is_plain &= (cells.lengths > at) & (cells.codes(at, everywhere) != code)
    return is_plain


def _code_of(rows: DecodedRows, text: str) -> int:
    try:
        return rows.texts.index(text)
    except ValueError:
        rows.texts.append(text)
        return len(rows.texts) - 1


def _is_data(kinds: RowKinds, under: RowsUnder, index: int, marks: int, above: int) -> bool:
    """False for a total, a note or the headings once more: the row is noted as such and is no data row.

    above: the number of data rows above it.
    """
    row, width, number = under.rows[index], under.width, index + 1
    cells = row if len(row) == width else (row + [""] * width)[:width]
    total = kinds.total(number, cells, above) if marks & MAY_BE_TOTAL else None
    if total:
        under.totals.append(total)
        return False
    if not marks & HAS_COLON and all(map(cells.__getitem__, kinds.required)):
        is_note = kinds.are_headings(cells)
    else:
        is_note = kinds.is_note(cells, bool(under.notes) and under.notes[-1] == number - 1)
    if is_note:
        under.notes.append(number)
        return False
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        under.widths[above] = len(row)
    return True
