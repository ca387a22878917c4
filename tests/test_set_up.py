"""Setting a machine up, as far as that goes without one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source_tree import PROJECT


@pytest.mark.integration
@pytest.mark.skipif(sys.platform == "win32", reason="a script of bash")
def test_packages_that_were_copied_along_from_another_folder_are_installed_anew(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    (first / "deploy").mkdir(parents=True)
    shutil.copy(PROJECT / "deploy" / "set-up.sh", first / "deploy")
    (first / "requirements.lock").touch()
    set_up(first)
    (first / ".venv" / "kept").touch()
    set_up(first)
    assert (first / ".venv" / "kept").exists()
    shutil.copytree(first, second, symlinks=True)
    set_up(second)
    script = (second / ".venv" / "bin" / "pip").read_text(encoding="utf-8")
    assert f"{second}/.venv/bin/python" in script


def set_up(folder: Path) -> None:
    command = [str(folder / "deploy" / "set-up.sh"), "locked"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
