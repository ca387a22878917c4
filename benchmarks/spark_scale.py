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

# two clusters are started: enough to see that all is well, and no more of the time of `make bench`
SMALL = (300_000,)
# beyond it the live files of one machine's disk are not worth their while
MOST_LIVE_ROWS = 10_000_000
WORKERS = (1, 2)
MEMORY = "2g"
SCANNED = [f"scanned_{scan.name}" for scan in TOGETHER]


@dataclass(frozen=True)
class Measured:
    """One computation, the second time in its session. what: "SELECTs" or "publication".

    first, seconds: of the clock, the first time and the second; processor: seconds of all processes together.
    """

    rows: int
    what: str
    engine: str
    first: float
    seconds: float
    processor: float


Work = Callable[[DuckDB], None]
Clock = Callable[[], float]


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
        clean = write_clean(folder, rows)
        yield from compare(rows, "SELECTs", folder, lambda engine: scan(engine, clean), SCANNED)
        if rows <= MOST_LIVE_ROWS:
            live = write_live_petitions(folder, rows)
            yield from compare(rows, "publication", folder, lambda engine: publish(engine, live), PUBLISHED)


def write_clean(folder: Path, rows: int) -> list[Path]:
    """Clean rows; a file of ten million is read again and again for more."""
    path = folder / "clean-0.parquet"
    write_petitions(path, min(rows, MOST_LIVE_ROWS))
    paths = [path]
    for number in range(1, rows // MOST_LIVE_ROWS):
        paths.append(folder / f"clean-{number}.parquet")
        paths[-1].hardlink_to(path)
    return paths


def scan(engine: DuckDB, clean: Sequence[Path]) -> None:
    """The wide SELECTs of all petition indicators over clean rows."""
    engine.load_parquet("petitions", clean)
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
        measured = timed(engine, work, time.process_time)
        keep(engine, expected, tables)
    yield shown(Measured(rows, what, "DuckDB", *measured))
    for workers in WORKERS:
        with on_cluster(workers, folder) as (engine, processor):
            measured = timed(engine, work, processor)
            require_equal(engine, expected, tables)
        yield shown(Measured(rows, what, f"Spark, {workers} worker{'s' * (workers > 1)}", *measured))
    expected.unlink()


@contextmanager
def on_cluster(workers: int, folder: Path) -> Iterator[tuple[DuckDB, Clock]]:
    """A session on a cluster of its own, and the clock of all its processors and ours."""
    from data.engines.rows_on_spark import session_on_spark

    with (
        spark_cluster(workers, MEMORY) as cluster,
        session_on_spark(cluster.address, "", folder, [folder]).ready() as session,
    ):
        yield session, lambda: time.process_time() + cluster.processor_seconds()


def timed(engine: DuckDB, work: Work, processor: Clock) -> tuple[float, float, float]:
    """Seconds of the first run and of the second, and the second's seconds of processor."""
    start = time.perf_counter()
    work(engine)
    first = time.perf_counter() - start
    start, used = time.perf_counter(), processor()
    work(engine)
    return first, time.perf_counter() - start, processor() - used


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
    times = f"{each.first:8.1f} s {each.seconds:8.1f} s {each.processor:8.1f} s of processor"
    print(f"{each.rows:>11,} {each.what:12} {each.engine:17} {times}", flush=True)
    return each


EXPLAINED = """The petition indicators by township (400) and month (60), computed by DuckDB in this
process and on a standalone Spark cluster on the same two cores (master, workers with one core and 2 GB each,
Spark Connect). *SELECTs*: the wide SELECTs over clean rows; *publication*: standing rows, clean tables and
sums from 60 live files. First run, the second in the same session, and
what the second used of all processors. All figures equal DuckDB's. Larger
sizes and what follows from them: [scale.md](scale.md)."""


def table(found: Sequence[Measured]) -> str:
    head = ["rows", "", "engine", "first, s", "second, s", "÷ DuckDB's", "processor, s", "÷ DuckDB's"]
    alone = {(each.rows, each.what): each for each in found if each.engine == "DuckDB"}
    return markdown_table(head, [_line(each, alone[each.rows, each.what]) for each in found])


def _line(each: Measured, alone: Measured) -> list[str]:
    return [
        f"{each.rows:,}",
        each.what,
        each.engine,
        f"{each.first:.1f}",
        f"{each.seconds:.1f}",
        f"{each.seconds / alone.seconds:.1f}",
        f"{each.processor:.1f}",
        f"{each.processor / alone.processor:.1f}",
    ]


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SMALL)
