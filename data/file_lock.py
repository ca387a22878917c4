"""A file that one process holds and others find taken; it is free again when that process ends or is killed.

An SQLite file that holds nothing: its lock works on every system, and no lock is left behind by a kill.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path


class FileTaken(Exception):
    """Somebody else holds the file."""


class FileLock:
    """`path` is held, and made where it is missing, from here until `release`, or the process ends."""

    def __init__(self, path: Path, wait_seconds: float = 0) -> None:
        """Raises FileTaken after `wait_seconds`, and sqlite3.Error where the file cannot be made."""
        # whoever releases it may be another thread than the one that took it
        self._file = sqlite3.connect(path, wait_seconds, isolation_level=None, check_same_thread=False)
        try:
            self._file.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            self._file.close()
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise FileTaken(path.name) from error

    def refuse_if_lost(self) -> None:
        """It never is, as a lock in a database on another machine may be."""

    def release(self) -> None:
        """Free for others."""
        self._file.close()
