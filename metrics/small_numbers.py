"""Breakdowns below the county, with what must not be shown left out.

What may be shown is decided in whole blocks of months (a calendar year, unless an indicator's file says
otherwise), for all readers, pages and exports alike. Every longer period is the sum of blocks and every kind
the sum of its townships, and they are shown only where all that they are made of is shown. So nothing that
is published can be subtracted from anything else that is: whatever the periods and areas, the only
information is the blocks' cells and the totals, and metrics/suppression.py sees to it that those do not give
a small number away. A block that has ended keeps its pattern as long as its counts stay.

Indicators share their counts (closed requests are the whole of half a dozen shares), so cells are hidden by
what is counted, not by indicator. A cell that is itself the total of another indicator (requests made online)
is known, and no partner for any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

from metrics.counted_cells import CountedCells, Hidden, Key, Known, Monthly
from metrics.suppression import Counts, CountTable, hidden_cells
from metrics.told_items import known_together

if TYPE_CHECKING:
    from data.engines.mart_connection import MartConnection

GRAINS = ("month", "quarter", "year")  # from the finest
# chains of partners stay inside so many townships of the register: a province takes as long as its counties
MOST_TOGETHER = 24
ITEM_COLUMNS = ("item", "numerator", "denominator", "value", "suppressed")

_CELLS = """
select coalesce(township, ''), item, sum(numerator), sum(denominator)
from breakdown_months
where indicator = ? and dimension = ? and month between ? and ?
group by all"""

# the blocks that a period is made of, and whether the table has all their months
_BLOCKS = """
select blocks.period_start, blocks.period_end,
    coalesce(blocks.period_start >= as_of.first_month and blocks.period_end <= as_of.newest_month, false)
from periods as blocks
join periods as asked on blocks.period_start >= asked.period_start and blocks.period_end <= asked.period_end
left join as_of on as_of.table_name = ?
where blocks.period_type = ? and asked.period_type = ? and asked.period = ?
order by 1"""

_SPAN = "select period_start, period_end from periods where period_type = ? and period = ?"


@dataclass(frozen=True)
class Item:
    """One row of a breakdown; figures are None where `suppressed`."""

    item: str
    numerator: float | None
    denominator: float | None
    suppressed: bool

    def as_record(self, unit: str) -> dict[str, object]:
        """The row of `Mart.breakdown`; a percent is × 100."""
        value = self.numerator
        if unit in ("percent", "days"):
            factor = 100 if unit == "percent" else 1
            value = factor * (self.numerator or 0) / self.denominator if self.denominator else None
        nothing = float("nan")
        figures = (nothing if each is None else each for each in (self.numerator, self.denominator, value))
        return dict(zip(ITEM_COLUMNS, (self.item, *figures, self.suppressed), strict=True))


class SmallNumbers:
    """The breakdowns of one mart below the county; patterns are kept once they are found."""

    def __init__(self, connection: MartConnection) -> None:
        self._connection = connection
        self._counted = CountedCells(connection)
        self._patterns: dict[tuple[Key, str, date, date], Hidden] = {}

    def items(self, indicator: str, dimension: str, period_type: str, period: str, area: str) -> list[Item]:
        """One row an item that the county has in the period, the largest first, hidden ones last."""
        span = self._connection.rows(_SPAN, [period_type, period])
        if not span or indicator not in self._counted.catalogue:
            return []
        cells = self._connection.rows(_CELLS, [indicator, dimension, *span[0]])
        members = self._members(area)
        items = list(dict.fromkeys(sorted(item for _, item, _, _ in cells)))
        hidden = self._hidden_items(indicator, dimension, period_type, period, members)
        sums: dict[str, list[float]] = {item: [0.0, 0.0] for item in items}
        for township, item, numerator, denominator in cells:
            if township in members:
                sums[item][0] += numerator or 0
                sums[item][1] += denominator or 0
        has_denominator = bool(self._counted.catalogue[indicator].denominator[0])
        rows = [_item(item, sums[item], has_denominator, hidden is None or item in hidden) for item in items]
        return sorted(rows, key=lambda row: (row.suppressed, -(row.numerator or 0), row.item))

    def unit(self, indicator: str) -> str:
        """The unit of an indicator."""
        return self._counted.catalogue[indicator].unit

    def _members(self, area: str) -> frozenset[str]:
        sql = "select area from areas where area_type = 'township' and ? in (area, 'kind:' || kind)"
        return frozenset(code for (code,) in self._connection.rows(sql, [area]))

    def _grain(self, table: str) -> str:
        """The coarsest that any indicator of the table asks for: they share their counts."""
        asked = {each.below_county for each in self._counted.catalogue.values() if each.table == table}
        return "none" if "none" in asked else max(asked, key=GRAINS.index)

    def _hidden_items(
        self, indicator: str, dimension: str, period_type: str, period: str, members: frozenset[str]
    ) -> set[str] | None:
        """Items that may not be shown for these townships; None: no item may."""
        counted = self._counted.catalogue[indicator]
        grain = self._grain(counted.table)
        if grain == "none" or counted.unit == "yuan" or not members:
            return None
        blocks = self._connection.rows(_BLOCKS, [counted.table, grain, period_type, period])
        span = self._connection.rows(_SPAN, [period_type, period])[0]
        if not all(whole for _, _, whole in blocks) or _months(blocks) != _months([span]):
            return None
        found: set[str] = set()
        for start, end, _ in blocks:
            pattern = self._pattern(indicator, dimension, start, end)
            found |= {item for township, item in pattern if township in members}
        return found

    def _pattern(self, indicator: str, dimension: str, start: date, end: date) -> Hidden:
        keys = self._counted.catalogue[indicator].counts
        return frozenset().union(*(self._hidden_of(key, dimension, start, end) for key in keys))

    def _hidden_of(self, key: Key, dimension: str, start: date, end: date) -> Hidden:
        """Cells (township, item) that must be hidden wherever `key` is counted."""
        place = (key, dimension, start, end)
        if place not in self._patterns:
            self._patterns[place] = self._hidden_in_groups(*place)
        return self._patterns[place]

    def _hidden_in_groups(self, *place: Any) -> Hidden:
        """The cells to hide, found among neighbours of the register at a time."""
        known = self._counted.known(*place)
        with_whole = frozenset() if known.whole is None else self._hidden_of(known.whole, *place[1:])
        items, months = (sorted({cell[at] for cell in known.counts}) for at in (1, 2))
        found: set[tuple[str, str]] = set()
        for group in (part for county in self._counted.register for part in _groups(county)):
            names = list(product(group, map(str, items)))
            cells = dict(zip(names, product(range(len(group)), range(len(items))), strict=True))
            table = _table(known, (group, items, months))
            loose = frozenset(cells[name] for name in with_whole if name in cells)
            hidden = hidden_cells(replace(table, with_whole=loose))
            found |= {name for name in names if cells[name] in hidden}
        return frozenset(found)


def _item(item: str, sums: Sequence[float], has_denominator: bool, suppressed: bool) -> Item:
    if suppressed:
        return Item(item, None, None, True)
    return Item(item, sums[0], sums[1] if has_denominator else None, False)


def _months(spans: Iterable[Sequence[Any]]) -> int:
    """Months in spans of (first month, last month, …)."""
    return sum(12 * (s[1].year - s[0].year) + s[1].month - s[0].month + 1 for s in spans)


def _table(known: Known, axes: Sequence[Sequence[Any]]) -> CountTable:
    """The counts of a group of townships, laid out; `axes`: townships, items, months."""
    return CountTable(
        _laid_out(known.counts, axes),
        ceiling=None if known.ceiling is None else _laid_out(known.counts | known.ceiling, axes),
        floor=None if known.floor is None else _laid_out(known.floor, axes),
        least=None if known.least is None else _laid_out(known.least, axes),
        known_together=known_together(known.told, axes[1]),
        moving_together=known_together(known.told_of_whole, axes[1]),
    )


def _groups(register: Sequence[str]) -> list[list[str]]:
    """The register in as few parts of nearly equal length as needed."""
    parts = -(-len(register) // MOST_TOGETHER)
    ends = [round(part * len(register) / parts) for part in range(parts + 1)]
    return [list(register[start:end]) for start, end in pairwise(ends)]


def _laid_out(sums: Monthly, axes: Sequence[Sequence[Any]]) -> Counts:
    """counts[township][item][month], 0 where there is nothing."""
    townships, items, months = axes
    return [[[sums.get((t, i, m), 0) for m in months] for i in items] for t in townships]
