"""A file that whoever runs the program may not read or write, told in words: SQLite says that it failed."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.language import say
from data.refusal import Refused

# SQLite needs to make files of its own beside the one that it opens
NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
SHUT = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})


@contextmanager
def refusing_shut(path: Path) -> Iterator[None]:
    """Raise Refused for what SQLite in the block was not allowed to do with `path`, or in its folder."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in SHUT or not is_shut(path):
            raise
        text = say(
            "运行程序的用户没有读写的权限，没有改动。请把整个文件夹交给该用户（chown -R），或换用该用户运行。"
        )
        raise Refused(text, where=str(path)) from error


def is_shut(path: Path) -> bool:
    """Whether the file, or one beside it, cannot be written: tried, for its mode says nothing of a mount."""
    try:
        if path.exists():
            path.open("r+b").close()
        probe = path.with_name(f"{path.name}.probe")
        probe.touch()
        probe.unlink()
    except OSError as error:
        return error.errno in NOT_ALLOWED
    return False
