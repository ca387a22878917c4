"""What a choice leaves as it is: the focus, the page that is open, what does not differ."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Dashboard, OpenPage, settled


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
