"""The leaders' pages where only a browser can tell: keys, sticky heads, cards, a page of paper."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Dashboard, OpenPage

YEAR = "by=year&period=2025"


def test_arrow_keys_move_between_the_cells_of_the_heat_map(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}?{YEAR}")
    rows = page.locator(".heat tbody tr")
    rows.nth(0).locator("td a").nth(0).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(rows.nth(2).locator("td a").nth(1)).to_be_focused()
    page.keyboard.press("Tab")  # one step leaves the cells
    assert page.evaluate("document.activeElement.closest('td') === null")


def test_the_card_of_a_cell_and_the_heads_stay_in_view(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}?{YEAR}")
    cell = page.locator(".heat tbody tr", has_text="沙湾镇").locator("td a").first
    cell.focus()
    card = cell.evaluate("cell => getComputedStyle(cell, '::after').content")
    assert "沙湾镇" in card
    assert "全县" in card
    head = page.locator(".heat thead").bounding_box()
    assert head is not None
    assert 0 <= head["y"] < 200


def test_a_phone_is_given_a_list_instead_of_the_table(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}?{YEAR}", PHONE)
    expect(page.locator(".heat-box")).to_be_hidden()
    expect(page.locator(".heat-list > li")).to_have_count(24)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_a_township_is_one_page_of_paper(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}township?township=999901015")
    paper = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.emulate_media(media="print")
    expect(page.locator(".paper-title")).to_contain_text("沙湾镇")
    expect(page.locator(".profile tr", has_text="数据更正率")).to_be_visible()


def test_the_steps_of_a_score_are_bars_all_alike(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}index?township=999901001")
    look = "bars => [...new Set(bars.map(bar => getComputedStyle(bar).borderRadius + bar.offsetHeight))]"
    assert page.locator(".waterfall .track i").evaluate_all(look) == ["0px14"]
    sizes = "names => [...new Set(names.map(name => getComputedStyle(name).fontSize))]"
    assert len(page.locator(".waterfall .name").evaluate_all(sizes)) == 1
