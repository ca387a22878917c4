"""One scan for all petition indicators, against one query each, pandas and polars, on the same Parquet file.

Every contestant runs in a process of its own, one after the other, in several rounds; results must be equal.
This process stays small, for a child's peak memory starts at its parent's.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.kept_ratios import keep_ratios
from benchmarks.report import PROJECT, markdown_table, shown_range, verdict, write_section

TITLE = "One scan for all indicators"
OURS, BOUND = "one scan", "lower bound"
EQUALS = (OURS, "one query each", "pandas", "polars")
CONTESTANTS = (BOUND, *EQUALS)
UNITS = ("seconds", "processor", "peak_mb")
# rows → rounds: the large one is slow and its noise relatively small
SIZES = {1_000_000: 3, 10_000_000: 5}
GOALS = (
    ("time against polars", "polars", "seconds", 0.6),
    ("time against pandas", "pandas", "seconds", 0.12),
    ("peak memory against pandas", "pandas", "peak_mb", 0.1),
)
LARGE_ROWS, LARGE_COPIES = 100_000_000, 50

# contestant → unit → what was measured, round by round
Rounds = dict[str, dict[str, list[float]]]


def main() -> None:
    """Measure each size and write the section."""
    measured = {rows: measure(rows, rounds) for rows, rounds in SIZES.items()}
    text = "All petition indicators by township (400) and month (60), median (least–most) of rounds side by "
    text += "side. A ratio is the median of the rounds' own.\n"
    for rows, rounds in measured.items():
        text += f"\n**{rows // 1_000_000} million rows**, {SIZES[rows]} rounds\n\n{table(rounds)}\n"
        keep_ratios(
            f"one scan at {rows} rows", {name: ratio(rounds, name, "seconds") for name in CONTESTANTS}
        )
    largest = max(measured)
    goals = [
        verdict(f"{name} at {largest // 1_000_000} million rows", ratio(measured[largest], peer, unit), goal)
        for name, peer, unit, goal in GOALS
    ]
    text += "\nResults: equal in every cell.\n\n" + "\n".join(
        [*goals, share(measured[largest]), large_scan()]
    )
    write_section(TITLE, text)


def share(rounds: Rounds) -> str:
    """How much of the scan is what no scan can do without."""
    part = 1 / ratio(rounds, BOUND, "seconds")
    bound = "the same columns read, the rows counted by township and month"
    return f"- share of the lower bound ({bound}): {part:.2f}"


def large_scan() -> str:
    """100 million rows, in a session that may write nothing to the disk."""
    with TemporaryDirectory(prefix="petitions-") as folder:
        petitions = written(Path(folder), LARGE_ROWS, LARGE_COPIES)
        run = compete("without spilling", petitions)
        size = petitions.stat().st_size / 2**20
    return (
        f"- 100 million rows ({size:.0f} MB; the same two million, fifty times) with 4 GB of memory and no "
        f"room to spill: {run['seconds']:.1f} s, peak {run['peak_mb']:.0f} MB"
    )


def measure(rows: int, rounds: int, contestants: tuple[str, ...] = CONTESTANTS) -> Rounds:
    """What every contestant took, round by round; they must agree."""
    found: Rounds = {name: {unit: [] for unit in UNITS} for name in contestants}
    with TemporaryDirectory(prefix="petitions-") as folder:
        petitions = written(Path(folder), rows)
        for _ in range(rounds):
            for name in contestants:
                for unit, value in compete(name, petitions).items():
                    found[name][unit].append(value)
        require_equal([petitions.with_name(f"{name}.parquet") for name in contestants if name in EQUALS])
    return found


def written(folder: Path, rows: int, copies: int = 1) -> Path:
    path = folder / "petitions.parquet"
    python(f"from benchmarks.petition_rows import *; write_petitions(Path({str(path)!r}), {rows}, {copies})")
    return path


def compete(name: str, petitions: Path) -> dict[str, float]:
    result = petitions.with_name(f"{name}.parquet")
    command = [sys.executable, "-m", "benchmarks.contestants", name, str(petitions), str(result)]
    done = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    print(f"{name:>16}  {measured['seconds']:7.2f} s  {measured['peak_mb']:7.0f} MB", flush=True)
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


def ratios(rounds: Rounds, peer: str, unit: str) -> list[float]:
    """One scan ÷ the peer, round by round: what slowed one of them slowed its neighbour."""
    return [ours / theirs for ours, theirs in zip(rounds[OURS][unit], rounds[peer][unit], strict=True)]


def ratio(rounds: Rounds, peer: str, unit: str) -> float:
    return median(ratios(rounds, peer, unit))


def table(rounds: Rounds) -> str:
    head = ["", "seconds", "one scan ÷ it", "processor seconds", "one scan ÷ it", "peak MB", "one scan ÷ it"]
    digits = {"seconds": 2, "processor": 2, "peak_mb": 0}
    rows = [
        [
            name,
            *(
                cell
                for unit in UNITS
                for cell in (
                    shown_range(rounds[name][unit], digits[unit]),
                    shown_range(ratios(rounds, name, unit), 2),
                )
            ),
        ]
        for name in rounds
    ]
    return markdown_table(head, rows)


if __name__ == "__main__":
    main()
