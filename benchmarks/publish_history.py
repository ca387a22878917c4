"""What one more month costs as the history grows: publications of a month after 12, 60 and 120 months."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.report import markdown_table, verdict, write_section
from data.store import Store
from metrics.publication import FileToCheck, Options, publish

HISTORY = (12, 60, 120)
# a whole year: in its last months and the first of the next, whole years change too, and their five-year tests
REPEATS = 12
GOAL = 1.3
ROWS_A_MONTH = 500
TOWNSHIPS = [f"{900001 + number}" for number in range(24)]
FIRST_YEAR = 2013
LAST_DAY = date(2026, 1, 1)
CHANNELS = ("来信", "来访", "电话", "网上")
OUTCOMES = ("已解决", "已解释", "已帮扶", "未化解")
HEADER = "办件编号,乡镇,登记日期,诉求渠道,初重件,应办结日期,办结日期,办理结果"


def main() -> None:
    """Grow one store and time the publications at the marks; write the section."""
    with TemporaryDirectory(prefix="history-") as folder:
        store = Store(Path(folder) / "store")
        add(store, [register()])
        seconds = dict(measured(store))
    write_section("Publishing against the length of history", section(seconds))


def section(seconds: Mapping[int, tuple[float, float]]) -> str:
    """seconds: months of history → by the clock and of the processor."""
    first, first_spent = seconds[HISTORY[0]]
    rows = [
        (months, f"{taken:.2f}", f"{taken / first:.2f}", f"{spent:.2f}", f"{spent / first_spent:.2f}")
        for months, (taken, spent) in seconds.items()
    ]
    text = (
        f"One month of {ROWS_A_MONTH} petitions from {len(TOWNSHIPS)} townships, checked, stored and "
        f"published: median of the next {REPEATS} months."
    )
    taken, spent = seconds[HISTORY[-1]]
    against = f"{HISTORY[-1]} months against {HISTORY[0]}"
    goals = [
        verdict(f"seconds, {against}", taken / first, GOAL),
        verdict(f"processor seconds, {against}", spent / first_spent, GOAL),
    ]
    head = ["months of history", "seconds", f"÷ {HISTORY[0]} months", "processor", f"÷ {HISTORY[0]} months"]
    return f"{text}\n\n{markdown_table(head, rows)}\n\n" + "\n".join(goals)


def measured(store: Store) -> Iterator[tuple[int, tuple[float, float]]]:
    """Months of history → median seconds of the next publications, by the clock and of the processor."""
    published = 0
    for mark in HISTORY:
        add(store, [petitions(number) for number in range(published, mark - 1)])
        taken = [add(store, [petitions(number)]) for number in range(mark - 1, mark - 1 + REPEATS)]
        published = mark - 1 + REPEATS
        clock, processor = (median(each) for each in zip(*taken, strict=True))
        print(f"{mark:>5} months  {clock:.2f} s, of the processor {processor:.2f} s", flush=True)
        yield mark, (clock, processor)


def add(store: Store, files: list[FileToCheck]) -> tuple[float, float]:
    """Publish; seconds by the clock and of the processor."""
    start, spent = time.perf_counter(), time.process_time()
    outcome = publish(store, files, Options(by="benchmark"))
    assert not outcome.refused
    return time.perf_counter() - start, time.process_time() - spent


def register() -> FileToCheck:
    lines = [f"{code},乡镇{code},镇,{9000 + int(code) % 7 * 1000}" for code in TOWNSHIPS]
    text = "\n".join(["行政区划代码,乡镇,类型,常住人口", *lines])
    return FileToCheck("townships.csv", text.encode(), "townships", date(FIRST_YEAR, 1, 1), LAST_DAY)


def petitions(number: int) -> FileToCheck:
    """The export of the `number`th month since the first."""
    random, first_day = Random(number), date(FIRST_YEAR + number // 12, number % 12 + 1, 1)
    lines = [petition(random, f"{number}-{row}", first_day) for row in range(ROWS_A_MONTH)]
    text = "\n".join([HEADER, *lines])
    return FileToCheck(f"{first_day:%Y-%m}.csv", text.encode(), "petitions", first_day, LAST_DAY)


def petition(random: Random, case: str, first_day: date) -> str:
    received = first_day + timedelta(days=random.randrange(28))
    due, closed = received + timedelta(days=60), received + timedelta(days=random.randrange(1, 90))
    words = (random.choice(CHANNELS), "初次" if random.random() < 0.9 else "重复")
    dates = f"{due},{min(closed, LAST_DAY)}"
    return f"{case},{random.choice(TOWNSHIPS)},{received},{','.join(words)},{dates},{random.choice(OUTCOMES)}"


if __name__ == "__main__":
    main()
