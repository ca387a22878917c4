"""Figures in memory: what is read in the background harms nobody."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore, Event, Thread
from typing import cast

import pandas as pd
import pytest

from metrics.mart_reader import Mart
from pages.shared import turns
from pages.shared.figure_tables import FigureTables
from tests.source_tree import PROJECT

ENDS_AT_ONCE = """
import sys
from pathlib import Path
from metrics.mart_reader import Mart
from pages.shared.figure_tables import FigureTables

tables = FigureTables(Mart(Path(sys.argv[1])))
tables.of_period("month", "2025-12")
tables.of_period("month", "2025-11")
tables.of_period("month", "2025-10")
"""


def test_a_server_that_stops_while_periods_are_read_ends_without_an_error(published_demo: Path) -> None:
    *_, mart = sorted((published_demo / "marts").glob("*.duckdb"))
    command = [sys.executable, "-W", "ignore", "-c", ENDS_AT_ONCE, str(mart)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


class SlowMart:
    """Three months of one indicator, of which all periods are read only once they may be."""

    def __init__(self) -> None:
        self.is_reading, self.may_end = Event(), Event()

    def periods(self, _: str) -> list[str]:
        return ["2025-10", "2025-11", "2025-12"]

    areas = indicators = lambda self: ["one"]

    def values(self, period_type: str, period: str = "") -> pd.DataFrame:
        if not period:
            self.is_reading.set()
            self.may_end.wait(5)
        months = [period] if period else self.periods(period_type)
        return pd.DataFrame({"period": months, "area": "A"})


def test_who_waits_for_all_periods_lets_others_make_their_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_PLACE", BoundedSemaphore(2))  # one for who reads them
    mart = SlowMart()
    tables = FigureTables(cast("Mart", mart))
    for month in mart.periods("month"):
        Thread(target=tables.of_period, args=("month", month)).start()
    assert mart.is_reading.wait(5)
    waiting = Thread(target=make_a_page, args=(Event(), lambda: tables.of_area("month", "A")))
    waiting.start()
    is_made = Event()
    Thread(target=make_a_page, args=(is_made, lambda: None)).start()
    assert is_made.wait(turns.LONGEST_WAIT_SECONDS / 2)
    assert waiting.is_alive()
    mart.may_end.set()
    waiting.join(5)
    assert not waiting.is_alive()


def make_a_page(is_made: Event, reading: Callable[[], object]) -> None:
    with turns.one_turn(), turns.place():
        reading()
        is_made.set()
