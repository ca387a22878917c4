"""`python -m benchmarks.guard`: a few ratios beside those last kept, in under a minute.

A report, never a verdict: who reads it decides, and it ends well whatever it finds or lacks.
"""

from __future__ import annotations

import sys

from benchmarks.kept_ratios import kept_ratios
from benchmarks.one_scan import BOUND, OURS, measure, ratio

ROWS, ROUNDS = 1_000_000, 3
PEERS = (BOUND, "pandas", "polars")
# on a shared machine a ratio wanders by a third without anything having changed
WORTH_A_LOOK = 1.35


def main() -> None:
    kept = kept_ratios().get(f"one scan at {ROWS} rows", {})
    rounds = measure(ROWS, ROUNDS, (OURS, *PEERS))
    print("one scan ÷ it, 1 million rows      now   kept")
    for peer in PEERS:
        now, before = ratio(rounds, peer, "seconds"), kept.get(peer)
        shown = f"{before:6.2f}" if before else "     –"
        note = "   worth a look" if before and now > before * WORTH_A_LOOK else ""
        print(f"{peer:<30} {now:7.2f} {shown}{note}")


if __name__ == "__main__":
    try:
        main()
    except Exception as error:  # a report that cannot be made fails no build
        print(f"no ratios this time: {error!r}", file=sys.stderr)
