"""Which scans a mart takes: of the tables that there are, split by the columns that have anything in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from data.clean_table import clean_tables
from data.engines.duckdb_engine import DuckDB, quoted
from metrics.indicator_definition import Indicator
from metrics.to_sql import Scan, scans


@dataclass(frozen=True)
class ScanPlan:
    """The scans of a mart.

    numbers: indicator → its number in the sums. split: the numbers kept by item, too. followed: tables whose
    sums are carried on from mart to mart.
    """

    scans: tuple[Scan, ...]
    numbers: Mapping[str, int]
    split: frozenset[int]
    followed: frozenset[str] = field(default_factory=frozenset)

    def of_tables(self, tables: Collection[str]) -> list[tuple[int, Scan]]:
        """Place and scan of those that read these tables."""
        return [(place, scan) for place, scan in enumerate(self.scans) if scan.table in tables]

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(scan.table for scan in self.scans)


def scan_plan(engine: DuckDB, indicators: Mapping[str, Indicator], followed: Collection[str]) -> ScanPlan:
    """What to scan for the indicators whose tables there are, by the breakdowns in `filled_columns`."""
    existing = existing_tables(engine)
    present = computable(indicators, existing)
    numbers = {each.id: number for number, each in enumerate(present)}
    split = frozenset(numbers[each.id] for each in present if each.has_breakdown)
    planned = scans(present, _breakdowns_in_use(engine))
    return ScanPlan(tuple(planned), numbers, split, frozenset(followed) & existing)


def computable(indicators: Mapping[str, Indicator], existing: Collection[str]) -> list[Indicator]:
    """Those whose tables there all are."""
    return [
        each for each in indicators.values() if {part.table for part in each.parts.values()} <= set(existing)
    ]


def existing_tables(engine: DuckDB) -> set[str]:
    """Tables that a figure may come from: those published, and those we keep ourselves."""
    ours = {table.name for table in clean_tables({}).values() if table.is_kept_by_us}
    return ours | {name for (name,) in engine.rows("select table_name from as_of")}


def count_filled(engine: DuckDB, tables: Collection[str]) -> None:
    """Leave `filled_columns` in the schema in use: how many rows of `tables` fill a column to split by."""
    engine.execute("create or replace table filled_columns (table_name varchar, name varchar, filled bigint)")
    for table in clean_tables({}).values():
        if table.breakdowns and table.name in tables:
            counts = ", ".join(f"count({quoted(column)})" for column in table.breakdowns)
            [filled] = engine.rows(f"select {counts} from {quoted(table.name)}")
            for name, count in zip(table.breakdowns, filled, strict=True):
                engine.execute("insert into filled_columns values (?, ?, ?)", [table.name, name, count])


def _breakdowns_in_use(engine: DuckDB) -> dict[str, list[str]]:
    """Table → the columns to split it by that have anything in them: a county need not have our channels."""
    filled = set(engine.rows("select table_name, name from filled_columns where filled > 0"))
    return {
        table.name: [column for column in table.breakdowns if (table.name, column) in filled]
        for table in clean_tables({}).values()
        if any(name == table.name for name, _ in filled)
    }
