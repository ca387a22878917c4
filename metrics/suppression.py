"""Which cells of a table to hide so that nobody can work out a small number from what is shown.

A table of counts, rows × columns × months, is shown beside its margins: the total of every row and of every
column, month by month. Primary: a cell of 1 to 4 is hidden, and so is one that lacks 1 to 4 of its ceiling.
Zero is shown. Secondary: a hidden small cell is safe when one case could have been elsewhere: when there is a
closed chain of hidden cells in one month along which a case can be moved, while every margin, every shown
cell and every hidden cell's being small or not stays what it is. For one month this is exact (the polytope of
a two-way table is integral, so a second solution means such a chain); for several it is safe, at the cost of
a partner now and then. Partners are the chain of fewest new cells, then of the smallest sum, then the first.

A row that has no such chain is not shown at all; where that does not help either, the table is not shown.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

SMALLEST_SHOWN = 5
Cell = tuple[int, int]
Counts = Sequence[Sequence[Sequence[int]]]


@dataclass(frozen=True)
class CountTable:
    """counts[row][column][month], and what else is known of each of them.

    `ceiling`: the whole that it is a part of; `with_whole`: cells whose whole is hidden, too. `floor`: the
    largest part of it that is counted beside it. `least`: the smallest of all parts of the whole, where they
    are hidden with it, so that a case may move with all that is counted of it. `has_column_totals`: whether
    the totals of the columns are known. `known_together`: a number a column; in every row the columns of one
    number have a total that is known, too. `moving_together`: also those of all that moves with the whole.
    """

    counts: Counts
    ceiling: Counts | None = None
    floor: Counts | None = None
    least: Counts | None = None
    with_whole: frozenset[Cell] = frozenset()
    has_column_totals: bool = True
    known_together: Sequence[int] = ()
    moving_together: Sequence[int] = ()
    smallest_shown: int = SMALLEST_SHOWN

    @property
    def rows(self) -> int:
        return len(self.counts)

    @property
    def columns(self) -> int:
        return len(self.counts[0]) if self.counts else 0

    @cached_property
    def months(self) -> int:
        return len(self.counts[0][0]) if self.rows and self.columns else 0

    @cached_property
    def cells(self) -> list[Cell]:
        return list(product(range(self.rows), range(self.columns)))

    @cached_property
    def totals(self) -> dict[Cell, int]:
        return {(row, column): sum(self.counts[row][column]) for row, column in self.cells}

    @cached_property
    def lacking(self) -> dict[Cell, int]:
        """What each cell lacks of its ceiling."""
        if self.ceiling is None:
            return {}
        return {cell: sum(self.ceiling[cell[0]][cell[1]]) - self.totals[cell] for cell in self.cells}

    def is_small(self, count: int) -> bool:
        return 0 < count < self.smallest_shown

    @cached_property
    def primary(self) -> list[Cell]:
        """Small cells, the smallest first."""
        found = [
            c for c in self.cells if self.is_small(self.totals[c]) or self.is_small(self.lacking.get(c, 0))
        ]
        return sorted(found, key=lambda cell: (self.totals[cell], cell))

    def may_hold(self, cell: Cell, count: int) -> bool:
        """Whether a hidden cell may hold `count` in the eyes of a reader who knows why it is hidden.

        A small one stays small, on this side or on the other; a partner stays large, on both.
        """
        other = None if self.ceiling is None else self.totals[cell] + self.lacking[cell] - count
        if cell in self.small:
            return self.is_small(count) or (other is not None and self.is_small(other))
        return count >= self.smallest_shown and (other is None or other >= self.smallest_shown)

    def may_move_with_whole(self, cell: Cell, sign: int) -> bool:
        """As `may_hold` where the whole takes or loses the same case; what lacks stays as it is."""
        part, whole = self.totals[cell], self.totals[cell] + self.lacking[cell]
        lacks = self.is_small(self.lacking[cell])
        stays = lacks or self.is_small(part) == self.is_small(part + sign)
        return stays and self.is_small(whole) == self.is_small(whole + sign) and whole + sign > 0

    def end(self, cell: Cell, is_column: bool, moves_whole: bool) -> int:
        """The column of a cell, or its part of the row; without totals the columns are one."""
        if is_column:
            return cell[1] if self.has_column_totals else 0
        parts = self.moving_together if moves_whole else self.known_together
        return cell[0] * self.columns + (parts[cell[1]] if parts else 0)

    def is_told(self, cell: Cell) -> bool:
        """Whether it is a total that is known: no hiding keeps it."""
        return bool(self.known_together) and self.known_together.count(self.known_together[cell[1]]) == 1

    @cached_property
    def small(self) -> frozenset[Cell]:
        return frozenset(self.primary)


@dataclass(frozen=True)
class Hidden:
    """Cells that are not shown; of a row that is not shown at all, even its zeros are unknown."""

    cells: frozenset[Cell]
    rows: frozenset[int] = frozenset()

    def with_cells(self, cells: Iterable[Cell]) -> Hidden:
        return Hidden(self.cells | frozenset(cells), self.rows)

    def with_row(self, row: int, columns: int) -> Hidden:
        return Hidden(self.cells | {(row, column) for column in range(columns)}, self.rows | {row})


def hidden_cells(table: CountTable) -> frozenset[Cell]:
    """Every cell that may not be shown, primary and secondary."""
    hidden = Hidden(frozenset(table.primary))
    for cell in (each for each in table.primary if not table.is_told(each)):
        found = _made_safe(table, cell, hidden)
        if found is None:
            return frozenset(table.cells)
        hidden = found
    return hidden.cells


def _made_safe(table: CountTable, cell: Cell, hidden: Hidden) -> Hidden | None:
    """`hidden` with what the cell needs; None where nothing helps but hiding the table."""
    if is_safe(table, cell, hidden):
        return hidden
    chain = _cheapest_chain(table, cell, hidden)
    if chain is not None:
        return hidden.with_cells(chain)
    alone = hidden.with_row(cell[0], table.columns)
    # the next smallest rows first: they lose least
    others = sorted(range(table.rows), key=lambda row: (sum(map(sum, table.counts[row])), row))
    for row in (cell[0], *(each for each in others if each != cell[0])):
        tried = alone.with_row(row, table.columns)
        chain = _cheapest_chain(table, cell, tried)
        if chain is not None:
            return tried.with_cells(chain)
    return None


def is_safe(table: CountTable, cell: Cell, hidden: Hidden) -> bool:
    """Whether the hidden cell could hold another number, given everything that is shown."""
    return any(_chain(table, cell, hidden, way, only_hidden=True) is not None for way in _ways(table))


Way = tuple[int, int, bool]  # a month, +1 or −1 in the cell, whether all that is counted of the case moves


def _ways(table: CountTable) -> Iterator[Way]:
    """How a case could be added to the cell, or taken from it."""
    kinds = (False, True) if table.least is not None else (False,)
    yield from product(range(table.months), (1, -1), kinds)


def _cheapest_chain(table: CountTable, cell: Cell, hidden: Hidden) -> frozenset[Cell] | None:
    found = (_chain(table, cell, hidden, way, only_hidden=False) for way in _ways(table))
    costs = [chain for chain in found if chain is not None]
    return frozenset(min(costs)[2]) - hidden.cells if costs else None


Cost = tuple[int, int, tuple[Cell, ...]]  # new cells, their sum, the cells of the chain
Reached = tuple[int, int, tuple[Cell, ...], bool, int]  # its cost so far, whether a row is reached, and which


def _chain(table: CountTable, cell: Cell, hidden: Hidden, way: Way, *, only_hidden: bool) -> Cost | None:
    """The cheapest closed chain through `cell` when a case is added to it, or taken from it (Dijkstra).

    From the cell's column to its row: into a row by a cell that changes against the cell, out of a row by one
    that changes with it.
    """
    if not _may_change(table, cell, hidden, way):
        return None
    queue: list[Reached] = [(0, 0, (), False, table.end(cell, True, way[2]))]
    done = set()
    while queue:
        new, total, path, is_row, place = heapq.heappop(queue)
        if is_row and place == table.end(cell, False, way[2]):
            return new, total, path
        if (is_row, place) in done:
            continue
        done.add((is_row, place))
        turned = way if is_row else (way[0], -way[1], way[2])
        for step in _steps(table, is_row, place, way[2]):
            is_new = step not in hidden.cells
            if step == cell or (only_hidden and is_new) or not _may_change(table, step, hidden, turned):
                continue
            cost, end = total + (table.totals[step] if is_new else 0), table.end(step, is_row, way[2])
            heapq.heappush(queue, (new + is_new, cost, (*path, step), not is_row, end))
    return None


def _steps(table: CountTable, is_row: bool, place: int, moves_whole: bool) -> Iterator[Cell]:
    """The cells of a part of a row, or of a column."""
    if is_row:
        row = ((place // table.columns, column) for column in range(table.columns))
        return (cell for cell in row if table.end(cell, False, moves_whole) == place)
    columns = (place,) if table.has_column_totals else range(table.columns)
    return ((row, column) for row in range(table.rows) for column in columns)


def _may_change(table: CountTable, cell: Cell, hidden: Hidden, way: Way) -> bool:
    """Whether one case more or less in this month contradicts nothing that is known of the cell."""
    (row, column), (month, sign, moves_whole) = cell, way
    now = table.counts[row][column][month] + sign
    if now < 0 or (sign < 0 and not _may_leave(table, cell, month, moves_whole)):
        return False
    if table.ceiling is not None and moves_whole:
        return cell in table.with_whole and table.may_move_with_whole(cell, sign)
    if table.ceiling is not None and now > table.ceiling[row][column][month]:
        return False
    return row in hidden.rows or table.may_hold(cell, table.totals[cell] + sign)


def _may_leave(table: CountTable, cell: Cell, month: int, moves_whole: bool) -> bool:
    """Whether a cell that loses a case still holds its parts; a part without a case has none to lose."""
    row, column = cell
    if moves_whole and table.least is not None:
        return table.least[row][column][month] > 0
    return table.floor is None or table.counts[row][column][month] > table.floor[row][column][month]
