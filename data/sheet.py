"""The data rows of a file, declared columns only: from here on nothing else of the file exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.cell_text import heading_key
from data.export_parts import Export
from data.grid import Grid, coded_rows
from data.headings import Headings
from data.private_columns import undeclared_columns
from data.returned_rows import REASON_HEADINGS
from data.row_kinds import TotalRow
from data.rows_under import rows_under
from data.text_column import TextColumn


@dataclass(frozen=True)
class Sheet:
    """`texts`: column id → one text per data row; `numbers`: the record number of each data row.

    notes: the record numbers of rows that are words about the table, or the headings once more.
    hidden, merged: data rows that the spreadsheet hides, and that took a merged cell from the row above.
    """

    headings: Mapping[str, str]
    numbers: list[int]
    texts: Mapping[str, TextColumn] = field(repr=False)
    widths: Mapping[int, int]  # index of a data row with cells beyond the headings → its number of cells
    has_serials: bool | None = False
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

    def absent_columns(self, export: Export) -> tuple[str, ...]:
        """Names of the columns that every row leaves blank, for the file has none of them.

        A day that is due has a rule of its own where it is blank; a register says of a place what it can.
        """
        if not export.opening:
            return ()
        given = self.texts.keys() | export.constants.keys()
        return tuple(c.name for c in export.columns.values() if c.id not in given and not c.missing_days)


def cut_sheet(grid: Grid, export: Export, headings: Headings, position: Mapping[str, int]) -> Sheet:
    """The rows under the headings; blank rows, totals and notes are told apart and counted."""
    needed = [position[c.id] for c in export.required_columns if c.id in position]
    under = rows_under(coded_rows(grid.rows), headings.last, headings.texts, position, needed)
    data_rows = frozenset(under.numbers) if grid.hidden_rows or grid.merged_rows else frozenset()
    declared = export.columns_by_header.keys() | REASON_HEADINGS
    free = {at: text for at, text in enumerate(headings.texts) if heading_key(text) not in declared}
    dropped = undeclared_columns(free, under.column)
    return Sheet(
        headings={column_id: headings.texts[at].strip() for column_id, at in position.items()},
        numbers=under.numbers,
        texts={column_id: under.column(at) for column_id, at in position.items()},
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
