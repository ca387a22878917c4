"""What a large file costs at the door: seconds and memory of checking CSV and XLSX files, and of a small one.

`python -m benchmarks.reading` writes docs/benchmarks-reading.md.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.report import PROJECT, machine, markdown_table, verdict

PAGE = PROJECT / "docs" / "benchmarks-reading.md"
SIZES = (
    ("csv", 500, None),
    ("csv", 100_000, 15.0),
    ("xlsx", 100_000, 15.0),
    ("csv", 1_000_000, 90.0),
    ("xlsx", 1_000_000, 90.0),
)
MEMORY_GOAL = 1024  # MB
RECEIVED = date(2026, 2, 3)
TOWNSHIPS = [f"{900001 + number}" for number in range(24)]
HEADER = (
    "办件编号,乡镇,登记日期,诉求渠道,问题类别,承办单位,初重件,受理告知日期,"
    "应办结日期,办结日期,办理结果,满意度,交办层级,是否积案,是否代理,原办件编号"
)


HEAD = (
    *("file", "rows", "seconds", "processor seconds", "µs per row"),
    *("MB of the check", "MB of the reader", "accepted"),
)


@dataclass(frozen=True)
class Measured:
    """Seconds from bytes to answer, and how many processors worked; memory in MB at the peak.

    `memory`: of the process that checks; `child_memory`: of the one that reads.
    """

    seconds: float
    processor_seconds: float
    memory: int
    child_memory: int
    rows: int
    warnings: int


def main() -> None:
    """Measure every size in a process of its own; write the page."""
    measured = []
    with TemporaryDirectory(prefix="reading-") as folder:
        for kind, count, goal in SIZES:
            path = write_file(Path(folder) / f"petitions-{count}.{kind}", count)
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.reading", str(path)],
                cwd=PROJECT,
                capture_output=True,
                check=True,
            )
            measured.append((kind, count, goal, Measured(**json.loads(done.stdout))))
            print(*measured[-1], flush=True)
    PAGE.write_text(page(measured), encoding="utf-8")


def page(measured: list[tuple[str, int, float | None, Measured]]) -> str:
    rows = [line(kind, count, each) for kind, count, _, each in measured]
    goals = [
        verdict(f"seconds for {count:,} rows of {kind.upper()}", m.seconds, goal)
        for kind, count, goal, m in measured
        if goal
    ]
    largest = max(max(m.memory, m.child_memory) for *_, m in measured)
    goals.append(verdict("MB at the peak of either process", largest, MEMORY_GOAL))
    return (
        "# Benchmarks: reading and checking a file\n\n"
        "`python -m benchmarks.reading` writes this page. Petitions with 16 columns, checked from bytes "
        "to answer (nothing is stored). A file is read by a process of its own; a CSV up to 1 MiB is read "
        "where it is checked.\n\n"
        f"{markdown_table(HEAD, rows)}\n\n" + "\n".join(goals) + f"\n\nMeasured on: {machine()}.\n"
    )


def line(kind: str, count: int, measured: Measured) -> list[object]:
    per_row = f"{measured.seconds / count * 1e6:.0f}"
    figures = [f"{measured.seconds:.2f}", f"{measured.processor_seconds:.2f}", per_row]
    return [kind, f"{count:,}", *figures, measured.memory, measured.child_memory, f"{measured.rows:,}"]


def write_file(path: Path, count: int) -> Path:
    """A file of so many petitions."""
    rows = petitions(count)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(HEADER.split(","))
            csv.writer(file).writerows(rows)
        return path
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER.split(","), *rows]):
            sheet.write_row(number, 0, row)
    return path


def petitions(count: int) -> Iterator[list[str]]:
    """Rows of January, most of them closed, as an office would report them."""
    random = Random(1)
    for number in range(count):
        received = date(2026, 1, 1) + timedelta(days=random.randrange(31))
        closed = received + timedelta(days=random.randrange(60))
        is_closed = closed <= RECEIVED
        yield [
            *(f"2026-{number:07d}", random.choice(TOWNSHIPS), str(received)),
            *(random.choice(("来信", "来访", "电话", "网上")), random.choice(("物业纠纷", "农民工欠薪")), ""),
            *("初次", str(received), str(received + timedelta(days=60))),
            *((str(closed), "已解决", "满意") if is_closed else ("", "", "")),
            *("", "否", "否", ""),
        ]


def measure(path: Path) -> Measured:
    """Check one file in this process."""
    import resource

    from data.checks import CheckContext, check_file
    from data.export_format import load_exports, load_lists
    from data.township_register import Register, Township

    register = Register(tuple(Township(code, f"乡镇{code}") for code in TOWNSHIPS))
    context = CheckContext(load_exports(), register, RECEIVED, lists=load_lists())
    content = path.read_bytes()
    start = time.perf_counter()
    answer = check_file(content, path.name, context)
    seconds = time.perf_counter() - start
    own, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    worked = own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime
    memory = (own.ru_maxrss >> 10, child.ru_maxrss >> 10)
    return Measured(seconds, worked, *memory, answer.rows_accepted, len(answer.warnings))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1])).__dict__))
    else:
        main()
