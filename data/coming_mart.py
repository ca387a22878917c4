"""A mart that is written, but not in force yet, is announced to the servers that show the store.

They make of it what people have open; then it comes into force, and nobody waits for a page.

    .readers/coming        the name of the mart that was announced last
    .readers/<n>.here      locked for as long as that server runs
    .readers/<n>.ready     the name of the mart that it is ready for

A server that nobody reads says so at once. No publication waits longer than LONGEST_WAIT_SECONDS, and none
fails for what goes wrong here: a page that was not made before is made when somebody asks for it.
"""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from data.file_lock import FileLock, FileTaken

FOLDER, COMING, HERE, READY = ".readers", "coming", ".here", ".ready"
LONGEST_WAIT_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.05


def let_servers_get_ready(store_folder: Path, mart: Path, waits: Callable[[], object] = lambda: None) -> None:
    """Back once every server that shows the store is ready for `mart`, or has had its time.

    waits: called where there is a server to wait for.
    """
    place = store_folder / FOLDER
    with suppress(OSError):
        waiting = [path for path in place.glob(f"*{HERE}") if _is_running(path)]
        if not waiting:
            return
        waits()
        _write(place / COMING, mart.name)
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < until and not all(_is_ready(path, mart) for path in waiting):
            time.sleep(LOOK_EVERY_SECONDS)


def announced_number(store_folder: Path) -> int:
    """Of the mart that was announced last, in force or not: a server may know that name. 0: none was."""
    stem = Path(_read(store_folder / FOLDER / COMING)).stem
    return int(stem) if stem.isdecimal() else 0


class Standby:
    """A server that shows the store, as publications see it: from here on until its process ends."""

    def __init__(self, store_folder: Path) -> None:
        """Raises OSError where nothing can be written: then publications do not wait."""
        self._store = store_folder
        place = store_folder / FOLDER
        place.mkdir(exist_ok=True)
        self._coming = place / COMING
        self._here = place / f"{uuid.uuid4().hex}{HERE}"
        self._seen = _read(self._coming)
        try:
            self._lock = FileLock(self._here)
        except sqlite3.Error as error:
            raise OSError(str(error)) from error

    def coming(self) -> Path | None:
        """The mart that was announced since this was asked last, or None."""
        name = _read(self._coming)
        if not name or name == self._seen:
            return None
        self._seen = name
        return self._store / "marts" / name

    def say_ready(self, mart: Path) -> None:
        """The publication of `mart` need wait for this server no longer."""
        _write(self._here.with_suffix(READY), mart.name)

    def end(self) -> None:
        """Publications wait for this server no longer."""
        self._lock.release()
        _forget(self._here)


def _is_running(here: Path) -> bool:
    """Whether a server holds this file; what one has left behind goes."""
    try:
        FileLock(here).release()
    except FileTaken:
        return True
    except sqlite3.Error:  # it cannot even be looked at: nobody is known to hold it
        return False
    _forget(here)
    return False


def _forget(here: Path) -> None:
    here.unlink(missing_ok=True)
    here.with_suffix(READY).unlink(missing_ok=True)


def _is_ready(here: Path, mart: Path) -> bool:
    return _read(here.with_suffix(READY)) == mart.name or not _is_running(here)


def _read(path: Path) -> str:
    """ "" where there is none; of a file that was damaged, something that names no mart."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _write(path: Path, text: str) -> None:
    """Whole or not at all: it is read while it is written."""
    building = path.with_name(f"{uuid.uuid4().hex}.building")
    try:
        building.write_text(text, encoding="utf-8")
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)
