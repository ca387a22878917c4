"""What a choice leaves as it is: the focus, the page that is open, what does not differ."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks.grown_stores import grown
from tests.browser.conftest import Dashboard, OpenPage, serving, settled


def test_a_choice_keeps_the_focus_and_everything_that_does_not_differ(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard.address}indicator?indicator=repeat_visit_share&by=year&period=2025")
    expect(page.locator(".rank-row")).to_have_count(24)
    page.evaluate("document.querySelector('.rank').stillHere = true")
    kind = page.get_by_role("combobox", name="乡镇类型")
    kind.focus()
    kind.select_option("街道")
    expect(page.locator(".rank-row")).not_to_have_count(24)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "乡镇类型"
    assert page.evaluate("document.querySelector('.rank').stillHere")


def test_a_mark_says_its_words_under_the_pointer(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}indicator?indicator=repeat_visit_share&by=year&period=2025")
    page.locator('.drawing [data-tip^="沙湾镇"]').hover(force=True)
    expect(page.locator(".tip")).to_contain_text("20/175")


@pytest.mark.parametrize(
    ("address", "marks"),
    [
        ("indicator?indicator=repeat_visit_share", ".rank-row .track :is(.dot:not(.few), s)"),
        ("township", ".spine .dot"),
        ("index", ":is(.score-bar .dot, .rank-bar .dot, .waterfall .end .track i)"),
        ("compare?areas=999901015,999901001", ".sides .mark :is(i, s)"),
    ],
)
def test_where_the_system_forces_its_colours_marks_are_still_drawn(
    dashboard: Dashboard, open_page: OpenPage, address: str, marks: str
) -> None:
    page = open_page(f"{dashboard.address}{address}")
    page.emulate_media(forced_colors="active")
    drawn = page.locator(marks)
    assert drawn.count()
    grounds = "all => [...new Set(all.map(each => getComputedStyle(each).backgroundColor))]"
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper not in drawn.evaluate_all(grounds)


def test_a_page_of_widgets_shows_nothing_of_the_page_before(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(dashboard.address)
    expect(page.locator(".heat")).to_have_count(1)
    page.get_by_role("link", name="指标说明", exact=True).first.click()
    expect(page.get_by_role("heading", name="指标说明", exact=True)).to_be_visible()
    expect(settled(page).locator(".heat")).to_have_count(0)
    page.go_back()
    expect(page.locator(".heat")).to_have_count(1)


@pytest.fixture
def city(published_demo: Path, tmp_path: Path) -> Iterator[Dashboard]:
    """The demo county with three times its townships: too many to draw what chance does to them at once."""
    with serving(grown(published_demo, tmp_path / "city", townships=3)) as started:
        yield started


def test_what_is_still_being_computed_comes_without_a_click(city: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{city.address}index?by=year&period=2025")
    expect(page.locator(".index-scores .score").first).to_be_visible()
    expect(page.locator(".rank-bar")).to_have_count(24, timeout=30_000)
    expect(page.locator("[data-again]")).to_have_count(0)
    expect(page.get_by_text("正在计算")).to_have_count(0)
