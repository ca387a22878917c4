"""A server starts with as many open files as the system lets it have."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.source_tree import PROJECT

resource = pytest.importorskip("resource", reason="Windows has no such limit")

STARTED_WITH_FEW = """
import resource
from access.open_files import allow_many_open_files
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (128, hard))
allow_many_open_files()
print(resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard))
"""


def test_the_soft_limit_becomes_the_hard_one() -> None:
    said = subprocess.run(
        [sys.executable, "-c", STARTED_WITH_FEW], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert said.stdout == "True\n"
