"""The rows under the headings, sorted out: data, totals, notes, blanks; most are told by a glance."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

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
    data: array[int] = field(default_factory=lambda: array("q"))  # indexes in `rows`
    blank: int = 0
    totals: list[TotalRow] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)

    @property
    def numbers(self) -> list[int]:
        return [index + 1 for index in self.data]

    def column(self, at: int) -> TextColumn:
        """The texts of the data rows at one position; blank where a row ends before it."""
        codes, starts, lengths = self.rows.codes, self.rows.starts, self.rows.lengths
        blank = _code_of(self.rows, "")
        found = (codes[starts[index] + at] if lengths[index] > at else blank for index in self.data)
        return TextColumn(self.rows.texts, array("i", found))


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
    is_plain = _plain_rows(rows, kinds)
    of_text = [_text_marks(text) for text in rows.texts]
    codes, starts = rows.codes, rows.starts
    for index in range(last_heading + 1, len(rows)):
        marks = 0
        for code in codes[starts[index] : starts[index + 1]]:
            marks |= of_text[code]
        if not marks & FILLED:
            under.blank += 1
        elif (marks == FILLED and is_plain(index)) or _is_data(kinds, under, index, marks):
            under.data.append(index)
    return under


def _text_marks(text: str) -> int:
    if not text.strip(INVISIBLE):
        return 0
    is_total = "计" in text or "otal" in text or "OTAL" in text
    return FILLED | MAY_BE_TOTAL * is_total | HAS_COLON * (":" in text or "：" in text)


def _plain_rows(rows: DecodedRows, kinds: RowKinds) -> Callable[[int], bool]:
    """Index of a row → whether it has every needed cell and does not repeat the headings: all but a few."""
    codes, starts, lengths = rows.codes, rows.starts, rows.lengths
    blank, width = _code_of(rows, ""), len(kinds.headings)
    must_not = [(at, blank) for at in kinds.required]
    must_not += [(at, _code_of(rows, kinds.headings[at])) for at in list(kinds.position.values())[:1]]

    def is_plain(index: int) -> bool:
        start, length = starts[index], lengths[index]
        if length > width:
            return False
        return all(at < length and codes[start + at] != code for at, code in must_not)

    return is_plain


def _code_of(rows: DecodedRows, text: str) -> int:
    try:
        return rows.texts.index(text)
    except ValueError:
        rows.texts.append(text)
        return len(rows.texts) - 1


def _is_data(kinds: RowKinds, under: RowsUnder, index: int, marks: int) -> bool:
    """False for a total, a note or the headings once more: the row is noted as such and is no data row."""
    row, width, number, above = under.rows[index], under.width, index + 1, len(under.data)
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
