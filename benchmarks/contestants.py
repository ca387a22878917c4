"""One contestant in a process of its own: `python -m benchmarks.contestants NAME ROWS.parquet RESULT`.

Prints seconds and peak memory as JSON and writes its result in one shape, so that all can be compared.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measures import MEASURES

Runner = Callable[[Path], Any]
Figure = tuple[str, str, str, str, float]
OURS = {
    "one scan": "run_one_scan",
    "without spilling": "run_without_spilling",
    "one query each": "run_one_query_each",
    "lower bound": "run_lower_bound",
}
FIGURES = pa.schema(
    [(name, pa.string()) for name in ("indicator", "role", "township", "month")] + [("value", pa.float64())]
)


def contestant(name: str) -> tuple[Runner, Callable[[Any], Iterator[Figure]]]:
    """How a contestant runs, and how its result reads as figures. Libraries are loaded here, unmeasured."""
    if name in OURS:
        ours = import_module("benchmarks.our_scans")
        return getattr(ours, OURS[name]), figures_of_scans
    peer = import_module(f"benchmarks.{name}_peer")
    return peer.run, lambda result: figures_of_peer(peer.tables(result))


def figures_of_scans(result: list[tuple[Any, pa.Table]]) -> Iterator[Figure]:
    for scan, table in result:
        for part in scan.parts:
            yield from figures(table, part.indicator, part.role, part.measure)


def figures_of_peer(tables: dict[str, pa.Table]) -> Iterator[Figure]:
    for by, measures in MEASURES.items():
        for measure, parts in measures.items():
            for indicator, role in parts:
                yield from figures(tables[by], indicator, role, measure)


def figures(table: pa.Table, indicator: str, role: str, measure: str) -> Iterator[Figure]:
    columns = (table[name].to_pylist() for name in ("township", "month_number", measure))
    for township, month, value in zip(*columns, strict=True):
        if value:
            yield indicator, role, str(township), f"{month // 12}-{month % 12 + 1:02}", float(value)


def write_figures(path: Path, found: Iterator[Figure]) -> None:
    rows = sorted(found)
    columns = zip(*rows, strict=True) if rows else ([] for _ in FIGURES)
    pq.write_table(pa.table([pa.array(column) for column in columns], schema=FIGURES), path)


def main(name: str, rows: Path, result_file: Path) -> None:
    """Run, measure, and only then reshape the result."""
    run, read = contestant(name)
    start, worked = time.perf_counter(), time.process_time()
    result = run(rows)
    seconds, processor = time.perf_counter() - start, time.process_time() - worked
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    write_figures(result_file, read(result))
    print(json.dumps({"seconds": seconds, "processor": processor, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
