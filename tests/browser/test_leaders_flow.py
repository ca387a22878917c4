"""The way of a leader: what changed, in which indicator and township, and where the number comes from."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard, OpenPage, settled

expect.set_options(timeout=20_000)  # a busy machine draws late, not wrongly
YEAR = "by=year&period=2025"


def address(page: Page) -> str:
    return str(page.evaluate("location.pathname + location.search"))


def test_from_the_overview_to_an_indicator_a_township_and_a_receipt(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard.address}?{YEAR}")
    page.evaluate("window.stillHere = true")
    page.locator(".card-name", has_text="重复访占比").click()
    expect(page.locator(".rank-row")).to_have_count(24)
    assert "indicator=repeat_visit_share" in address(page)
    assert "by=year" in address(page)

    page.locator(".rank-row a", has_text="沙湾镇").click()
    expect(page.locator(".profile")).to_be_visible()
    assert address(page).startswith("/township?")
    settled(page)

    page.locator(".profile tr", has_text="重复访占比").locator(".value a").click()
    receipt = page.get_by_role("dialog")
    expect(receipt).to_contain_text("175")
    expect(receipt).to_contain_text("20")
    expect(receipt).to_contain_text("select", ignore_case=True)
    assert page.evaluate("window.stillHere"), "a click loaded the page anew"


def test_a_cell_of_the_heat_map_opens_its_receipt_and_back_closes_it(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard.address}?{YEAR}")
    page.locator(".heat tbody tr", has_text="石桥镇").locator("td a").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("石桥镇")
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_cell_can_be_opened_by_keyboard(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}?{YEAR}")
    page.locator(".heat tbody td a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_map_is_drawn_and_leads_to_a_township(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}indicator?indicator=repeat_visit_share&view=map&{YEAR}")
    expect(page.locator(".map .area")).to_have_count(24)
    page.locator(".map .area[title^='沙湾镇']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".profile")).to_be_visible()
