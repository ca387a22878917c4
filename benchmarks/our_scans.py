"""The petition indicators as the product computes them: its own files, its own SQL, its own engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from data.clean_table import month_number_of
from data.engines.duckdb_engine import DuckDB
from metrics.indicator import load_indicators
from metrics.indicator_definition import Indicator
from metrics.to_sql import Scan, scans

Results = list[tuple[Scan, pa.Table]]


def petition_indicators() -> list[Indicator]:
    """The indicators that read nothing but petitions."""
    every = load_indicators().values()
    return [each for each in every if {part.table for part in each.parts.values()} == {"petitions"}]


# as the peers' expressions are compiled before their clock starts, so is the SQL
TOGETHER = scans(petition_indicators(), {})
ONE_BY_ONE = [scan for each in petition_indicators() for scan in scans([each], {})]


def run_one_scan(path: Path) -> Results:
    """One SELECT per date for all indicators together."""
    return run(path, TOGETHER)


def run_one_query_each(path: Path) -> Results:
    """The same SQL, but every indicator scans for itself."""
    return run(path, ONE_BY_ONE)


def run_without_spilling(path: Path) -> Results:
    """One scan that fails where it would need more than 4 GB of memory."""
    return run(path, TOGETHER, WithoutSpilling)


def run_lower_bound(path: Path) -> Results:
    """What no scan can do without: the same columns read, and the rows counted by township and month."""
    with DuckDB([path.parent]) as engine:
        engine.load_parquet("petitions", [path])
        present = [name for name, *_ in engine.rows("describe petitions")]
        for scan in TOGETHER:
            # a count alone is known from the file's statistics, without reading
            read = [f"any_value({name})" for name in present if re.search(rf"\b{name}\b", scan.sql)]
            engine.rows(f"select {', '.join(read)} from petitions")
            engine.query(counted_alone(scan.by))
    return []


def counted_alone(by: str) -> str:
    month = month_number_of(by)
    return f"select township_key, {month}, count(*) from petitions where {month} is not null group by all"


class WithoutSpilling(DuckDB):
    """A session that may not write to the disk what does not fit into its memory."""

    def _lock_down(self, allowed: Sequence[Path]) -> None:
        self.execute("set max_temp_directory_size = '0 bytes'")
        super()._lock_down(allowed)


def run(path: Path, planned: Iterable[Scan], session: type[DuckDB] = DuckDB) -> Results:
    with session([path.parent]) as engine:
        engine.load_parquet("petitions", [path])
        return [(scan, engine.query(scan.sql)) for scan in planned]
