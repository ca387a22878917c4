"""A disk without room, told in words, whichever library was the one that found it full."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.language import say
from data.refusal import Refused

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# DuckDB, Arrow and SQLite each have words of their own
FULL_WORDS = ("no space left on device", "disk is full", "disk quota exceeded", "file too large")
# SQLite says no more than "disk I/O error" where it cannot make the small file that it shares with readers
VAGUE_WORDS = ("disk i/o error", "unable to open database", "could not write file", "cannot rollback")
NO_ROOM = 256 << 10  # bytes


@contextmanager
def refusing_full_disk(folder: Path) -> Iterator[None]:
    """Raise Refused for whatever fails in the block because there is no room in `folder`."""
    try:
        yield
    except Exception as error:
        if isinstance(error, Refused) or not is_of_full_disk(error, folder):
            raise
        text = say("磁盘已满，没有改动。请腾出空间后再试。")
        raise Refused(text, where=str(folder)) from error


def is_of_full_disk(error: BaseException, folder: Path) -> bool:
    """Whether a full disk is behind the error, or behind the one that it came of."""
    behind = error.__cause__ or error.__context__
    return _tells(error, folder) or (behind is not None and is_of_full_disk(behind, folder))


def _tells(error: BaseException, folder: Path) -> bool:
    words = str(error).lower()
    if getattr(error, "errno", None) in FULL or any(each in words for each in FULL_WORDS):
        return True
    return any(each in words for each in VAGUE_WORDS) and _has_no_room(folder)


def _has_no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < NO_ROOM
    except OSError:
        return False
