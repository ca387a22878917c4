"""A file is held by one at a time, and is free again when its holder lets go or is killed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from data.file_lock import FileLock, FileTaken

HOLD_AND_BE_KILLED = """
import os, pathlib, signal, sys
from data.file_lock import FileLock
held = FileLock(pathlib.Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_file_that_is_held_is_taken_for_others(tmp_path: Path) -> None:
    held = FileLock(tmp_path / "lock")
    with pytest.raises(FileTaken, match="lock"):
        FileLock(tmp_path / "lock")
    held.release()


def test_a_file_that_was_released_can_be_held_again(tmp_path: Path) -> None:
    FileLock(tmp_path / "lock").release()
    FileLock(tmp_path / "lock").release()


@pytest.mark.skipif(sys.platform == "win32", reason="a kill there is no signal")
def test_a_file_is_free_when_its_holder_was_killed(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", HOLD_AND_BE_KILLED, str(tmp_path / "lock")], check=False)
    assert ended.returncode < 0
    FileLock(tmp_path / "lock").release()


def test_a_file_that_cannot_be_made_is_not_called_taken(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.Error):
        FileLock(tmp_path / "no such folder" / "lock")
