"""What a browser prints: light, whole, and what the reader had before them."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard, OpenPage

WHITE = "rgb(255, 255, 255)"


def sheets(page: Page) -> int:
    """How many sheets of A4 the page takes."""
    paper = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def test_an_open_receipt_is_printed_alone_and_light(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}?receipt=repeat_visit_share|county|month|2025-12", dark=True)
    page.wait_for_selector("[role=dialog]")
    assert sheets(page) == 1
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("#root")).to_be_hidden()
    receipt = page.locator("[role=dialog]")
    expect(receipt).to_contain_text("诉求办件")
    grounds = "box => { const all = []; for (let at = box; at !== document.body; at = at.parentElement) "
    grounds += "all.push(getComputedStyle(at).backgroundColor); return [...new Set(all)]; }"
    assert receipt.evaluate(grounds) == ["rgba(0, 0, 0, 0)"]
    assert receipt.locator("p, b, dd").first.evaluate("text => getComputedStyle(text).color") != WHITE


def test_a_slide_keeps_its_chart_on_paper(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}meeting?slide=requests")
    assert sheets(page) == 1
    page.emulate_media(media="print")
    drawn = page.locator(".slide:visible .slide-chart").first.bounding_box()
    assert drawn and drawn["height"] > 300


def test_no_chart_is_torn_between_two_sheets(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}indicator?indicator=repeat_visit_share")
    page.emulate_media(media="print")
    for drawing in page.locator(".drawing").all():
        expect(drawing).to_have_css("break-inside", "avoid")
