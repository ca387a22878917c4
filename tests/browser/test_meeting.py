"""A meeting on the shared screen: keys, a colleague who follows, what is written down, nothing too small."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import MEETING_ROOM, Dashboard, OpenPage, settled
from tests.browser.test_every_page import EVERYTHING, violations

SMALLEST = 22  # px at 1080 lines
TITLE = ".slide.on h1"
REPEATS = "重复访占比降到5.1%，是真实改善"  # the third slide's title
FIRST_SLIDE_IS_SENT_SLOWLY = """() => {
    const send = window.fetch;
    let first = true;
    window.fetch = (...asked) => {
        if (!first || !String(asked[1]?.body).includes('"show"')) return send(...asked);
        first = false;
        return new Promise((done) => setTimeout(() => done(send(...asked)), 700));
    };
}"""
SMALL_TYPE = """() => [...document.querySelectorAll('.slide.on *, .deck-tools *, .picker *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.getClientRects().length)
  .filter(e => e.getBoundingClientRect().width > 1 && parseFloat(getComputedStyle(e).fontSize) < %s)
  .map(e => e.textContent.trim().slice(0, 40))"""
OUTSIDE = """() => [...document.querySelectorAll('.slide.on, .slide.on *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1 || box.bottom > innerHeight + 1);
}).map(e => e.outerHTML.slice(0, 90))"""
SWIPE_TO_THE_RIGHT = """() => { const deck = document.querySelector('.deck');
  const at = (x) => new Touch({identifier: 1, target: deck, clientX: x, clientY: 300});
  deck.dispatchEvent(new TouchEvent('touchstart', {bubbles: true, touches: [at(200)]}));
  deck.dispatchEvent(new TouchEvent('touchend', {bubbles: true, changedTouches: [at(600)]})); }"""
CHART_SHARE = "document.querySelector('.slide.on .exhibit').getBoundingClientRect().height / innerHeight"


@pytest.fixture
def colleague(chromium: Browser) -> Iterator[Page]:
    """Another computer, in another room."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1440, "height": 1080})
    context.add_init_script("localStorage.setItem('tour-seen', 'yes')")
    yield context.new_page()
    context.close()


def slide_of(page: Page) -> str:
    return str(page.evaluate("new URLSearchParams(location.search).get('slide')"))


def test_a_meeting_is_presented_followed_and_written_down(
    dashboard_to_change: Dashboard, open_page: OpenPage, colleague: Page
) -> None:
    page = open_page(f"{dashboard_to_change.address}meeting?by=year&period=2025", (1280, 720))
    page.get_by_role("button", name="开始会议").click()
    expect(page.locator(".who")).to_have_text("主讲中", timeout=30_000)
    colleague.goto(page.evaluate("location.href"))
    expect(colleague.locator(".who")).to_have_text("跟随中", timeout=30_000)

    a_colleague_follows_to_the_last_of_two_slides(page, colleague)
    a_colleague_turns_away_and_comes_back(colleague)
    what_is_personal_is_refused_and_the_rest_written_down(page)
    expect(colleague.locator(".slide.on .agreed-here")).to_contain_text("待办 逐件核对重复访 — 信访局")

    assert page.evaluate(SMALL_TYPE % (SMALLEST * 720 / 1080)) == []
    assert page.evaluate(OUTSIDE) == []

    page.get_by_role("link", name="看明细").click()
    expect(page.get_by_role("combobox", name="指标")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(TITLE)).to_have_text(REPEATS)
    assert slide_of(page) == "requests"


def presented(open_page: OpenPage, address: str) -> Page:
    """The window of somebody who has just begun the meeting."""
    page = open_page(address, (1280, 720))
    page.get_by_role("button", name="开始会议").click()
    expect(page.locator(".who")).to_have_text("主讲中", timeout=30_000)
    return page


def test_a_second_window_of_the_presenter_follows_and_the_first_presents_again_once_reopened(
    dashboard_to_change: Dashboard, open_page: OpenPage
) -> None:
    page = presented(open_page, f"{dashboard_to_change.address}meeting?by=year&period=2024")
    meeting = page.evaluate("location.href")
    projector, again = page.context.new_page(), page.context.new_page()
    projector.goto(meeting)
    expect(projector.locator(".who")).to_have_text("跟随中", timeout=30_000)
    page.reload()
    expect(page.locator(".who")).to_have_text("主讲中", timeout=30_000)
    page.close()
    projector.close()
    again.goto(meeting)
    expect(again.locator(".who")).to_have_text("主讲中", timeout=30_000)


def test_a_duplicate_of_the_presenters_window_follows_it(
    dashboard_to_change: Dashboard, open_page: OpenPage
) -> None:
    page = presented(open_page, f"{dashboard_to_change.address}meeting?by=year&period=2023")
    with page.expect_popup() as opened:  # it has all that the first keeps, as a tab that is duplicated
        page.evaluate("void window.open(location.href)")
    expect(opened.value.locator(".who")).to_have_text("跟随中", timeout=30_000)
    page.wait_for_timeout(1500)
    expect(page.locator(".who")).to_have_text("主讲中")


def a_colleague_follows_to_the_last_of_two_slides(page: Page, colleague: Page) -> None:
    page.evaluate(FIRST_SLIDE_IS_SENT_SLOWLY)
    for key in ("ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator(TITLE)).to_have_text(REPEATS)
    expect(colleague.locator(TITLE)).to_have_text(REPEATS)
    assert slide_of(colleague) == "requests"


def a_colleague_turns_away_and_comes_back(colleague: Page) -> None:
    colleague.keyboard.press("End")
    expect(colleague.locator(".who")).to_have_text("主讲在第3页")
    colleague.keyboard.press("l")
    expect(colleague.locator(TITLE)).to_have_text(REPEATS)


def what_is_personal_is_refused_and_the_rest_written_down(page: Page) -> None:
    page.keyboard.press("n")
    page.get_by_label("议定事项").last.fill("联系13912345678核对")
    page.get_by_label("办理单位").fill("信访局")
    page.get_by_role("button", name="记下").click()
    expect(page.locator(".refused")).to_contain_text("手机号")
    page.get_by_label("议定事项").last.fill("逐件核对重复访")
    page.get_by_role("button", name="记下").click()


def test_keys_fingers_and_the_picker_move_between_slides(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}meeting?slide=agenda&by=year&period=2025", MEETING_ROOM)
    place = page.locator("[data-does=pick]")
    for key, words in (
        ("End", "13 / 13"),
        ("ArrowLeft", "12 / 13"),
        ("Home", "1 / 13"),
        ("PageDown", "2 / 13"),
    ):
        page.keyboard.press(key)
        expect(place).to_have_text(words)
    a_key_brings_a_blanked_slide_back(page)
    expect(place).to_have_text("2 / 13")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.keyboard.press("g")
    page.get_by_role("button", name="平安指数").click()
    assert slide_of(page) == "index"
    page.get_by_role("button", name="下一页").click()
    assert slide_of(page) == "actions"
    page.evaluate(SWIPE_TO_THE_RIGHT)
    assert slide_of(page) == "index"


def a_key_brings_a_blanked_slide_back(page: Page) -> None:
    page.keyboard.press("b")
    expect(page.locator(".deck.blank")).to_have_count(1)
    page.keyboard.press("ArrowRight")  # the same one, not the next
    expect(page.locator(".deck.blank")).to_have_count(0)


def test_every_slide_fits_the_screen_and_can_be_read(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}meeting?slide=agenda", MEETING_ROOM)
    for width, height in (MEETING_ROOM, (1440, 1080), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("Home")
        for _ in range(13):
            name = slide_of(page)
            assert page.evaluate(SMALL_TYPE % (SMALLEST * height / 1080)) == [], (name, width)
            assert page.evaluate(OUTSIDE) == [], (name, width)
            assert page.evaluate(CHART_SHARE) > 0.5, (name, width)
            page.keyboard.press("ArrowRight")
    page.keyboard.press("g")
    assert violations(page, EVERYTHING) == []


@pytest.mark.integration
def test_a_wall_screen_turns_by_itself(dashboard: Dashboard, open_page: OpenPage) -> None:
    page = open_page(f"{dashboard.address}meeting?slide=headline&wall=5", MEETING_ROOM)
    expect(page.locator("[data-does=pick]")).to_have_text("3 / 13", timeout=8_000)
    expect(page.locator(".stale")).to_contain_text("数据只到2025年12月")
    assert settled(page).evaluate("document.querySelector('.st-key-top-bar').inert")
