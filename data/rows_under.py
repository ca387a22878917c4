"""The rows under the headings, sorted out: data, totals, notes, blanks; most are told by a glance."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

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
    data: pa.Array = field(default_factory=lambda: pa.array([], pa.int64()))
    blank: int = 0
    totals: list[TotalRow] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> list[int]:
        """The record numbers of the data rows."""
        return [index + 1 for index in self.data.to_pylist()]

    def column(self, at: int) -> TextColumn:
        """The texts of the data rows at one position; blank where a row ends before it."""
        return TextColumn.coded(self.rows.texts, self._cells.codes(at))

    @cached_property
    def _cells(self) -> _Cells:
        return _Cells(self.rows, self.data)


class _Cells:
    """The codes of the cells of some rows (their indexes: int64), a position of all of them at once."""

    def __init__(self, rows: DecodedRows, indexes: pa.Array) -> None:
        self.rows, self.indexes, self.blank = rows, indexes, _code_of(rows, "")
        self.all = _as_arrow(rows.codes, pa.int32())
        self._from = _as_arrow(rows.starts, pa.int64()).take(indexes)
        self.lengths = _as_arrow(rows.lengths, pa.int32()).take(indexes)
        self._shortest = pc.min(self.lengths).as_py() or 0

    def codes(self, at: int) -> pa.Array:
        """The code at one position of each row (int32)."""
        places = pc.add(self._from, at)
        if at < self._shortest:
            return self.all.take(places)
        has_it = pc.greater(self.lengths, at)
        return self.all.take(pc.if_else(has_it, places, None)).fill_null(self.blank)


def _as_arrow(numbers: array[int] | bytearray, kind: pa.DataType) -> pa.Array:
    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])


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
    first = last_heading + 1
    indexes = pa.array(range(first, len(rows)), pa.int64())
    cells = _Cells(rows, indexes)
    is_plain = _plain_rows(cells, kinds)
    marks = _text_marks(rows.texts)
    is_sure = pc.and_(is_plain, _unmarked_rows(cells, marks, kinds.required[:1]))
    sure, taken = indexes.filter(is_sure), list[int]()
    doubtful = indexes.filter(pc.invert(is_sure)).to_pylist()
    for at, index in enumerate(doubtful):
        above = index - first - at + len(taken)
        if _is_data_row(kinds, under, index, marks, is_plain[index - first].as_py(), above):
            taken.append(index)
    under.data = pa.array(sorted([*sure.to_pylist(), *taken]), pa.int64()) if taken else sure
    return under


def _text_marks(texts: Sequence[str]) -> bytearray:
    """What each text says of its row, at a glance."""
    marks = bytearray(FILLED if text.strip(INVISIBLE) else 0 for text in texts)
    whole = "\n".join(texts)
    signs = [(sign, mark) for mark, signs in SIGNS_OF.items() for sign in signs if sign in whole]
    for at, text in enumerate(texts) if signs else ():
        for sign, mark in signs:
            if sign in text:
                marks[at] |= mark
    return marks


def _plain_rows(cells: _Cells, kinds: RowKinds) -> pa.Array:
    """True for rows that have every needed cell and do not repeat the headings: all but a few."""
    must_not = [(at, cells.blank) for at in kinds.required]
    must_not += [(at, _code_of(cells.rows, kinds.headings[at])) for at in list(kinds.position.values())[:1]]
    is_plain = pc.less_equal(cells.lengths, len(kinds.headings))
    for at, code in must_not:
        has_it = pc.greater(cells.lengths, at)
        is_plain = pc.and_(is_plain, pc.and_(has_it, pc.not_equal(cells.codes(at), code)))
    return is_plain


def _unmarked_rows(cells: _Cells, marks: bytearray, needed: Sequence[int]) -> pa.Array:
    """True for rows that are filled where they must be, and of which no text may make anything but data."""
    of_text = _as_arrow(marks, pa.uint8())
    if not needed:
        return pa.repeat(False, len(cells.indexes))
    is_filled = pc.equal(of_text.take(cells.codes(needed[0])), FILLED)
    if max(marks) <= FILLED:
        return is_filled
    marked = pc.indices_nonzero(pc.greater(of_text.take(cells.all), FILLED)).to_pylist()
    # of rows that begin at the same place all but the last are empty
    rows = {bisect_right(cells.rows.starts, place) - 1 for place in marked}
    return pc.and_(is_filled, pc.invert(pc.is_in(cells.indexes, pa.array(list(rows), pa.int64()))))


def _is_data_row(
    kinds: RowKinds, under: RowsUnder, index: int, of_text: bytearray, is_plain: bool, above: int
) -> bool:
    """As `_is_data`, of a row whose cells nobody has looked at yet."""
    codes, starts = under.rows.codes, under.rows.starts
    marks = 0
    for code in codes[starts[index] : starts[index + 1]]:
        marks |= of_text[code]
    if not marks & FILLED:
        under.blank += 1
        return False
    return (marks == FILLED and is_plain) or _is_data(kinds, under, index, marks, above)


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
