"""A connection that is lost for some seconds: what was asked for comes, what failed is told in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute, expect

from tests.browser.conftest import Dashboard, settled
from tests.browser.test_upload import GOOD, payload

LOST = '[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])'
BACK_WITHIN = 60_000  # milliseconds


class Network:
    """The way between a page and its server, which can be cut and joined again."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        self._sockets.append(socket)

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
