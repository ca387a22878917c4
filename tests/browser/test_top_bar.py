"""The frame around all pages: the bar, the search, the reader's settings, the tour."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from charts.palette import DARK, LIGHT, LIGHT_GREEN_RED
from tests.browser.conftest import PHONE, Dashboard, OpenPage, settled

CHOSEN = "by=year&period=2025&kind=town"
# what can be read or clicked in the bar, from the left: one line, none over another, all of it on the screen
FAULTS = """() => {
  const bar = document.querySelector('.st-key-top-bar nav');
  const parts = [...bar.querySelectorAll('.brand b, .pages a, .menu > summary, .tool, .language')]
    .filter(each => each.getClientRects().length)
    .map(each => ({ name: each.textContent, box: each.getBoundingClientRect() }))
    .sort((one, other) => one.box.left - other.box.left);
  const line = 3.4 * parseFloat(getComputedStyle(document.body).fontSize);
  return parts.filter(({ box }, at) => box.height > line || box.right > innerWidth
    || (at && box.left < parts[at - 1].box.right - 1)).map(each => each.name);
}"""


@pytest.fixture
def own_context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that was never here: nothing set, nothing seen."""
    opened = chromium.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


def search(page: Page, words: str) -> list[str]:
    page.locator(".search input").fill(words)
    return page.locator(".search a b").all_text_contents()


def variable(page: Page, name: str) -> str:
    return str(page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--{name}')"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_in_the_bar_lies_over_anything_else_at_any_width(
    dashboard: Dashboard, open_page: OpenPage, language: str
) -> None:
    page = open_page(f"{dashboard.address}definitions?lang={language}")
    for width in (1920, 1641, 1600, 1440, 1321, 1200, 1181, 1121, 1024, 801, 481, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(FAULTS) == [], width


def test_on_a_phone_one_menu_leads_to_every_page_with_the_choices(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard.address}definitions?{CHOSEN}", PHONE)
    page.locator(".menu.all summary").click()
    page.locator(".menu.all a", has=page.get_by_text("乡镇", exact=True)).click()
    page.wait_for_url("**/township?**")
    assert page.evaluate("location.search") == f"?{CHOSEN}"
    expect(page.locator(".menu.all a").first).to_be_hidden()


def test_names_are_found_by_pinyin_initials_english_and_parts(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard.address}definitions")
    page.keyboard.press("/")
    page.wait_for_selector(".search a")
    assert search(page, "cff") == ["重复访占比"]
    assert search(page, "zff") == ["重复访占比"]  # 重 is read zhong as well
    assert search(page, "swz") == ["沙湾镇"]
    assert search(page, "shawan") == ["沙湾镇"]
    assert search(page, "sha wan") == ["沙湾镇"]
    assert search(page, "沙湾") == ["沙湾镇"]
    assert search(page, "repeat visit") == ["重复访占比"]
    assert search(page, "quality zzz") == []
    expect(page.get_by_text("没有找到，换一个词试试。")).to_be_visible()


def test_a_result_opens_by_keyboard_and_the_choices_stay(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}definitions?{CHOSEN}")
    page.evaluate("window.stillHere = true")
    page.keyboard.press("Control+k")
    page.wait_for_selector(".search a")
    page.keyboard.type("swz")
    page.keyboard.press("Enter")
    expect(page.locator(".profile")).to_be_visible(timeout=20_000)
    assert str(page.evaluate("location.search")).startswith(f"?{CHOSEN}&township=")
    expect(page.locator("dialog")).to_have_count(0)
    assert page.evaluate("window.stillHere"), "a result loaded the page anew"


def test_what_is_typed_into_a_field_opens_no_search(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}definitions")
    page.get_by_role("textbox").first.press("/")
    expect(page.locator("dialog")).to_have_count(0)


def test_dark_is_switched_in_the_page_and_remembered_from_the_first_paint(
    own_context: BrowserContext, dashboard: Dashboard
) -> None:
    page = own_context.new_page()
    page.goto(f"{dashboard.address}definitions")
    settled(page).locator("[data-opens='settings']").click()
    page.get_by_label("深色").click()
    assert variable(page, "ground") == DARK.ground
    ground = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    page.wait_for_function(f"() => {ground} === 'rgb(20, 25, 31)'")
    page.goto(f"{dashboard.address}township", wait_until="commit")
    page.wait_for_selector("body", state="attached")
    assert variable(page, "ground") == DARK.ground
    page.emulate_media(media="print")
    assert variable(page, "ground") == LIGHT.ground


def test_green_and_red_reach_every_figure_at_once_and_the_next_time(
    own_context: BrowserContext, dashboard: Dashboard
) -> None:
    page = own_context.new_page()
    page.goto(f"{dashboard.address}indicator?indicator=repeat_visit_share&{CHOSEN}&kind=")
    settled(page).locator("[data-opens='settings']").click()
    page.evaluate("window.isTheSamePage = true")
    page.get_by_label("绿和红").click()
    assert variable(page, "worse") == LIGHT_GREEN_RED.worse
    assert page.evaluate("window.isTheSamePage")
    page.reload()
    assert variable(settled(page), "worse") == LIGHT_GREEN_RED.worse
    dot = page.locator(".rank-row.t-worse .dot, .rank-row.t-worse-soft .dot").first
    expect(dot).to_have_css("background-color", rgb(LIGHT_GREEN_RED.worse_text))
    expect(page.locator("svg [style*='--worse'], svg [fill*='--worse']").first).to_be_attached()


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


@pytest.mark.integration
@pytest.mark.parametrize("address", ["", "indicator", "township", "definitions"])
def test_large_type_is_larger_and_still_fits_a_phone(
    own_context: BrowserContext, dashboard: Dashboard, address: str
) -> None:
    own_context.add_cookies([{"name": "look", "value": "large", "url": dashboard.address}])
    page = own_context.new_page()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(dashboard.address + address)
    assert settled(page).evaluate("getComputedStyle(document.body).fontSize") == "17px"
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE[0]
    assert page.evaluate(FAULTS) == []


def test_the_tour_is_five_steps_and_comes_once(own_context: BrowserContext, dashboard: Dashboard) -> None:
    page = own_context.new_page()
    page.goto(dashboard.address)
    settled(page)
    tour = page.locator(".tour")
    expect(tour).to_contain_text("1/5")
    for step in range(2, 6):
        tour.get_by_role("button", name="下一步").click()
        expect(tour).to_contain_text(f"{step}/5")
    tour.get_by_role("button", name="开始使用").click()
    page.reload()
    settled(page)
    expect(tour).to_have_count(0)


def test_the_tables_of_a_page_are_taken_along_with_what_they_state(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    page = open_page(f"{dashboard.address}township?township=999901004&by=year&period=2025")
    page.locator("[data-opens='settings']").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="本页表格存成CSV").click()
    assert download.value.suggested_filename == "平安报表-乡镇-石桥镇-2025年-年.csv"
    rows = list(csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["平安报表", "乡镇"]
    assert rows[1][:3] == ["石桥镇", "2025年", "年"]
    assert re.fullmatch(r"数据第\d+版 · .+发布 · 口径\w{8}", rows[1][3])
    [share] = [row for row in rows if row[:1] == ["初次诉求一次性化解率"]]
    assert share[1:3] + share[4:7] == ["96.1", "%", "195/203", "92.3", "%"]
    assert not [cell for row in rows for cell in row if re.match(r"[=+@-](?![\d.]+$)", cell)]


def rows_saved(page: Page) -> list[list[str]]:
    page.locator("[data-opens='settings']").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("CSV")).click()
    return list(csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))


def test_counts_that_look_like_a_date_stay_counts_in_a_spreadsheet(
    dashboard: Dashboard, open_page: OpenPage
) -> None:
    rows = rows_saved(open_page(f"{dashboard.address}township?township=999901016&by=year&period=2025"))
    [agents] = [row for row in rows if row[:1] == ["信访代理办结率"]]
    assert "'2/2" in agents
    assert not [cell for row in rows for cell in row if re.fullmatch(r"(0?[1-9]|1[0-2])/\d+", cell)]


def test_the_words_of_a_saved_table_are_whole(dashboard: Dashboard, open_page: OpenPage) -> None:
    rows = rows_saved(open_page(f"{dashboard.address}?by=year&period=2025&lang=en"))
    assert "Satisfaction rate" in [cell for row in rows for cell in row]
    assert not [cell for row in rows for cell in row if "\u00ad" in cell]


def test_every_stop_of_the_keyboard_can_be_seen(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}quality")
    page.keyboard.press("Tab")  # the way past the bar, which is there only while it is the stop
    for _ in range(24):
        page.keyboard.press("Tab")
        focus = page.locator("*:focus")
        outline = focus.evaluate("each => getComputedStyle(each).outlineStyle")
        assert outline != "none", focus.inner_text()[:60]
