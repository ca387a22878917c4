"""`python -m benchmarks`: all of them, one after the other; `python -m benchmarks.one_scan` for one alone.

One that lacks a part (a browser, a cluster) is passed over, and its section says why. All together take
twenty minutes at most: whoever has no time left keeps what was measured before, and says so.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec

from benchmarks.report import PROJECT, note_not_measured

# module → its section, in the order in which they run
BENCHMARKS = {
    "one_scan": "One scan for all indicators",
    "publish_history": "Publishing against the length of history",
    "publish_at_scale": "One month into 60, against a rebuild",
    "clicks": "A click, beside an empty page",
    "first_visit": "The first visit",
    "flat": "Pages against rows and townships",
    "load": "Fifty people at once",
    "spark_scale": "On a Spark cluster",
}
# `make bench` takes a small part of what they can do
STARTS = {"load": "few"}
# one that hangs must not cost the others their turn
LONGEST_SECONDS = 360.0
TOGETHER_SECONDS = 1_190.0


def main() -> None:
    start = time.monotonic()
    for number, (name, title) in enumerate(BENCHMARKS.items(), start=1):
        print(f"[{number}/{len(BENCHMARKS)}] {title} …", flush=True)
        if reason := run(name, min(LONGEST_SECONDS, start + TOGETHER_SECONDS - time.monotonic())):
            print(f"    not measured: {reason}", flush=True)
            note_not_measured(title, reason)
        print(f"    {time.monotonic() - start:.0f} s so far", flush=True)


def run(name: str, seconds: float) -> str:
    """Run one in a process of its own; why it was not measured, "" where it was."""
    if find_spec(f"benchmarks.{name}") is None:
        return f"there is no benchmarks/{name}.py"
    if seconds <= 0:
        return f"the {TOGETHER_SECONDS / 60:.0f} minutes for all were over"
    command = [sys.executable, "-c", f"from benchmarks import {name} as it; it.{STARTS.get(name, 'main')}()"]
    process = subprocess.Popen(
        command, cwd=PROJECT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        _, said = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # with the servers and browsers that it began
        process.communicate()
        return f"it took longer than {seconds:.0f} s"
    lines = said.strip().splitlines()
    return "" if process.returncode == 0 else (lines[-1] if lines else f"it ended with {process.returncode}")


if __name__ == "__main__":
    main()
