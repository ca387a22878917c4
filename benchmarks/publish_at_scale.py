"""One more month into sixty, against counting everything: seconds, and the same mart to the last digit.

`python -m benchmarks.publish_at_scale 10000000` for another number of rows.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.filled_store import BY, fill, month_file
from benchmarks.report import markdown_table, verdict, write_section
from data.engines.mart_connection import open_mart
from data.store import Store
from metrics.publication import Options, publish, rebuild

MONTHS = 60
TOWNSHIPS = 400
TIMES_A_CASE_COMES = 1.65
GOAL = 0.1
# what every publication writes with its own number or day
NOT_COMPARED = frozenset({"info", "uploads", "coverage"})


def main(rows: int = 1_000_000) -> None:
    """Fill a store, publish one more month, rebuild; write the section."""
    cases = int(rows / MONTHS / TIMES_A_CASE_COMES)
    with TemporaryDirectory(prefix="publish-") as folder:
        store = fill(Path(folder) / "store", MONTHS - 1, cases, TOWNSHIPS)
        file = month_file(MONTHS - 1, cases, TOWNSHIPS)
        published = timed(lambda: publish(store, [file], Options(by=BY)))
        went_on = sums_of(store)
        rebuilt = timed(lambda: rebuild(store, by=BY))
        assert went_on == sums_of(store), "the mart that went on is not the one that was counted anew"
        standing = store.live().rows
    rows_of_table = [("publish one month", *published), ("rebuild", *rebuilt)]
    table = [(name, f"{wall:.1f}", f"{spent:.1f}") for name, wall, spent in rows_of_table]
    text = (
        f"{standing:,} rows of petitions in {MONTHS} monthly exports of {TOWNSHIPS} townships; a month has "
        f"{standing // MONTHS:,} rows. Reading and checking the file is part of publishing it.\n\n"
    )
    goal = verdict("publishing a month against a rebuild", published[0] / rebuilt[0], GOAL)
    head = ["", "seconds", "processor seconds"]
    same = "Both marts are equal in every table."
    title = f"One month into {MONTHS}, against a rebuild"
    write_section(title, f"{text}{markdown_table(head, table)}\n\n{same}\n\n{goal}")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    start, spent = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - spent


def sums_of(store: Store) -> dict[str, object]:
    """Table of the mart → a number that differs where any of its rows differs."""
    mart = store.current_mart()
    assert mart is not None
    with open_mart(mart) as connection:
        names = [name for (name,) in connection.rows("select table_name from duckdb_tables()")]
        return {
            name: connection.rows(f"select count(*), sum(hash(kept)) from {name} as kept")
            for name in names
            if name not in NOT_COMPARED
        }


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
