"""Tables of a Word file: heads that repeat on every page, rows that stay whole, figures to the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.bulletin_parts import BulletinTable, Cell
from reports.word_footnotes import add_mark
from reports.word_type import TABLE, TABLE_HEAD, Type, set_lines, set_type

ROOM = 156.0  # millimetres of the type area
ROW_LINE = 15.0
KEPT_WHOLE = 10  # rows; a longer table may go on overleaf, under its head
# share of the width: by the number of columns
WIDTHS = {4: (0.3, 0.2, 0.28, 0.22), 5: (0.25, 0.13, 0.17, 0.28, 0.17)}


def add_table(document: Any, table: BulletinTable, seen: set[int]) -> None:
    """Write one table and a little room under it; `seen`: footnotes that have their mark already."""
    grid = document.add_table(rows=1, cols=len(table.head))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _describe(grid, table.caption)
    for cell, text in zip(grid.rows[0].cells, table.head, strict=True):
        _write(cell, Cell(text), TABLE_HEAD, seen, WD_ALIGN_PARAGRAPH.CENTER)
    _mark_row(grid.rows[0], "w:tblHeader")
    for row in table.rows:
        line = grid.add_row()
        for cell, content, is_figure in zip(line.cells, row, table.figures, strict=True):
            side = WD_ALIGN_PARAGRAPH.RIGHT if is_figure else WD_ALIGN_PARAGRAPH.LEFT
            _write(cell, content, TABLE, seen, side)
        _mark_row(line, "w:cantSplit")
    if len(table.rows) <= KEPT_WHOLE:
        _keep_whole(grid)
    _set_widths(grid, WIDTHS[len(table.head)])
    set_lines(document.add_paragraph(), 10)


def _keep_whole(grid: Any) -> None:
    """On one page: every row but the last stays with the next."""
    for row in grid.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _set_widths(grid: Any, shares: Sequence[float]) -> None:
    """In the grid and in every cell: one word processor reads the one, another the other."""
    widths = [Mm(ROOM * share) for share in shares]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width  # python-docx sets the cells of the column, too


def _write(cell: Any, content: Cell, kind: Type, seen: set[int], side: Any) -> None:
    paragraph = cell.paragraphs[0]
    set_type(paragraph.add_run(content.text), kind)
    if content.note:
        add_mark(paragraph, content.note, seen, kind.points)
    set_lines(paragraph, ROW_LINE, 1.5, 1.5)
    paragraph.alignment = side


def _mark_row(row: Any, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _describe(grid: Any, text: str) -> None:
    """The text alternative of a table."""
    described = OxmlElement("w:tblDescription")
    described.set(qn("w:val"), text)
    grid._tbl.tblPr.append(described)
