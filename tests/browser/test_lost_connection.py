"""A connection that is lost for some seconds: what was asked for comes, what failed is told in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute, expect

from tests.browser.conftest import Dashboard, settled
from tests.browser.test_upload import GOOD, payload

LOST = '[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])'
BACK_WITHIN = 60_000  # milliseconds


class Network:
    """The way between a page and its server, which can be cut and joined again, or stand still."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._sockets: list[WebSocketRoute] = []
        self._stands_still = False
        self._held: list[Callable[[], None]] = []
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: self._pass(partial(server.send, message)))
        self._sockets.append(socket)

    def _pass(self, send: Callable[[], None]) -> None:
        self._held.append(send)
        while self._held and not self._stands_still:
            self._held.pop(0)()

    def stall(self) -> None:
        self._stands_still = True

    def flow(self) -> None:
        self._stands_still = False
        for send in self._held:
            send()
        self._held.clear()

    def cut(self) -> None:
        self._page.route(re.compile("/_stcore/"), _refuse)
        self._sockets[-1].close(code=1012)

    def join(self) -> None:
        self._page.unroute(re.compile("/_stcore/"))


def _refuse(route: Route) -> None:
    route.abort("connectionreset")


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    opened.close()


def test_the_page_asked_for_while_the_connection_was_lost_is_shown_when_it_is_back(
    dashboard: Dashboard, page: Page
) -> None:
    network = Network(page)
    page.goto(dashboard.address)
    settled(page)
    network.cut()
    page.wait_for_selector(LOST)
    page.locator(".st-key-top-bar .pages a", has_text="乡镇").click()
    page.wait_for_timeout(1_500)
    network.join()
    here = page.locator(".st-key-top-bar .pages a[aria-current]")
    expect(here).to_have_text("乡镇", timeout=BACK_WITHIN)
    expect(page.locator(".profile")).to_be_visible(timeout=BACK_WITHIN)


def test_a_page_that_does_not_come_is_seen_to_be_waited_for(dashboard: Dashboard, page: Page) -> None:
    network = Network(page)
    page.goto(dashboard.address)
    settled(page)
    waiting = page.locator("html[data-asked]")
    expect(waiting).to_have_count(0)
    network.stall()
    page.locator(".st-key-top-bar .pages a", has_text="乡镇").click()
    expect(waiting).to_have_count(1)
    for _ in range(50):
        if waiting.evaluate("each => getComputedStyle(each, '::before').opacity") == "1":
            break
        page.wait_for_timeout(200)
    else:
        pytest.fail("no bar is seen")
    network.flow()
    expect(page.locator(".profile")).to_be_visible(timeout=BACK_WITHIN)
    expect(waiting).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "出错了： 网络中断，没有传完"), ("en", "The connection was lost")]
)
def test_a_file_that_did_not_come_says_so_in_plain_words(
    dashboard: Dashboard, page: Page, language: str, words: str
) -> None:
    page.goto(f"{dashboard.address}upload?lang={language}")
    settled(page)
    page.route(re.compile("/_stcore/upload_file/"), _refuse)
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files([payload("一月.csv", GOOD)])
    told = page.locator('[data-testid="stFileChip"] [role="alert"]')
    expect(told).to_contain_text(words)
    box = told.bounding_box()
    assert box and box["width"] > 100 and box["height"] > 10
