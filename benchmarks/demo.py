"""The demo county, published once for all benchmarks of a run; to be read, or copied and changed."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import PROJECT


def demo_store() -> Path:
    """The folder of the store."""
    return Path(_made().name) / "store"


@cache
def _made() -> TemporaryDirectory[str]:
    folder: TemporaryDirectory[str] = TemporaryDirectory(prefix="demo-")
    fill = [sys.executable, "manage.py", "demo", "--store", f"{folder.name}/store"]
    subprocess.run(fill, cwd=PROJECT, check=True, capture_output=True)
    return folder
