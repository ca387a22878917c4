"""The index of a period computed in a process of its own, at the lowest priority: no page waits for it."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metrics.index.results import PeriodIndex

PROJECT = Path(__file__).resolve().parent.parent.parent
# some seconds where nothing else is to be done; on a busy server it gets what is left over
LONGEST_SECONDS = 120.0


def index_apart(mart: Path, period_type: str, period: str) -> PeriodIndex:
    """As `index_of_period` of the mart in this file; SubprocessError where it breaks or takes too long."""
    command = [sys.executable, "-m", "metrics.index.apart_child", str(mart), period_type, period]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, timeout=LONGEST_SECONDS, check=True)
    found: PeriodIndex = pickle.loads(done.stdout)
    return found
