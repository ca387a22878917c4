"""A command whose output is closed, full or interrupted: it ends as it should, and shows no trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source_tree import PROJECT
from tests.test_failing import said_of

NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="a shell closes no stream there")


def told_by_shell(line: str, store: Path) -> subprocess.CompletedProcess[str]:
    """`line` after `manage.py`, with what the shell does to its streams."""
    command = f'"{sys.executable}" manage.py {line.replace("STORE", str(store))}'
    return subprocess.run(["bash", "-c", command], cwd=PROJECT, capture_output=True, text=True)


@NOT_ON_WINDOWS
@pytest.mark.parametrize("line", ["list show --store STORE", "indicators --csv --store STORE", "--help"])
def test_a_closed_output_takes_nothing_and_is_no_fault(tmp_path: Path, line: str) -> None:
    done = told_by_shell(f"{line} >&-", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert told_by_shell(f"{line} <&- >&- 2>&-", tmp_path).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_under_a_short_answer_is_a_sentence(tmp_path: Path) -> None:
    done = told_by_shell("targets --csv --store STORE >/dev/full", tmp_path)
    assert (done.returncode, done.stderr) == (1, "不能读写文件：磁盘已满\n")


def test_ctrl_c_while_the_engine_is_at_work_is_no_fault_of_the_program() -> None:
    assert said_of(RuntimeError("Query interrupted")) == (1, "Aborted!\n")


@NOT_ON_WINDOWS
def test_ctrl_c_while_the_program_is_being_loaded_shows_no_trace(tmp_path: Path) -> None:
    # found before the real one: it stands for whatever is being read when the key is pressed
    interrupting = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"
    (tmp_path / "click.py").write_text(interrupting, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "--help"], cwd=PROJECT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")
