"""Figures in memory: what is read in the background harms nobody."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import BoundedSemaphore, Event, Thread
from typing import cast

import pandas as pd
import pytest

from metrics.mart_reader import Mart
from pages.shared import figure_tables, turns
from pages.shared.figure_tables import FigureTables
from pages.shared.standing_tables import STANDING
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


@pytest.fixture
def demo_mart(published_demo: Path) -> Iterator[Mart]:
    *_, path = sorted((published_demo / "marts").glob("*.duckdb"))
    with Mart(path) as mart:
        yield mart


# whole in memory; some townships' periods in memory; nothing but single periods
@pytest.mark.parametrize("rows", [150_000, 20_000, 0])
def test_figures_are_the_same_whatever_fits_in_memory(
    demo_mart: Mart, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_tables, "ROWS_IN_MEMORY", rows)
    tables, some = FigureTables(demo_mart), ("999901003", "999901001", "no such")
    for period in demo_mart.periods("month")[-5:]:
        whole = demo_mart.values(period_type="month", period=period)
        assert_same(tables.of_area_in("month", period, "county"), whole[whole["area"] == "county"])
        for indicator in ("resolution_rate", "satisfaction_rate"):
            rows = whole[whole["indicator"] == indicator]
            assert_same(tables.of_indicator_in("month", period, indicator), rows)
        assert_same(tables.of_area_in("month", period, some[0]), whole[whole["area"] == some[0]])
        assert_same(tables.of_area_in("month", period, some[1]), whole[whole["area"] == some[1]])
        assert_same(tables.of_areas_in("month", period, some), whole[whole["area"].isin(some)])
        assert tables.of_areas_in("month", period, ()).empty
        townships = whole[whole["area_type"] == "township"]
        standing = tables.standing("month", period)[[*STANDING]]
        assert_same(standing.astype(townships[[*STANDING]].dtypes), townships[[*STANDING]])


def assert_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found.reset_index(drop=True), expected.reset_index(drop=True))


class CountedMart:
    """Five months of a thousand indicators in two hundred townships; `asked`: the questions for figures."""

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []

    def periods(self, _: str) -> list[str]:
        return [f"2025-{number:02d}" for number in range(1, 6)]

    def areas(self) -> list[str]:
        return [str(number) for number in range(200)]

    def indicators(self) -> list[str]:
        return [str(number) for number in range(1_000)]

    def values(self, **chosen: object) -> pd.DataFrame:
        self.asked.append(chosen)
        months = [chosen["period"]] if "period" in chosen else self.periods("month")
        return pd.DataFrame({"period": months, "area": "7"})


class AtOnce:
    """A thread that has ended when it has begun."""

    def __init__(self, target: Callable[[], object]) -> None:
        self.start = target


@pytest.fixture
def without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_tables, "Thread", AtOnce)


@pytest.mark.usefixtures("without_threads")
def test_of_townships_that_are_shown_all_periods_are_read_once_a_third_is_asked_for() -> None:
    mart = CountedMart()
    tables = FigureTables(cast("Mart", mart))
    for month in mart.periods("month")[:3]:
        tables.of_areas_in("month", month, ("7", "8"))
    before = len(mart.asked)
    for month in mart.periods("month"):
        assert tables.of_areas_in("month", month, ("7", "8"))["period"].tolist() == [month]
    assert len(mart.asked) == before


@pytest.mark.usefixtures("without_threads")
def test_of_more_than_a_few_sets_of_townships_the_first_is_forgotten() -> None:
    mart = CountedMart()
    tables = FigureTables(cast("Mart", mart))
    sets = [(str(number),) for number in range(figure_tables.SETS_IN_MEMORY + 1)]
    for areas in sets:
        for month in mart.periods("month")[:3]:
            tables.of_areas_in("month", month, areas)
    mart.asked.clear()
    for areas in (sets[-1], sets[0]):
        tables.of_areas_in("month", "2025-05", areas)
    assert mart.asked == [{"period_type": "month", "area": sets[0], "period": "2025-05"}]


def test_whoever_steps_through_the_periods_of_one_township_has_them_read_once() -> None:
    mart = CountedMart()
    tables = FigureTables(cast("Mart", mart))
    for month in mart.periods("month"):
        tables.of_area_in("month", month, "county")
        tables.of_area_in("month", month, "7")
    assert mart.asked == [{"period_type": "month", "area": area} for area in ("county", "7")]


def test_whoever_steps_through_the_townships_of_a_period_has_it_read_once() -> None:
    mart = CountedMart()
    tables = FigureTables(cast("Mart", mart))
    for area in mart.areas()[:9]:
        tables.of_area_in("month", "2025-05", area)
    assert mart.asked == [
        {"period_type": "month", "area": "0"},
        {"period_type": "month", "period": "2025-05"},
    ]
