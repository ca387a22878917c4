"""The data rows of a file, declared columns only: from here on nothing else of the file exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.cell_text import INVISIBLE, normalised
from data.export_parts import Export
from data.grid import Grid
from data.headings import Headings
from data.private_columns import undeclared_columns
from data.returned_rows import REASON_HEADINGS
from data.row_kinds import RowKinds, TotalRow


@dataclass(frozen=True)
class Sheet:
    """`texts`: column id → one text per data row; `numbers`: the record number of each data row.

    notes: the record numbers of rows that are words about the table, or the headings once more.
    hidden, merged: data rows that the spreadsheet hides, and that took a merged cell from the row above.
    """

    headings: Mapping[str, str]
    numbers: list[int]
    texts: Mapping[str, list[str]] = field(repr=False)
    widths: Mapping[int, int]  # index of a data row with cells beyond the headings → its number of cells
    has_serials: bool = False
    blank_rows: int = 0
    totals: tuple[TotalRow, ...] = ()
    notes: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()
    merged: tuple[int, ...] = ()
    private_columns: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    private_values: int = 0

    def heading(self, column_id: str, export: Export) -> str:
        """The heading as the file has it; the export's own where the file has none."""
        return self.headings.get(column_id) or export.columns[column_id].name


@dataclass
class _Rows:
    """The rows under the headings, sorted out."""

    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    blank: int = 0
    totals: list[TotalRow] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)


def cut_sheet(grid: Grid, export: Export, headings: Headings, position: Mapping[str, int]) -> Sheet:
    """The rows under the headings; blank rows, totals and notes are told apart and counted."""
    under = _rows_under(grid, export, headings, position)
    data_rows = frozenset(under.numbers) if grid.hidden_rows or grid.merged_rows else frozenset()
    declared = export.columns_by_header.keys() | REASON_HEADINGS
    free = {at: text for at, text in enumerate(headings.texts) if normalised(text) not in declared}
    dropped = undeclared_columns(free, under.rows)
    return Sheet(
        headings={column_id: headings.texts[at].strip() for column_id, at in position.items()},
        numbers=under.numbers,
        texts={column_id: [row[at] for row in under.rows] for column_id, at in position.items()},
        widths=under.widths,
        has_serials=grid.has_serials,
        blank_rows=under.blank,
        totals=tuple(under.totals),
        notes=tuple(under.notes),
        hidden=tuple(row for row in grid.hidden_rows if row in data_rows),
        merged=tuple(row for row in grid.merged_rows if row in data_rows),
        private_columns=dropped.private,
        ignored_columns=dropped.ignored,
        private_values=dropped.values,
    )


def _rows_under(grid: Grid, export: Export, headings: Headings, position: Mapping[str, int]) -> _Rows:
    width, under = len(headings.texts), _Rows()
    required = tuple(position[c.id] for c in export.required_columns if c.id in position)
    kinds = RowKinds(position, required, headings.texts)
    for number, row in enumerate(grid.rows[headings.last + 1 :], start=headings.last + 2):
        joined = "".join(row).strip(INVISIBLE)
        if not joined:
            under.blank += 1
            continue
        cells = row if len(row) == width else (row + [""] * width)[:width]
        if _is_explained(kinds, under, number, cells, joined):
            continue
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            under.widths[len(under.rows)] = len(row)
        under.numbers.append(number)
        under.rows.append(cells)
    return under


def _is_explained(kinds: RowKinds, under: _Rows, number: int, cells: list[str], joined: str) -> bool:
    """True for a total, a note or the headings once more: the row is noted as such and is no data row."""
    total = kinds.total(number, cells, len(under.rows)) if _may_be_total(joined) else None
    if total:
        under.totals.append(total)
        return True
    if ":" not in joined and "：" not in joined and all(map(cells.__getitem__, kinds.required)):
        if not kinds.are_headings(cells):
            return False
    elif not kinds.is_note(cells, bool(under.notes) and under.notes[-1] == number - 1):
        return False
    under.notes.append(number)
    return True


def _may_be_total(joined: str) -> bool:
    return "计" in joined or "otal" in joined or "OTAL" in joined
