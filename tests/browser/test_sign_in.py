"""Signing in with an account, in Chromium; what is signed out of in one tab is closed in the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.access.people import (
    CHIEF_AND_LEADER_OF_A_EVERY_TIME,
    PASSWORD,
    PEOPLE,
    store_with_people,
)
from tests.browser.conftest import DESKTOP, PHONE, Dashboard, serving, settled

AXE = Path(__file__).parent / "axe" / "axe.min.js"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """A dashboard that asks who one is."""
    with serving(store_with_people(tmp_path_factory.mktemp("asking") / "store").folder) as started:
        yield started


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(locale="zh-CN")
    opened.add_init_script("localStorage.setItem('tour-seen', 'yes')")
    yield opened
    opened.close()


def test_signing_out_in_one_tab_closes_the_other(asking: Dashboard, visitor: BrowserContext) -> None:
    page, other = visitor.new_page(), visitor.new_page()
    page.goto(f"{asking.address}township?period=2025-05")
    page.fill("#name", "leader-of-a")
    page.fill("#password", "not this one")
    page.click("button")
    assert "账号或密码不对" in page.inner_text('[role="alert"]')
    page.fill("#name", "leader-of-a")
    page.fill("#password", PASSWORD)
    page.click("button")
    settled(page)
    assert page.url == f"{asking.address}township?period=2025-05"
    assert "甲镇和全县合计" in page.inner_text(".st-key-notices")
    other.goto(f"{asking.address}definitions")
    settled(other)
    page.click(".reader")
    page.click("button.quiet")
    page.wait_for_url("**/sign-in?out=1")
    other.wait_for_selector("#password", timeout=15_000)
    page.go_back()
    assert page.locator("#password").count() == 1


@pytest.mark.parametrize("name", CHIEF_AND_LEADER_OF_A_EVERY_TIME)
def test_everybody_is_offered_the_pages_of_their_role_and_no_other(
    asking: Dashboard, visitor: BrowserContext, name: str
) -> None:
    page = visitor.new_page()
    page.goto(asking.address)
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button")
    settled(page)
    offered = {text.strip() for text in page.locator(".st-key-top-bar nav .pages a").all_text_contents()}
    wanted = PEOPLE[name]
    missing = {
        "管理": wanted.role != "admin",
        "报送": wanted.role == "viewer",
        "材料": bool(wanted.townships),
        "会议": bool(wanted.townships),
    }
    assert {title for title in missing if title not in offered} == {
        t for t, is_hidden in missing.items() if is_hidden
    }
    answer = page.goto(f"{asking.address}admin")
    assert answer is not None
    assert (answer.status == 200) == (wanted.role == "admin")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_can_be_read_and_used_by_everybody(
    asking: Dashboard, visitor: BrowserContext, size: tuple[int, int], scheme: str
) -> None:
    page = visitor.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(asking.address)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    # the page lets no script run: axe looks at it from outside of its policy
    client = page.context.new_cdp_session(page)
    client.send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run().then((answer) => answer.violations.map((each) => each.id))")
    assert found == []
