"""The whole month of a clerk in a browser: form, a file with ten kinds of mistakes, mended, previewed,
published; the figure changes, is corrected with a reason, the month is locked, and the audit trail has it.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.audit import trail
from data.drafts import drafts
from data.store import Store
from metrics.month_locks import lock
from tests.browser.conftest import Dashboard, OpenPage, settled
from tests.browser.test_upload import CHECKED, choose, payload

pytestmark = pytest.mark.integration
HEADINGS = "办件编号,乡镇,登记日期,诉求渠道,初重件,办结日期,办理结果,满意度,问题类别,姓名\n"
GOOD = "".join(
    f"2026-{number:06d},石桥镇,2026-01-{number % 27 + 1:02d},网上,初次,,,,物业纠纷,张三\n"
    for number in range(1, 21)
)
MISTAKES = (
    "2026-000101,石乔镇,2026-01-05,网上,初次,,,,物业纠纷,\n"  # a township that is written wrongly, twice
    "2026-000102,石乔镇,2026-01-06,网上,初次,,,,物业纠纷,\n"
    "2026-000103,石桥镇,2026-02-31,网上,初次,,,,物业纠纷,\n"  # a day that does not exist
    "2026-000104,石桥镇,2026-01-05,网路,初次,,,,物业纠纷,\n"  # a word that is in no list
    "2026-000105,石桥镇,2026-01-08,网上,初次,2026-01-02,已解决,,物业纠纷,\n"  # closed before it was opened
    ",石桥镇,2026-01-05,网上,初次,,,,物业纠纷,\n"  # no number
    "2026-000107,石桥镇,1999-01-05,网上,初次,,,,物业纠纷,\n"  # before 2000
    "2026-000108,石桥镇,2026-01-05,网上,初次,,,很好,物业纠纷,\n"  # another word that is in no list
    "2026-000109,,2026-01-05,网上,初次,,,,物业纠纷,\n"  # no township
    "2026-000110,石桥镇,2026-01-05,网上,初次,,,,物业纠分,\n"  # a category that is in no list: warned
    "2026-000111,石桥镇,2026-01-05,网上,初次,,,,物业纠纷,\n"
    "2026-000111,石桥镇,2026-01-05,网上,初次,,,,物业纠纷,\n"  # the same row twice: warned
)


def report_says(page: Page, text: str) -> None:
    expect(page.locator(".file-report", has_text=text).first).to_be_visible(timeout=CHECKED)
    settled(page)


def test_a_clerks_month_from_the_form_to_the_audit_trail(
    dashboard_to_change: Dashboard, open_page: OpenPage, tmp_path: Path
) -> None:
    store = Store(dashboard_to_change.store)
    page = open_page(f"{dashboard_to_change.address}upload?township=999901004")
    take_the_form(page, tmp_path)
    choose(page, payload("一月诉求.csv", HEADINGS + GOOD + MISTAKES))
    report_says(page, "收下22行，退回9行")
    mend(page)
    come_back_tomorrow(page)
    preview_and_publish(page)
    the_figure_is_there(page, "24件")
    correct(page)
    the_figure_is_there(page, "25件")
    expect(page.locator(".revisions")).to_contain_text("更正（石桥镇）：漏报一件")
    lock(store, date(2026, 1, 1), "县信访局")
    nothing_more_without_an_admin(page)
    assert drafts(store) != ()  # what was refused is still there
    told = ("draft", "publish", "correction", "lock")
    done = [row.what for row in reversed(trail(store.catalogue)) if row.what in told]
    assert done[-7:] == ["draft", "publish", "draft", "publish", "correction", "lock", "draft"]


def take_the_form(page: Page, folder: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("button", name="诉求办件", exact=True).click()
    download.value.save_as(folder / "form.xlsx")
    assert (folder / "form.xlsx").read_bytes()[:2] == b"PK"


def mend(page: Page) -> None:
    """A whole group at one click."""
    expect(page.get_by_text("2行：乡镇不在名录中：石乔镇 → 石桥镇？")).to_be_visible()
    page.get_by_role("button", name="全部改为“石桥镇”").first.click()
    report_says(page, "收下24行，退回7行")
    expect(page.get_by_text("已在网页上改了2格").first).to_be_visible()


def come_back_tomorrow(page: Page) -> None:
    """The browser closes; on another computer the draft goes on."""
    page.reload()
    settled(page)
    page.get_by_role("button", name="接着做").first.click()
    report_says(page, "收下24行，退回7行")


def preview_and_publish(page: Page) -> None:
    expect(page.locator("table.plain", has_text="发布后").first).to_contain_text(
        "受理诉求件次", timeout=CHECKED
    )
    settled(page)
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".st-key-published")).to_contain_text("已发布1份文件", timeout=CHECKED)
    settled(page)


def the_figure_is_there(page: Page, text: str) -> None:
    address = re.match(r"https?://[^/]+/", page.url)
    assert address
    page.goto(f"{address[0]}indicator?indicator=petitions_received&period=2026-01")
    settled(page)
    expect(page.locator(".lead").first).to_contain_text(text)


def correct(page: Page) -> None:
    page.get_by_role("link", name="报送", exact=True).click()
    settled(page)
    choose(page, payload("补报.csv", HEADINGS + "2026-000301,石桥镇,2026-01-09,来访,初次,,,,物业纠纷,\n"))
    reason = page.get_by_label("更正的理由（写事情，不写人名）")
    reason.fill("漏报一件", timeout=CHECKED)
    reason.press("Enter")
    settled(page)
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".st-key-published")).to_contain_text("补报.csv", timeout=CHECKED)
    settled(page)


def nothing_more_without_an_admin(page: Page) -> None:
    page.get_by_role("link", name="报送", exact=True).click()
    settled(page)
    choose(page, payload("又一份.csv", HEADINGS + "2026-000401,石桥镇,2026-01-10,来访,初次,,,,物业纠纷,\n"))
    expect(page.get_by_text("这份文件不能发布").first).to_be_visible(timeout=CHECKED)
    expect(page.get_by_text("我是管理员：更正已锁定的月份").first).to_be_visible()
