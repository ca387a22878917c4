"""What holds for every view: WCAG 2.2 AA, light and dark, on a desk and in a hand; nothing cut or tiny, no
scrolling sideways, no request that leaves the server, one language. A view is loaded once for all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Dashboard, OpenPage
from tests.browser.every_page import MEETING_ROOM, SIZES, TABLET, VIEWS, OpenView, open_view
from tests.browser.words import english_words

AXE = Path(__file__).parent / "axe"
BASELINE: dict[str, dict[str, int]] = json.loads((AXE / "baseline.json").read_text(encoding="utf-8"))
EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all that a theme changes
RUN_AXE = """async rules => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
  return found.violations.map(each => [each.id, each.nodes.length, each.nodes[0].html.slice(0, 200)]);
}"""
CUT_TEXTS = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(element => {
  if (!element.getClientRects().length || element.closest('[data-testid=stFileUploader]')) return false;
  const says = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const cuts = ['hidden', 'clip'].includes(getComputedStyle(element).overflowX);
  return says && cuts && element.scrollWidth > element.clientWidth + 1;
}).map(element => element.textContent.trim().slice(0, 60))"""
NAMELESS_CHARTS = """() => [...document.querySelectorAll('[role=img], .js-plotly-plot, .stMain svg')]
  .filter(element => element.getClientRects().length && !element.closest('[aria-hidden=true]'))
  .filter(element => !(element.closest('[aria-label]')?.getAttribute('aria-label') ?? '').trim())
  .map(element => element.outerHTML.slice(0, 120))"""
WIDER_THAN_THE_SCREEN = """() => ['html', '[data-testid=stMain]', '.st-key-top-bar nav']
  .filter(name => document.querySelector(name).scrollWidth > innerWidth)"""


TINY_TEXTS = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && /[\\w\\u4e00-\\u9fff]/.test(n.data)))
  .filter(e => e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < 11)
  .map(e => e.textContent.slice(0, 20))"""
# axe takes as long as all else together; the other views are looked at by `make integration`
WITH_AXE_EVERY_TIME = ("overview", "indicator", "township", "upload")


@pytest.fixture(scope="session", params=VIEWS)
def view(request: pytest.FixtureRequest, context: BrowserContext, dashboard: Dashboard) -> Iterator[OpenView]:
    opened = open_view(context, request.param, dashboard.address + VIEWS[request.param])
    yield opened
    opened.page.close()


@pytest.fixture(scope="session", params=VIEWS)
def english_view(
    request: pytest.FixtureRequest, context: BrowserContext, dashboard: Dashboard
) -> Iterator[OpenView]:
    address = VIEWS[request.param] + ("&" if "?" in VIEWS[request.param] else "?") + "lang=en"
    opened = open_view(context, request.param, dashboard.address + address)
    yield opened
    opened.page.close()


def violations(page: Page, rules: dict[str, Any]) -> list[list[Any]]:
    """Rule, number of elements, the first of them."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
    found: list[list[Any]] = page.evaluate(RUN_AXE, rules)
    return found


def not_in_baseline(view_name: str, found: list[list[Any]]) -> list[list[Any]]:
    known = BASELINE.get(view_name, {})
    return [each for each in found if each[1] > known.get(each[0], 0)]


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(name, marks=[] if name in WITH_AXE_EVERY_TIME else pytest.mark.integration)
        for name in VIEWS
    ],
    indirect=True,
    scope="session",
)
def test_axe_finds_nothing_that_is_not_streamlits_own(view: OpenView) -> None:
    worst: dict[str, int] = {}
    for size in SIZES:
        found = violations(view.show(size), EVERYTHING)
        assert not_in_baseline(view.name, found) == [], size
        worst |= {rule: max(number, worst.get(rule, 0)) for rule, number, _ in found}
    assert worst == BASELINE.get(view.name, {}), "fewer than axe/baseline.json lists: take them out of it"


@pytest.mark.integration
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_no_pale_colour_in_the_dark(view: OpenView, size: str) -> None:
    assert not_in_baseline(view.name, violations(view.show(size, dark=True), COLOURS)) == []


def test_a_chinese_page_holds_no_english_word(view: OpenView) -> None:
    assert english_words(view.show()) == []
    assert view.page.evaluate("document.documentElement.lang") == "zh-CN"


def test_every_chart_says_what_it_shows(view: OpenView) -> None:
    assert view.show().evaluate(NAMELESS_CHARTS) == []


# each size once, for to draw a page in another size takes longer than to look at it
@pytest.mark.parametrize("size", [*SIZES, *MEETING_ROOM, *TABLET])
def test_no_text_is_cut_or_tiny_and_nothing_scrolls_sideways(view: OpenView, size: str) -> None:
    page = view.show(size)
    tiny = page.evaluate(TINY_TEXTS)
    sideways = page.evaluate(WIDER_THAN_THE_SCREEN) if size in ("phone", "tablet") else []
    assert (page.evaluate(CUT_TEXTS), tiny, sideways) == ([], [], [])


def requests_and_complaints(view: OpenView, dashboard: Dashboard) -> tuple[list[str], list[str]]:
    own = urlsplit(dashboard.address).netloc
    return [each for each in view.requests if urlsplit(each).netloc != own], view.complaints


def test_every_request_stays_on_the_server_and_the_policy_is_kept(
    view: OpenView, dashboard: Dashboard
) -> None:
    assert requests_and_complaints(view, dashboard) == ([], [])


@pytest.mark.integration
def test_an_english_page_keeps_the_policy_and_fits_a_phone(
    english_view: OpenView, dashboard: Dashboard
) -> None:
    assert requests_and_complaints(english_view, dashboard) == ([], [])
    assert english_view.show("phone").evaluate(WIDER_THAN_THE_SCREEN) == []
    assert english_view.page.evaluate(CUT_TEXTS) == []


OUT_OF_SIGHT = """() => [...document.querySelectorAll('.profile-box')]
  .map(element => element.scrollWidth - element.clientWidth)"""


@pytest.mark.parametrize("width", [768, 1280])
def test_a_townships_table_has_all_its_columns_in_sight(
    dashboard: Dashboard, open_page: OpenPage, width: int
) -> None:
    page = open_page(f"{dashboard.address}township?lang=en", (width, 1024))
    assert page.evaluate(OUT_OF_SIGHT) == [0]


@pytest.mark.parametrize("opens", ["search", "settings", "menu", "tour"])
def test_axe_finds_nothing_in_what_the_bar_opens(
    dashboard: Dashboard, open_page: OpenPage, opens: str
) -> None:
    page = open_page(f"{dashboard.address}definitions", SIZES["phone"], dark=opens == "settings")
    if opens == "menu":
        page.locator(".menu.all summary").click()
    else:
        page.locator("[data-opens='search']" if opens == "search" else "[data-opens='settings']").click()
    if opens == "tour":
        page.get_by_role("button", name="再看一遍导览").click()
    page.wait_for_selector({"search": ".search a", "menu": ".menu.all > div"}.get(opens, f".{opens}"))
    assert violations(page, EVERYTHING) == []


def test_the_baseline_names_only_views_that_there_are() -> None:
    assert set(BASELINE) <= set(VIEWS)
