"""Figures in memory: what is read in the background harms nobody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.source_tree import PROJECT

ENDS_AT_ONCE = """
import sys
from pathlib import Path
from metrics.mart_reader import Mart
from pages.shared.figure_tables import FigureTables

tables = FigureTables(Mart(Path(sys.argv[1])))
tables.of_period("month", "2025-12")
tables.of_period("month", "2025-11")
"""


def test_a_server_that_stops_while_periods_are_read_ends_without_an_error(published_demo: Path) -> None:
    *_, mart = sorted((published_demo / "marts").glob("*.duckdb"))
    command = [sys.executable, "-W", "ignore", "-c", ENDS_AT_ONCE, str(mart)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
