"""Of many townships the scores are shown at once, and what chance does to them once it is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.store import Store
from metrics.index.results import PeriodIndex
from metrics.mart_reader import Mart
from pages.shared import index_coming, index_reads, prepared
from pages.shared.beside_pages import BesidePages
from pages.shared.index_coming import draw_soon, is_whole
from pages.shared.kept import Kept
from tests.pages.conftest import ShowPage, html_of

YEAR = {"by": "year", "period": "2025"}
Works = list[Callable[[], None]]


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> Works:
    """What would be done in the background; nothing is done."""
    found = Works()
    monkeypatch.setattr(index_reads, "_FOUND", Kept(9))
    drawing = BesidePages(index_coming._draw, index_coming.MOST_WANTED)
    monkeypatch.setattr(drawing, "_begin", lambda: found.append(drawing.work_off))
    monkeypatch.setattr(index_coming, "_DRAWING", drawing)
    monkeypatch.setattr(index_coming, "_FAILED", set())
    monkeypatch.setattr(index_coming, "FEW_TOWNSHIPS", 2)
    monkeypatch.setattr(prepared, "_VIEWS", Kept(9, in_turn=True))
    return found


@pytest.fixture
def mart(published_demo: Path) -> Iterator[Mart]:
    path = Store(published_demo).current_mart()
    assert path is not None
    with Mart(path) as mart:
        yield mart


def scores(html: str) -> list[str]:
    return re.findall(r'<td class="score"><b>(.*?)</b>', html)


def test_a_page_begins_with_the_scores_and_asks_again_for_the_rest(
    published_demo: Path, show_page: ShowPage, works: Works
) -> None:
    first = html_of(show_page(published_demo, "index", **YEAR))
    assert "区间、位次和名单正在计算" in first and "data-again=" in first
    assert "limits" not in first and "rank-bar" not in first
    for work in works:
        work()
    whole = html_of(show_page(published_demo, "index", **YEAR))
    assert "正在计算" not in whole and "data-again=" not in whole
    assert "limits" in whole and "rank-bar" in whole
    assert scores(first) == scores(whole)
    assert len(works) == 1


def test_what_is_shown_in_two_steps_is_what_is_shown_in_one(
    published_demo: Path, show_page: ShowPage, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_page(published_demo, "index", **YEAR)
    works[0]()
    in_two = html_of(show_page(published_demo, "index", **YEAR))
    for forgotten in (index_reads._FOUND, prepared._VIEWS):
        forgotten.forget()
    monkeypatch.setattr(index_coming, "FEW_TOWNSHIPS", 100)
    assert html_of(show_page(published_demo, "index", **YEAR)) == in_two


def test_a_trial_of_weights_waits_for_the_index_as_it_stands(
    published_demo: Path, show_page: ShowPage, works: Works
) -> None:
    tried = {**YEAR, "weights": "requests:60"}
    assert "试算结果" not in html_of(show_page(published_demo, "index", **tried))
    works[0]()
    assert "试算结果" in html_of(show_page(published_demo, "index", **tried))


def test_what_cannot_be_drawn_is_left_to_whoever_asks(
    mart: Mart, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> PeriodIndex:
        raise MemoryError

    monkeypatch.setattr(index_coming, "index_of", breaks)
    assert not is_whole(mart, "year", "2025")
    draw_soon(mart, "year", "2025")
    works[0]()
    assert is_whole(mart, "year", "2025")
    assert not is_whole(mart, "year", "2024")


def test_of_few_townships_the_whole_is_shown_at_once(
    published_demo: Path, show_page: ShowPage, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_coming, "FEW_TOWNSHIPS", 25)
    whole = html_of(show_page(published_demo, "index", **YEAR))
    assert "limits" in whole and "data-again=" not in whole
    assert works == []
