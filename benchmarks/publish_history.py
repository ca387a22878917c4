"""What one more month costs as the history grows: publications of a month after 12, 60 and 120 months.

As a command of its own, and inside a process that runs already, as pages do.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.report import PROJECT, markdown_table, verdict, write_section
from data.store import Store
from metrics.publication import FileToCheck, Options, publish

HISTORY = (12, 60, 120)
# a whole year, each way every other month: in its last months and the first of the next, whole years change
# too, and with them their five-year tests
REPEATS = 12
GOAL = 1.3
ROWS_A_MONTH = 500
TOWNSHIPS = [f"{900001 + number}" for number in range(24)]
FIRST_YEAR = 2013
LAST_DAY = date(2026, 1, 1)
CHANNELS = ("来信", "来访", "电话", "网上")
OUTCOMES = ("已解决", "已解释", "已帮扶", "未化解")
HEADER = "办件编号,乡镇,登记日期,诉求渠道,初重件,应办结日期,办结日期,办理结果"

Costs = tuple[float, float]  # seconds by the clock, and of the processor
Publish = Callable[[Store, FileToCheck], Costs]


def main() -> None:
    """Grow one store and time the publications at the marks; write the section."""
    with TemporaryDirectory(prefix="history-") as folder:
        store = Store(Path(folder) / "store")
        add(store, [register()])
        costs = measured(store)
    write_section("Publishing against the length of history", section(costs))


def section(costs: Mapping[str, Mapping[int, Costs]]) -> str:
    """costs: the way → months of history → seconds."""
    text = (
        f"One month of {ROWS_A_MONTH} petitions from {len(TOWNSHIPS)} townships, checked, stored and "
        f"published: median over the next {REPEATS} months, each way every other month."
    )
    ratio = f"÷ {HISTORY[0]} months"
    rows = [row for way, by_months in costs.items() for row in rows_of(way, by_months)]
    table = markdown_table(["", "months of history", "seconds", ratio, "processor", ratio], rows)
    goals = [goal for way, by_months in costs.items() for goal in goals_of(way, by_months)]
    return f"{text}\n\n{table}\n\n" + "\n".join(goals)


def rows_of(way: str, by_months: Mapping[int, Costs]) -> list[tuple[object, ...]]:
    first, first_spent = by_months[HISTORY[0]]
    return [
        (way, months, f"{taken:.2f}", f"{taken / first:.2f}", f"{spent:.2f}", f"{spent / first_spent:.2f}")
        for months, (taken, spent) in by_months.items()
    ]


def goals_of(way: str, by_months: Mapping[int, Costs]) -> list[str]:
    (first, first_spent), (last, last_spent) = by_months[HISTORY[0]], by_months[HISTORY[-1]]
    against = f"{HISTORY[-1]} months against {HISTORY[0]}"
    return [
        verdict(f"{way}, seconds, {against}", last / first, GOAL),
        verdict(f"{way}, processor seconds, {against}", last_spent / first_spent, GOAL),
    ]


def measured(store: Store) -> dict[str, dict[int, Costs]]:
    """The way → months of history → median seconds of the next publications."""
    found: dict[str, dict[int, Costs]] = {way: {} for way in WAYS}
    published = 0
    for mark in HISTORY:
        add(store, [petitions(number) for number in range(published, mark - 1)])
        published = mark - 1 + REPEATS
        taken: dict[str, list[Costs]] = {way: [] for way in WAYS}
        for number in range(mark - 1, published):
            way = [*WAYS][number % len(WAYS)]
            taken[way].append(WAYS[way](store, petitions(number)))
        for way, costs in taken.items():
            clock, processor = (median(each) for each in zip(*costs, strict=True))
            found[way][mark] = clock, processor
            print(f"{mark:>5} months, {way}  {clock:.2f} s, of the processor {processor:.2f} s", flush=True)
    return found


def add(store: Store, files: list[FileToCheck]) -> Costs:
    """Publish in this process."""
    start, spent = time.perf_counter(), time.process_time()
    outcome = publish(store, files, Options(by="benchmark"))
    assert not outcome.refused
    return time.perf_counter() - start, time.process_time() - spent


def add_by_command(store: Store, file: FileToCheck) -> Costs:
    """Publish by a process of its own, from its start to its end."""
    path = store.folder.parent / file.name
    path.write_bytes(file.content)
    said = ["--export", "petitions", "--store", str(store.folder), "--by", "benchmark"]
    command = [sys.executable, str(PROJECT / "manage.py"), "publish", str(path), *said]
    start, spent = time.perf_counter(), processor_of_children()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start, processor_of_children() - spent


def processor_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


WAYS: Mapping[str, Publish] = {
    "as a command": add_by_command,
    "in a process that runs": lambda store, file: add(store, [file]),
}


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
