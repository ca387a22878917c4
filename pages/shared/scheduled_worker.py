"""The server's worker: publishes what has come to its time, whoever is looking.

One thread a server, begun with it. What was due while no server ran is published when one starts; two servers
on one store do no harm (metrics/scheduled.py).
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

from data.clock import now
from data.store import Store
from metrics.scheduled import next_due

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
LONGEST_SLEEP = 20.0  # seconds: a time that was set meanwhile is met within so many
SHORTEST_SLEEP = 0.2
AFTER_WORK = 5.0

LONGEST_WAIT = 60.0  # seconds; systemd waits for longer

_begun = threading.Lock()
_working = threading.Lock()


def start_worker() -> None:
    """Begin the worker, once in a process."""
    if _begun.acquire(blocking=False):
        threading.Thread(target=_work, args=(Store(),), name="scheduled publications", daemon=True).start()


def wait_for_work() -> None:
    """Before the server ends: a publication that is under way is let come to its end, and no other begins."""
    _working.acquire(timeout=LONGEST_WAIT)


def seconds_until(due: datetime | None, moment: datetime) -> float:
    """How long to sleep: to the second of the next time, and never so long that a new one is missed."""
    if due is None:
        return LONGEST_SLEEP
    return min(LONGEST_SLEEP, max(SHORTEST_SLEEP, (due - moment).total_seconds()))


def _work(store: Store) -> None:
    wake = threading.Event()
    while not wake.wait(_work_once(store)):
        pass


def _work_once(store: Store) -> float:
    """Publish what is due, in a process of its own so that no page waits; the seconds to sleep."""
    try:
        due = next_due(store)
        if due is None or due > now():
            return seconds_until(due, now())
        command = [sys.executable, str(MANAGE), "publish-due", "--store", str(store.folder)]
        with _working:
            subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return AFTER_WORK
    except Exception:  # a store that is being restored or moved: the worker outlives it
        logging.getLogger(__name__).exception("the scheduled publications wait for the next round")
        return LONGEST_SLEEP
