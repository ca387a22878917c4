"""The same figures from DuckDB and from a Spark cluster of one and of two workers, over the same files.

`python -m benchmarks.spark_scale` measures a small size for docs/benchmarks.md. With numbers of rows it
prints what it finds: `python -m benchmarks.spark_scale 1000000 10000000 100000000`. Two questions are asked:
the wide SELECTs over clean rows, and a whole computation of a publication from the live files on. Every
figure of a cluster must equal DuckDB's, or the run ends there.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.live_petitions import REGISTER, write_live_petitions
from benchmarks.our_scans import TOGETHER, petition_indicators
from benchmarks.petition_rows import write_petitions
from benchmarks.report import markdown_table, write_section
from data.clean_tables import load_clean_tables
from data.engines.duckdb_engine import DuckDB
from data.live import LiveData
from metrics.indicator_months import build_indicator_months
from tests.small_county import our_exports
from tests.spark_cluster import spark_cluster, what_is_missing

SMALL = (1_000_000,)
# beyond it the live files of one machine's disk are not worth their while
MOST_LIVE_ROWS = 10_000_000
WORKERS = (1, 2)
MEMORY = "2g"
SCANNED = [f"scanned_{scan.name}" for scan in TOGETHER]


@dataclass(frozen=True)
class Measured:
    """Seconds of one computation. what: "SELECTs" or "publication"; again: the second time on the cluster."""

    rows: int
    what: str
    engine: str
    seconds: float
    again: float


Work = Callable[[DuckDB], None]


def main(sizes: Sequence[int] = SMALL) -> None:
    """Measure, print, and write the section where the sizes are those of the page."""
    if missing := what_is_missing():
        print(f"Spark is not measured: {missing}")
        return
    found = [each for rows in sizes for each in measure(rows)]
    if tuple(sizes) == SMALL:
        write_section("On a Spark cluster", f"{EXPLAINED}\n\n{table(found)}")


def measure(rows: int) -> Iterator[Measured]:
    """Both questions for so many rows."""
    with TemporaryDirectory(prefix="spark-scale-") as name:
        folder = Path(name)
        clean = folder / "clean.parquet"
        write_petitions(clean, rows)
        yield from compare(rows, "SELECTs", folder, lambda engine: scan(engine, clean), SCANNED)
        clean.unlink()
        if rows <= MOST_LIVE_ROWS:
            live = write_live_petitions(folder, rows)
            yield from compare(rows, "publication", folder, lambda engine: publish(engine, live), PUBLISHED)


def scan(engine: DuckDB, clean: Path) -> None:
    """The wide SELECTs of all petition indicators over clean rows."""
    engine.load_parquet("petitions", [clean])
    for each in TOGETHER:
        engine.gather(f"scanned_{each.name}", each.sql)


PUBLISHED = ["indicator_months"]


def publish(engine: DuckDB, live: LiveData) -> None:
    """Standing rows, clean tables and sums by month, as a publication computes them."""
    load_clean_tables(engine, live, our_exports(), REGISTER)
    build_indicator_months(engine, {each.id: each for each in petition_indicators()})


def compare(rows: int, what: str, folder: Path, work: Work, tables: Sequence[str]) -> Iterator[Measured]:
    """DuckDB first; its tables are what each cluster's must equal."""
    expected = folder / "expected.duckdb"
    with DuckDB([folder]) as engine:
        first, again = timed(engine, work), timed(engine, work)
        keep(engine, expected, tables)
    yield shown(Measured(rows, what, "DuckDB", first, again))
    for workers in WORKERS:
        with on_cluster(workers, folder) as engine:
            first, again = timed(engine, work), timed(engine, work)
            require_equal(engine, expected, tables)
        yield shown(Measured(rows, what, f"Spark, {workers} worker{'s' * (workers > 1)}", first, again))
    expected.unlink()


@contextmanager
def on_cluster(workers: int, folder: Path) -> Iterator[DuckDB]:
    """A session on a cluster of its own."""
    from data.engines.rows_on_spark import session_on_spark

    with spark_cluster(workers, MEMORY) as cluster:
        session = session_on_spark(cluster.address, "", folder, [folder])
        session.ready()
        with session:
            yield session


def timed(engine: DuckDB, work: Work) -> float:
    start = time.perf_counter()
    work(engine)
    return time.perf_counter() - start


def keep(engine: DuckDB, path: Path, tables: Sequence[str]) -> None:
    with engine.attached_mart(path):
        for name in tables:
            engine.execute(f'create table mart."{name}" as from memory."{name}"')


def require_equal(engine: DuckDB, path: Path, tables: Sequence[str]) -> None:
    """Every figure, or the benchmark compares nothing."""
    with engine.attached_mart(path):
        for name in tables:
            here, there = f'select * from memory."{name}"', f'select * from mart."{name}"'
            sides = f"({here} except all {there}) union all ({there} except all {here})"
            [(differing,)] = engine.rows(f"select count(*) from ({sides})")
            [(count,)] = engine.rows(f"select count(*) from ({here})")
            assert count and not differing, f"{name}: {differing} of {count} rows differ"


def shown(each: Measured) -> Measured:
    print(
        f"{each.rows:>11,} {each.what:12} {each.engine:17} {each.seconds:8.1f} s {each.again:8.1f} s",
        flush=True,
    )
    return each


EXPLAINED = """The petition indicators by township (400) and month (60), computed by DuckDB in this
process and on a standalone Spark cluster on the same two cores (master, workers with one core and 2 GB each,
Spark Connect). *SELECTs*: the wide SELECTs over clean rows; *publication*: standing rows, clean tables and
sums from 60 live files. First run, and the second in the same session. All figures equal DuckDB's. Larger
sizes and what follows from them: [scale.md](scale.md)."""


def table(found: Sequence[Measured]) -> str:
    head = ["rows", "", "engine", "first run, s", "second run, s", "second ÷ DuckDB's"]
    alone = {(each.rows, each.what): each.again for each in found if each.engine == "DuckDB"}
    return markdown_table(
        head,
        [
            [
                f"{each.rows // 1_000_000}M",
                each.what,
                each.engine,
                f"{each.seconds:.1f}",
                f"{each.again:.1f}",
                f"{each.again / alone[each.rows, each.what]:.1f}",
            ]
            for each in found
        ],
    )


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SMALL)
