"""An alert is read, acknowledged with a note and a day, and stands among the answered ones."""

from __future__ import annotations

from playwright.sync_api import expect

from data.store import Store
from tests.browser.conftest import Dashboard, OpenPage

expect.set_options(timeout=20_000)  # a busy machine draws late, not wrongly
DECEMBER = "period=2025-12"


def test_an_alert_is_acknowledged_and_who_did_so_is_shown(
    dashboard_to_change: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard_to_change.address}alerts?{DECEMBER}")
    waiting = page.locator("li.alert:not(.alert-held)")
    before = waiting.count()
    assert before > 1
    page.get_by_role("link", name="知悉：全县隐患整改率").click()
    form = page.get_by_role("dialog")
    form.get_by_label("说明").fill("请联系13912345678")
    form.get_by_label("经办科室或岗位").fill("平安办")
    form.get_by_role("button", name="知悉", exact=True).click()
    expect(form).to_contain_text("似有手机号，没有保存")

    form.get_by_label("说明").fill("已请应急办到现场核对")
    form.get_by_role("button", name="知悉", exact=True).click()
    expect(page.locator("li.alert-held")).to_contain_text("已请应急办到现场核对")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(waiting).to_have_count(before - 1)
    (kept,) = Store(dashboard_to_change.store).catalogue.acknowledgements()
    assert (kept.by, kept.subject, kept.note) == ("平安办", "hazard_rectification", "已请应急办到现场核对")


def test_a_township_is_added_to_a_comparison_by_its_field(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}compare?{DECEMBER}")
    page.get_by_role("link", name="街道：").click()
    expect(page.locator("table.compare thead .side")).to_have_count(2)
    field = page.get_by_role("combobox", name="乡镇（两到五个）")
    field.fill("沙湾")
    field.press("Enter")
    expect(page.locator("table.compare thead .side")).to_have_count(3)
    assert "999901015" in str(page.evaluate("location.search"))
    page.go_back()
    expect(page.locator("table.compare thead .side")).to_have_count(2)
