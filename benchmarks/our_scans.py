"""The petition indicators as the product computes them: its own files, its own SQL, its own engine."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

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


def run(path: Path, planned: Iterable[Scan]) -> Results:
    with DuckDB([path.parent]) as engine:
        engine.load_parquet("petitions", [path])
        return [(scan, engine.query(scan.sql)) for scan in planned]
