"""No request leaves the server, on any page, in either language and theme."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Request

from pages.shared.page_list import PAGES
from tests.browser.conftest import Dashboard, settled

# Streamlit looks for itself under the page's address first, and is told that it is not there
EXPECTED_404 = ("/_stcore/health", "/_stcore/host-config")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page_name", [page.file for page in PAGES])
def test_every_request_stays_on_the_server_and_the_policy_is_kept(
    context: BrowserContext, dashboard: Dashboard, page_name: str, language: str
) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: _note(request, asked))
    page.on("console", lambda message: _complain(message, complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{dashboard.address}{'' if page_name == PAGES[0].file else page_name}?lang={language}")
    settled(page)
    page.close()
    own = urlsplit(dashboard.address).netloc
    assert [address for address in asked if urlsplit(address).netloc != own] == []
    assert complaints == []


def _note(request: Request, asked: list[str]) -> None:
    if request.url.startswith(("http", "ws")):
        asked.append(request.url)


def _complain(message: ConsoleMessage, complaints: list[str]) -> None:
    where = str(message.location.get("url", ""))
    if message.type == "error" and not urlsplit(where).path.endswith(EXPECTED_404):
        complaints.append(f"{message.text} ({where})")
