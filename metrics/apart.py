"""Check, preview and publish long files in a process of their own, at low priority.

Reading a file is done apart for safety (data/reading_process.py); judging 100,000 rows and computing a mart
is done apart so that nobody who reads a page waits for it. Short files are not worth the start of a process.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from data.language import language
from data.refusal import Refused
from metrics import publication
from metrics.guarded_changes import Unseen
from metrics.previewed import Previewed, previewed

if TYPE_CHECKING:
    from data.file_desk import FileToCheck
    from data.findings import Checked
    from data.store import Store
    from metrics.publication import Options, Publication

PROJECT = Path(__file__).resolve().parent.parent
LONG_CONTENT = 1 << 20  # bytes
LONG_SHEET = 10_000  # rows
MAKE_WAY = 10  # of the system's priorities
Told = Callable[..., None]


def check(
    store: Store, files: Sequence[FileToCheck], rows_done: Told | None = None, forced: bool = False
) -> list[Checked]:
    """As `publication.check`."""
    if not any(map(_is_long, files)):
        return publication.check(store, files, rows_done, forced)
    found: list[Checked] = _in_child("check", store, files, {"forced": forced}, rows=rows_done)
    return found


def preview(store: Store, files: Sequence[FileToCheck], options: Options) -> Previewed:
    """As `previewed`."""
    if not any(map(_is_long, files)):
        return previewed(store, files, options)
    found: Previewed = _in_child("preview", store, files, {"options": options})
    return found


def publish(
    store: Store, files: Sequence[FileToCheck], options: Options, progress: Callable[[str], None]
) -> Publication:
    """As `publication.publish`; of a long file the answer has no rows."""
    if not any(map(_is_long, files)):
        return publication.publish(store, files, options, progress)
    done: Publication = _in_child("publish", store, files, {"options": options}, step=progress)
    return done


def _is_long(file: FileToCheck) -> bool:
    rows = len(file.kept.sheet.numbers) if file.kept else 0
    return rows >= LONG_SHEET or (file.kept is None and len(file.content) >= LONG_CONTENT)


def _in_child(
    what: str, store: Store, files: Sequence[FileToCheck], said: dict[str, Any], **listeners: Told | None
) -> Any:
    """Raises Refused with the words of the child; RuntimeError where it broke."""
    # what was read already need not be sent again
    sent = [replace(file, content=b"") if file.kept else file for file in files]
    order = pickle.dumps((what, str(store.folder), store.grant, sent, said, language()))
    command = [sys.executable, "-m", "metrics.apart_child"]
    with subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        _make_way(process.pid)
        assert process.stdin is not None and process.stdout is not None
        with process.stdin as source:
            source.write(order)
        return _answer(process.stdout, listeners)


def _answer(answer: IO[bytes], listeners: dict[str, Told | None]) -> Any:
    while True:
        try:
            kind, content = pickle.load(answer)
        except EOFError as error:
            raise RuntimeError("the process of a publication ended without an answer") from error
        if kind == "done":
            return content
        if kind == "unseen":
            raise Unseen(content)
        if kind == "refused":
            raise Refused(content)
        listener = listeners.get(kind)
        if listener:
            listener(*content)


def _make_way(process: int) -> None:
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, process, MAKE_WAY)
