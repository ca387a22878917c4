"""The rows under the headings, sorted out: data, totals, notes, blanks; most are told all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from data.cell_text import INVISIBLE
from data.grid import DecodedRows
from data.row_kinds import RowKinds, TotalRow
from data.text_column import TextColumn

FILLED, MAY_BE_TOTAL, HAS_COLON = 1, 2, 4


@dataclass
class RowsUnder:
    """`numbers`: the record numbers of the data rows; `widths`: index of a data row with cells beyond the
    headings → its number of cells."""

    rows: DecodedRows
    width: int
    data: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))  # indexes in `rows`
    blank: int = 0
    totals: list[TotalRow] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)

    @property
    def numbers(self) -> list[int]:
        return [int(index) for index in self.data + 1]

    def column(self, at: int) -> TextColumn:
        """The texts of the data rows at one position; blank where a row ends before it."""
        blank = self._blank_code
        codes = _codes_at(self.rows, self.data, at, blank)
        return TextColumn(self.rows.texts, codes)

    @cached_property
    def _blank_code(self) -> int:
        return _code_of(self.rows, "")


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
    indexes = np.arange(last_heading + 1, len(rows), dtype=np.int64)
    marks = _marks(rows, last_heading + 1)
    is_blank = marks & FILLED == 0
    under.blank = int(is_blank.sum())
    is_data = _plainly_data(rows, indexes, marks, kinds)
    plain_above = np.cumsum(is_data)
    others = 0
    for at in np.flatnonzero(~is_data & ~is_blank).tolist():
        index, above = int(indexes[at]), int(plain_above[at]) + others
        if _is_data(kinds, under, index, above, int(marks[at])):
            is_data[at] = True
            others += 1
    under.data = indexes[is_data]
    return under


def _marks(rows: DecodedRows, first: int) -> np.ndarray:
    """Per row from `first` on: whether any cell is filled, may say 合计, or holds a colon."""
    of_text = np.fromiter(map(_text_marks, rows.texts), dtype=np.int8, count=len(rows.texts))
    starts = np.frombuffer(rows.starts, dtype=np.int64)[first:]
    codes = np.frombuffer(rows.codes, dtype=np.int32)
    marks = np.zeros(max(0, len(starts) - 1), dtype=np.int8)
    has_cells = np.flatnonzero(starts[1:] > starts[:-1])
    if len(has_cells):
        # rows without a cell would be given the mark of the cell that follows
        marks[has_cells] = np.bitwise_or.reduceat(of_text[codes], starts[:-1][has_cells])
    return marks


def _text_marks(text: str) -> int:
    if not text.strip(INVISIBLE):
        return 0
    is_total = "计" in text or "otal" in text or "OTAL" in text
    return FILLED | MAY_BE_TOTAL * is_total | HAS_COLON * (":" in text or "：" in text)


def _plainly_data(rows: DecodedRows, indexes: np.ndarray, marks: np.ndarray, kinds: RowKinds) -> np.ndarray:
    """Rows with every needed cell and no sign of anything else: all but a few."""
    lengths = np.frombuffer(rows.lengths, dtype=np.int32)[indexes] if len(indexes) else np.zeros(0, np.int32)
    plain = (marks == FILLED) & (lengths <= len(kinds.headings))
    blank = _code_of(rows, "")
    for at in kinds.required:
        plain &= _codes_at(rows, indexes, at, blank) != blank
    for at in list(kinds.position.values())[:1]:
        plain &= _codes_at(rows, indexes, at, blank) != _code_of(rows, kinds.headings[at])
    return plain


def _codes_at(rows: DecodedRows, indexes: np.ndarray, at: int, blank: int) -> np.ndarray:
    if not len(indexes):
        return np.zeros(0, dtype=np.int32)
    lengths = np.frombuffer(rows.lengths, dtype=np.int32)[indexes]
    places = np.frombuffer(rows.starts, dtype=np.int64)[indexes] + at
    codes = np.frombuffer(rows.codes, dtype=np.int32)
    found = codes[np.minimum(places, len(codes) - 1)] if len(codes) else np.zeros(len(indexes), np.int32)
    return np.where(lengths > at, found, blank).astype(np.int32)


def _code_of(rows: DecodedRows, text: str) -> int:
    try:
        return rows.texts.index(text)
    except ValueError:
        rows.texts.append(text)
        return len(rows.texts) - 1


def _is_data(kinds: RowKinds, under: RowsUnder, index: int, above: int, marks: int) -> bool:
    """False for a total, a note or the headings once more: the row is noted as such and is no data row."""
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
