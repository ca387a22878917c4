"""What is counted by township, item and month behind the breakdowns of a mart, and what else is known of it.

Indicators share their counts: closed requests are the whole of half a dozen shares. A count is known by its
table, date, condition and column, whichever indicators it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from metrics.told_items import Key, told_items

if TYPE_CHECKING:
    from data.engines.mart_connection import MartConnection

Hidden = frozenset[tuple[str, str]]  # (township, item)
Monthly = dict[tuple[str, str, date], int]  # (township, item, month) → cases

_INDICATORS = """
select indicator, unit, below_county,
    [numerator_table, numerator_by, numerator_where, numerator_sum],
    [denominator_table, denominator_by, denominator_where, denominator_sum],
    numerator_table
from indicators"""

_COUNTS = """
select township, item, month, {least_or_most}({column})
from breakdown_months
where dimension = ? and month between ? and ? and list_contains(?, indicator)
group by all"""


@dataclass(frozen=True)
class Counted:
    """An indicator's sums: what identifies numerator and denominator, and the grain it is shown in."""

    unit: str
    below_county: str
    numerator: Key
    denominator: Key
    table: str

    @property
    def counts(self) -> list[Key]:
        """What of it are numbers of cases: days and money are not."""
        cases = [] if self.unit in ("days", "yuan") else [self.numerator]
        return cases + ([self.denominator] if self.denominator[0] else [])


@dataclass(frozen=True)
class Known:
    """A count by township, item and month, and what else is known of it: as in `CountTable`.

    `whole`: the count that it is a part of, where it is a part of one only. `told`: items whose sum stands
    under a name of its own (metrics/told_items.py); `told_of_whole`: also those of all that moves with it.
    """

    counts: Monthly
    ceiling: Monthly | None
    floor: Monthly | None
    least: Monthly | None
    whole: Key | None
    told: tuple[frozenset[str], ...] = ()
    told_of_whole: tuple[frozenset[str], ...] = ()


class CountedCells:
    """The counts of one mart."""

    def __init__(self, connection: MartConnection) -> None:
        self._connection = connection

    @cached_property
    def catalogue(self) -> Mapping[str, Counted]:
        """The mart's indicators by id."""
        rows = self._connection.rows(_INDICATORS)
        return {
            name: Counted(unit, grain, tuple(above), tuple(below), table)
            for name, unit, grain, above, below, table in rows
        }

    def known(self, key: Key, *asked: Any) -> Known:
        """The monthly counts of a key and what is known of them; `asked`: dimension, first and last month."""
        counts = self._sums("max", "numerator", [n for n, each in self._with(key, "numerator")], *asked)
        wholes = [name for name, _ in self._with(key, "denominator")]
        for cell, count in self._sums("max", "denominator", wholes, *asked).items():
            counts.setdefault(cell, count)
        shares = [name for name, each in self._with(key, "numerator") if each.unit == "percent"]
        parts = [name for name, each in self._with(key, "denominator") if each.unit == "percent"]
        containing = {self.catalogue[name].denominator for name in shares} - {key}
        whole = next(iter(containing)) if len(containing) == 1 and not parts else key
        return Known(
            counts,
            ceiling=self._sums("min", "denominator", shares, *asked) if shares else None,
            floor=self._sums("max", "numerator", parts, *asked) if parts else None,
            least=self._least(whole, *asked),
            whole=None if whole == key else whole,
            told=self._told([key], asked[0]),
            told_of_whole=self._told(self._moving_with(key, whole), asked[0]),
        )

    def _moving_with(self, key: Key, whole: Key) -> list[Key]:
        """The count, its whole, and the parts of that."""
        return [key, whole, *(each.numerator for _, each in self._with(whole, "denominator"))]

    def _told(self, keys: list[Key], dimension: str) -> tuple[frozenset[str], ...]:
        others = {each for one in self.catalogue.values() for each in (one.numerator, one.denominator)}
        told = (items for key in dict.fromkeys(keys) for items in told_items(key, others, dimension))
        return tuple(dict.fromkeys(told))

    def _least(self, whole: Key, *asked: Any) -> Monthly | None:
        """The smallest part of a whole whose parts are counted nowhere else: they are hidden with it."""
        parts = {name: each for name, each in self._with(whole, "denominator") if each.unit == "percent"}
        outside = (each for each in self.catalogue.values() if each.denominator != whole)
        if not parts or any(part.numerator in each.counts for each in outside for part in parts.values()):
            return None
        return self._sums("min", "numerator", list(parts), *asked)

    def _with(self, key: Key, role: str) -> list[tuple[str, Counted]]:
        found = ((name, each) for name, each in self.catalogue.items() if getattr(each, role) == key)
        return [(n, each) for n, each in found if role == "denominator" or key in each.counts]

    def _sums(
        self, least_or_most: str, column: str, names: list[str], dimension: str, start: date, end: date
    ) -> Monthly:
        sql = _COUNTS.format(least_or_most=least_or_most, column=column)
        rows = self._connection.rows(sql, [dimension, start, end, names])
        return {(township, item, month): int(count or 0) for township, item, month, count in rows}

    @cached_property
    def register(self) -> list[list[str]]:
        """The townships in register order, those of each county by themselves: its totals are shown, too."""
        columns = "select column_name from duckdb_columns() where table_name = 'areas'"
        has_parents = ("parent_no",) in self._connection.rows(columns)
        parent = "parent_no" if has_parents else "0"
        sql = f"select {parent}, area from areas where area_type = 'township' order by area_no"
        found: dict[int, list[str]] = {}
        for number, area in self._connection.rows(sql):
            found.setdefault(number, []).append(area)
        return list(found.values())
