"""Chinese first, Streamlit's own words too; English at one click, and what was chosen stays chosen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Dashboard, OpenPage, settled
from tests.browser.words import english_words


def option_of(page: Page, label: str) -> Locator:
    """What a list of choices shows."""
    return page.get_by_role("combobox", name=label, exact=True).locator("option:checked")


def test_streamlits_lists_and_dialogs_are_chinese_too(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}?receipt=repeat_visit_share|county|month|2025-12")
    expect(page.get_by_role("dialog")).to_contain_text("这个数从哪来")
    assert english_words(page) == []
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_unknown_page_says_so_in_chinese(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}nothing_of_that_name")
    expect(page.get_by_role("dialog")).to_contain_text("没有")
    assert english_words(page) == []


def test_an_unknown_page_says_so_in_english(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}nothing_of_that_name?lang=en")
    expect(page.get_by_role("dialog")).to_contain_text("No such page")
    expect(page.get_by_role("dialog")).to_contain_text(
        "There is no page at this address: this is the overview."
    )


def test_an_empty_store_says_how_to_begin(empty_dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(empty_dashboard.address)
    expect(page.get_by_text("还没有数据")).to_be_visible()
    page.get_by_role("link", name="去报送").click()
    expect(page.get_by_role("heading", name="报送", exact=True)).to_be_visible()
    assert english_words(page) == []


def test_the_language_stays_while_moving_and_choices_stay_with_it(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard.address}?period=2025-07")
    page.get_by_role("link", name="EN", exact=True).click()
    page.wait_for_url("**lang=en**")
    settled(page)
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="Township", exact=True).click()
    page.wait_for_url("**/township?**")
    settled(page)
    assert page.evaluate("location.search") == "?lang=en&period=2025-07"
    expect(option_of(page, "Period")).to_have_text("Jul 2025")


def test_one_step_back_undoes_a_choice(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}indicator?indicator=resolution_rate&period=2025-07")
    page.get_by_role("combobox", name="乡镇类型").select_option("街道")
    page.wait_for_url("**kind=subdistrict**")
    settled(page)
    page.go_back()
    page.wait_for_url(lambda address: "kind" not in address)
    settled(page)
    expect(option_of(page, "乡镇类型")).to_have_text("全部类型")
    expect(option_of(page, "指标")).to_have_text("化解率")


def test_a_calendar_speaks_chinese_to_who_hears_it(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}admin?tab=townships")
    page.get_by_test_id("stDateInput").get_by_role("button").first.click()
    page.get_by_role("button", name="下个月").wait_for()
    assert english_words(page) == []
