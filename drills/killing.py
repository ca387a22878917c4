"""Publications in processes of their own, killed at a moment that is drawn."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.store import Store
from drills.scene import MonthFile, publish_files

LONGEST_SECONDS = 60.0
# children are forked from a process that has imported everything: the kill hits the publication
_starting = multiprocessing.get_context("forkserver")
_starting.set_forkserver_preload(["drills.killing", "metrics.soundness"])


@dataclass(frozen=True)
class Ended:
    """acknowledged: the mart's name, where the child could still say that it had published."""

    acknowledged: str
    seconds: float


def publish_and_say(folder: str, files: Sequence[MonthFile], replaces: bool, said: Any) -> None:
    """In a child: publish, then say the name of the mart, as a receipt does."""
    published = publish_files(Store(folder), files, replaces)
    said.send(published.mart.name if published.mart and not published.refused else "")


def start(work: Callable[..., None], *given: Any) -> tuple[Any, Any]:
    """The process and the end of the pipe on which it answers."""
    hears, says = _starting.Pipe(duplex=False)
    process = _starting.Process(target=work, args=(*given, says), daemon=True)
    process.start()
    says.close()
    return process, hears


def publish_killed(folder: Path, files: Sequence[MonthFile], replaces: bool, after: float | None) -> Ended:
    """Publish in a child that is killed `after` seconds; None: that is left to its end."""
    process, hears = start(publish_and_say, str(folder), files, replaces)
    began = time.monotonic()
    if after is None:
        process.join(LONGEST_SECONDS)
    else:
        process.join(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    process.join(LONGEST_SECONDS)
    with contextlib.suppress(EOFError, OSError):
        return Ended(hears.recv() if hears.poll() else "", time.monotonic() - began)
    return Ended("", time.monotonic() - began)
