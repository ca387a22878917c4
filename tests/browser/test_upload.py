"""报送 in a browser: a good file changes a figure, a bad one is explained, a publication is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import PHONE, Dashboard, OpenPage, settled

HEADINGS = "办件编号,乡镇,登记日期,诉求渠道,初重件,办结日期,办理结果,姓名\n"
GOOD = HEADINGS + "".join(
    f"2026-{number:06d},城关街道,2026-01-{number % 27 + 1:02d},网上,初次,,,张三\n" for number in range(1, 31)
)
BAD = HEADINGS + (
    "2026-000101,城关街道,2026-02-31,网上,初次,,,\n"
    "2026-000102,城关镇,2026-01-05,网上,初次,,,\n"
    "2026-000103,新河街道,2026-01-06,网上,初次,,,\n"
)
CORRECTION = HEADINGS + "2025-900001,城关街道,2025-12-05,网上,初次,,,\n"
REASON = "更正的理由（写事情，不写人名）"
CHECKED = 30_000  # milliseconds


def payload(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode("gb18030")}


def is_whole(box: Locator, words: str) -> bool:
    """Whether a box that hides what goes beyond it is as high as its words."""
    text, around = box.get_by_text(words).bounding_box(), box.bounding_box()
    return bool(text and around and around["height"] >= text["height"])


def choose(page: Page, *files: FilePayload) -> None:
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(list(files))
    page.wait_for_selector(".file-report", timeout=CHECKED)
    settled(page)


def test_a_good_file_is_published_a_figure_changes_and_it_is_taken_back(
    dashboard_to_change: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard_to_change.address}upload")
    choose(page, payload("一月诉求.csv", GOOD))
    report = page.locator(".file-report")
    expect(report).to_contain_text("读取30行：收下30行，退回0行。")
    expect(report).to_contain_text("含个人信息的1列（“姓名”）已丢弃，没有保存。")
    expect(page.locator("table.plain", has_text="发布后")).to_contain_text("受理诉求件次", timeout=CHECKED)
    page.get_by_role("button", name="发布", exact=True).click()
    published = page.locator(".st-key-published")
    expect(published).to_contain_text("已发布1份文件，共30行。", timeout=CHECKED)
    assert is_whole(page.get_by_test_id("stToastText"), "已发布1份文件，共30行。")
    settled(page)
    expect(page.locator(".file-report")).to_have_count(0)
    published.get_by_role("link", name="受理诉求件次").click()
    page.wait_for_url("**/indicator?**")
    expect(period_shown(settled(page))).to_have_text("2026年1月")
    expect(page.locator(".lead").first).to_contain_text("30件")
    take_back(page)


def take_back(page: Page) -> None:
    page.get_by_role("link", name="报送", exact=True).click()
    page.get_by_role("button", name="撤回这次发布").click()
    expect(page.get_by_text("已撤回一月诉求.csv")).to_be_visible(timeout=CHECKED)
    settled(page)
    expect(page.locator("table.plain", has_text="一月诉求.csv").last).to_contain_text("已撤回")
    page.get_by_role("link", name="总览", exact=True).click()
    expect(period_shown(page)).to_have_text("2025年12月", timeout=CHECKED)


def period_shown(page: Page) -> Locator:
    return page.get_by_role("combobox", name="时期", exact=True).locator("option:checked")


def test_a_bad_file_is_explained_row_by_row(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}upload")
    choose(page, payload("一月诉求.csv", BAD))
    expect(page.locator(".file-report")).to_contain_text("读取3行：收下1行，退回2行。")
    expect(page.get_by_text("登记日期：不是有效的日期：1处")).to_be_visible()
    page.get_by_text("乡镇：乡镇不在名录中：1处").click()
    row = page.locator("tr", has_text="城关镇")
    expect(row).to_contain_text("3")
    expect(row).to_contain_text("城关街道")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_button_that_cannot_be_pressed_yet_can_be_read(
    dashboard: Dashboard, open_page: OpenPage, *, dark: bool
) -> None:
    page = open_page(f"{dashboard.address}upload", dark=dark)
    choose(page, payload("一月诉求.csv", HEADINGS + "2026-000101,城关街道,2026-01-05,网路,初次,,,\n"))
    button = page.get_by_role("button", name="确认并记住")
    expect(button).to_be_disabled()
    written = button.evaluate("element => getComputedStyle(element.querySelector('p')).color")
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert written != ground


@pytest.mark.integration
def test_what_is_no_export_is_refused_and_cannot_be_published(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard.address}upload")
    choose(page, payload("通讯录.csv", "单位,电话\n城关街道,13800000000\n"))
    expect(page.locator(".file-report.refused")).to_contain_text("整份退回")
    expect(page.get_by_text("这份文件不能发布")).to_be_visible()
    expect(page.get_by_role("button", name="发布", exact=True)).to_have_count(0)


@pytest.mark.integration
def test_a_file_that_is_published_already_changes_nothing(
    dashboard_to_change: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard_to_change.address}upload")
    choose(page, payload("一月诉求.csv", GOOD))
    page.get_by_role("button", name="发布", exact=True).click(timeout=CHECKED)
    expect(page.locator(".st-key-published")).to_contain_text("已发布1份文件", timeout=CHECKED)
    settled(page)
    choose(page, payload("另一个名字.csv", GOOD))
    expect(page.get_by_text("这些文件的内容已经发布过")).to_be_visible(timeout=CHECKED)


@pytest.mark.integration
def test_an_upload_of_the_history_is_withdrawn_after_a_question(
    dashboard_to_change: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard_to_change.address}upload")
    row = page.locator("table.plain tr", has_text="诉求办件_2025年12月")
    row.get_by_role("link", name="撤回").click()
    page.get_by_role("dialog").get_by_role("button", name="确认撤回").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=CHECKED)
    expect(page.get_by_text("它替换过的数据重新生效")).to_be_visible()
    expect(settled(page).locator("table.plain tr", has_text="诉求办件_2025年12月")).to_contain_text("已撤回")
    assert "withdraw" not in page.url


@pytest.mark.parametrize("export", ["诉求办件", "乡镇名录"])
def test_an_empty_form_can_be_downloaded(
    dashboard: Dashboard, open_page: OpenPage, tmp_path: Path, export: str
) -> None:
    page = open_page(f"{dashboard.address}upload")
    with page.expect_download() as download:
        page.get_by_role("button", name=export, exact=True).click()
    assert download.value.suggested_filename == f"{export}.xlsx"
    download.value.save_as(tmp_path / "form.xlsx")
    assert (tmp_path / "form.xlsx").read_bytes()[:2] == b"PK"


def test_what_was_typed_and_mended_outlives_another_page_and_a_reload(
    dashboard_to_change: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard_to_change.address}upload")
    page.get_by_label("报送人（科室或岗位）").fill("县信访局")
    choose(page, payload("十二月补报.csv", CORRECTION))
    page.get_by_label(REASON).fill("漏报一件", timeout=CHECKED)
    page.get_by_label(REASON).press("Tab")
    settled(page)
    page.get_by_role("link", name="总览", exact=True).click()
    expect(page.locator(".file-report")).to_have_count(0, timeout=CHECKED)
    settled(page)
    page.get_by_role("link", name="报送", exact=True).click()
    expect(page.locator(".file-report")).to_contain_text("读取1行：收下1行", timeout=CHECKED)
    expect(page.get_by_label(REASON)).to_have_value("漏报一件", timeout=CHECKED)
    page.reload()
    settled(page)
    page.get_by_role("button", name="接着做").first.click()
    expect(page.get_by_label(REASON)).to_have_value("漏报一件", timeout=CHECKED)
    expect(page.get_by_label("报送人（科室或岗位）")).to_have_value("县信访局")


def test_the_calendar_of_a_phone_begins_with_its_first_report_and_cuts_no_days(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    box = open_page(f"{dashboard.address}upload?lang=en", PHONE).locator(".coverage-box:has(.due-calendar)")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    first, name = (box.locator(f"thead th:nth-child({place})").bounding_box() for place in (2, 1))
    assert first and name and first["x"] >= name["x"] + name["width"]
    cells = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).length"
    assert box.locator("td").evaluate_all(cells) == 0
