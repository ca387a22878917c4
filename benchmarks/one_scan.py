"""One scan for all petition indicators, against one query each, pandas and polars, on the same Parquet file.

Every contestant runs in a process of its own, one after the other, in several rounds; results must be equal.
This process stays small, for a child's peak memory starts at its parent's.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.report import PROJECT, markdown_table, verdict, write_section

CONTESTANTS = ("one scan", "one query each", "pandas", "polars")
# rows → rounds: the large one is slow and its noise relatively small
SIZES = {1_000_000: 5, 10_000_000: 3}
GOALS = (
    ("time against pandas", "pandas", "seconds", 0.25),
    ("time against polars", "polars", "seconds", 1.0),
    ("peak memory against pandas", "pandas", "peak_mb", 0.15),
)

Medians = dict[str, dict[str, float]]


def main(sizes: dict[int, int] = SIZES) -> None:
    """Measure each size and write the section."""
    measured = {rows: measure(rows, rounds) for rows, rounds in sizes.items()}
    largest = max(measured)
    text = "All petition indicators by township (400) and month (60): medians of rounds side by side.\n"
    for rows, medians in measured.items():
        text += f"\n**{rows // 1_000_000} million rows**, {sizes[rows]} rounds\n\n{table(medians)}\n"
    goals = [
        verdict(f"{name} at {largest // 1_000_000} million rows", ratio(measured[largest], peer, unit), goal)
        for name, peer, unit, goal in GOALS
    ]
    text += "\nResults: equal in every cell.\n\n" + "\n".join(goals)
    write_section("One scan for all indicators", text)


def measure(rows: int, rounds: int) -> Medians:
    """Contestant → median seconds and peak megabytes."""
    with TemporaryDirectory(prefix="petitions-") as folder:
        petitions = Path(folder) / "petitions.parquet"
        python(f"from benchmarks.petition_rows import *; write_petitions(Path({str(petitions)!r}), {rows})")
        runs = [(name, compete(name, petitions)) for _, name in product(range(rounds), CONTESTANTS)]
        require_equal([petitions.with_name(f"{name}.parquet") for name in CONTESTANTS])
    return {
        name: {unit: median(run[unit] for who, run in runs if who == name) for unit in ("seconds", "peak_mb")}
        for name in CONTESTANTS
    }


def compete(name: str, petitions: Path) -> dict[str, float]:
    result = petitions.with_name(f"{name}.parquet")
    command = [sys.executable, "-m", "benchmarks.contestants", name, str(petitions), str(result)]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    print(f"{name:>15}  {measured['seconds']:7.2f} s  {measured['peak_mb']:7.0f} MB", flush=True)
    return measured


def require_equal(results: list[Path]) -> None:
    """Every figure of every contestant, or the benchmark compares nothing."""
    names = [str(path) for path in results]
    python(
        "import pyarrow.parquet as pq\n"
        f"first, *others = [pq.read_table(name) for name in {names!r}]\n"
        "assert first.num_rows > 0 and all(other.equals(first) for other in others), 'results differ'"
    )


def python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True)


def ratio(medians: Medians, peer: str, unit: str) -> float:
    return medians["one scan"][unit] / medians[peer][unit]


def table(medians: Medians) -> str:
    head = ["", "seconds", "one scan ÷ it", "peak MB", "one scan ÷ it"]
    rows = [
        [
            name,
            f"{one['seconds']:.2f}",
            f"{ratio(medians, name, 'seconds'):.2f}",
            f"{one['peak_mb']:.0f}",
            f"{ratio(medians, name, 'peak_mb'):.2f}",
        ]
        for name, one in medians.items()
    ]
    return markdown_table(head, rows)


if __name__ == "__main__":
    main()
