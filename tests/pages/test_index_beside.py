"""Whoever goes on to the period beside finds its index ready, and nobody waits for that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from metrics.index.period_index import index_of_period
from metrics.index.results import PeriodIndex
from metrics.limited_mart import limited_mart
from metrics.mart_reader import Mart
from pages.shared import index_beside, index_reads
from pages.shared.beside_pages import BesidePages
from pages.shared.index_beside import get_ready_beside
from pages.shared.index_reads import has_index_of, index_of
from pages.shared.kept import Kept

QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3")


@pytest.fixture
def mart(published_demo: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mart]:
    monkeypatch.setattr(index_reads, "_FOUND", Kept(9))
    monkeypatch.setattr(index_beside, "FEW_TOWNSHIPS", 2)
    *_, path = sorted((published_demo / "marts").glob("*.duckdb"))
    with Mart(path) as mart:
        yield mart


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The periods that were computed apart, which here is at once and without scores of townships."""
    found = list[str]()

    def compute(_: Path, period_type: str, period: str) -> PeriodIndex:
        found.append(period)
        return PeriodIndex(period_type, period, None, None, ())

    monkeypatch.setattr(index_beside, "index_apart", compute)
    computing = BesidePages(index_beside._compute, index_beside.MOST_WANTED)
    monkeypatch.setattr(computing, "_begin", computing.work_off)
    monkeypatch.setattr(index_beside, "_COMPUTING", computing)
    return found


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch, computed: list[str]) -> list[Callable[[], None]]:
    """What would be done in the background; nothing is done."""
    found = list[Callable[[], None]]()
    computing = index_beside._COMPUTING
    monkeypatch.setattr(computing, "_begin", lambda: found.append(computing.work_off))
    return found


def of_quarter(mart: Mart, quarter: str) -> PeriodIndex:
    return replace(index_of_period(mart, "quarter", "2025-Q2"), period=quarter)


def test_the_periods_before_and_after_need_not_be_computed(mart: Mart, computed: list[str]) -> None:
    get_ready_beside(mart, of_quarter(mart, "2025-Q2"))
    assert computed == ["2025-Q1", "2025-Q3"]
    assert [has_index_of(mart, "quarter", each) for each in QUARTERS] == [True, False, True]
    assert index_of(mart, "quarter", "2025-Q1").townships == ()


def test_what_is_there_is_not_computed_again(mart: Mart, computed: list[str]) -> None:
    index_of(mart, "quarter", "2025-Q3")
    get_ready_beside(mart, of_quarter(mart, "2025-Q2"))
    assert computed == ["2025-Q1"]


def test_the_first_period_has_none_before_it(mart: Mart, computed: list[str]) -> None:
    first, second, *_ = mart.periods("quarter")
    get_ready_beside(mart, of_quarter(mart, first))
    assert computed == [second]


def test_where_an_index_takes_little_nothing_is_got_ready(
    mart: Mart, computed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_beside, "FEW_TOWNSHIPS", 100)
    get_ready_beside(mart, of_quarter(mart, "2025-Q2"))
    assert computed == []


def test_for_an_account_of_some_townships_nothing_is_got_ready(mart: Mart, computed: list[str]) -> None:
    townships = [each.area for each in index_of(mart, "quarter", "2025-Q2").townships]
    get_ready_beside(limited_mart(mart, frozenset(townships[:9])), of_quarter(mart, "2025-Q2"))
    assert computed == []


def test_one_process_at_a_time_computes_what_was_wanted_last(
    mart: Mart, computed: list[str], waiting: list[Callable[[], None]]
) -> None:
    get_ready_beside(mart, of_quarter(mart, "2024-Q2"))
    get_ready_beside(mart, of_quarter(mart, "2025-Q2"))
    assert len(waiting) == 1
    waiting[0]()
    assert computed == ["2025-Q1", "2025-Q3"]


def test_a_process_that_breaks_harms_nobody(
    mart: Mart, computed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> PeriodIndex:
        raise OSError("no memory for another process")

    with monkeypatch.context() as broken:
        broken.setattr(index_beside, "index_apart", breaks)
        get_ready_beside(mart, of_quarter(mart, "2025-Q2"))
    assert index_of(mart, "quarter", "2025-Q1").townships
    get_ready_beside(mart, of_quarter(mart, "2025-Q2"))
    assert computed == ["2025-Q3"]
