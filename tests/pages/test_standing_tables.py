"""How townships stand, where whole figures are too many: who steps through the periods waits for no query."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pandas as pd
import pytest

from data.engines.duckdb_engine import SqlError
from metrics.mart_reader import Mart
from pages.shared import standing_tables
from pages.shared.standing_tables import STANDING, StandingTables


class CountedMart:
    """Five months of ten indicators in a hundred townships; `asked`: the periods that were read."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def periods(self, _: str) -> list[str]:
        return [f"2025-{number:02d}" for number in range(1, 6)]

    def areas(self) -> range:
        return range(100)

    def indicators(self) -> range:
        return range(10)

    def values(self, period: str, **_: object) -> pd.DataFrame:
        self.asked.append(period)
        return pd.DataFrame({name: ["one", "two"] for name in STANDING})


@pytest.fixture
def background(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What would be read in the background."""
    found = list[Callable[[], None]]()

    class Waiting:
        def __init__(self, target: Callable[..., None], args: tuple[str, ...]) -> None:
            self.start = lambda: found.append(lambda: target(*args))

    monkeypatch.setattr(standing_tables, "Thread", Waiting)
    return found


def tables_of(mart: CountedMart) -> StandingTables:
    return StandingTables(cast("Mart", mart))


def test_once_a_third_period_is_asked_for_the_others_are_read_the_nearest_first(
    background: list[Callable[[], None]],
) -> None:
    mart = CountedMart()
    tables = tables_of(mart)
    for month in ("2025-01", "2025-02", "2025-02"):
        tables.of_period("month", month)
    assert background == []
    tables.of_period("month", "2025-03")
    background[0]()
    assert mart.asked == ["2025-01", "2025-02", "2025-03", "2025-04", "2025-05"]
    tables.of_period("month", "2025-05")
    assert (len(mart.asked), len(background)) == (5, 1)


def test_no_more_is_read_than_there_is_room_for(
    background: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_tables, "MOST_ROWS", 8_000)
    monkeypatch.setattr(standing_tables, "FEWEST_PERIODS", 2)
    mart = CountedMart()
    tables = tables_of(mart)
    for month in ("2025-05", "2025-04", "2025-01"):
        tables.of_period("month", month)
    background[0]()
    assert mart.asked == ["2025-05", "2025-04", "2025-01", "2025-02", "2025-03"]


def test_of_a_province_too_large_nothing_is_read_before_it_is_asked_for(
    background: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_tables, "MOST_ROWS", 900)
    mart = CountedMart()
    tables = tables_of(mart)
    asked = ["2025-05", "2025-04", "2025-01"]
    for month in asked:
        tables.of_period("month", month)
    background[0]()
    assert mart.asked == asked


def test_a_mart_that_is_closed_meanwhile_harms_nobody(background: list[Callable[[], None]]) -> None:
    mart = CountedMart()
    tables = tables_of(mart)
    for month in mart.periods("month")[:3]:
        tables.of_period("month", month)

    def closed(**_: object) -> pd.DataFrame:
        raise SqlError("closed")

    mart.values = closed  # type: ignore[method-assign]
    background[0]()


def test_the_same_words_again_and_again_are_kept_once(background: list[Callable[[], None]]) -> None:
    found = tables_of(CountedMart()).of_period("month", "2025-01")
    assert {str(found[name].dtype) for name in ("indicator", "area")} == {"category"}
    assert found["area"].tolist() == ["one", "two"]
