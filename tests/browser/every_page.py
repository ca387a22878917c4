"""Every page, and the views of a page that look different, opened once for all that is asked of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from pages.shared.page_list import PAGES
from tests.browser.conftest import settled

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
MEETING_ROOM = {"meeting room": (1920, 1080)}
TABLET = {"tablet": (768, 1024)}  # or a desk's screen at nearly 200 %
REPEAT_VISITS = "indicator=repeat_visit_share"
# name → address under the dashboard's
VIEWS = {
    entry.file: "" if entry is PAGES[0] else entry.file for entry in PAGES
} | {
    "indicator-compare": f"indicator?{REPEAT_VISITS}",
    "indicator-trend": f"indicator?{REPEAT_VISITS}&view=trend",
    "indicator-townships": f"indicator?{REPEAT_VISITS}&view=townships",
    "indicator-map": f"indicator?{REPEAT_VISITS}&view=map",
    "indicator-table": f"indicator?{REPEAT_VISITS}&view=table",
    "meeting-slide": "meeting?slide=requests&by=year&period=2025",
    "compare-townships": "compare?areas=999901015,999901001",
    "compare-periods": "compare?mode=periods",
    "receipt": "?receipt=repeat_visit_share|county|month|2025-12",
}  # fmt: skip


# Streamlit looks for itself under the page's address first, and is told that it is not there
EXPECTED_404 = ("/_stcore/health", "/_stcore/host-config")


@dataclass(frozen=True)
class OpenView:
    """A view in a tab of its own, to be looked at in any size and theme without loading it again.

    `requests`: every address that it asked for; `complaints`: what the browser's console said of errors.
    """

    name: str
    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def show(self, size: str = "desktop", *, dark: bool = False) -> Page:
        """The page in that size and theme, all drawn."""
        width, height = (SIZES | MEETING_ROOM | TABLET)[size]
        wanted = {"width": width, "height": height}
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        if self.page.viewport_size != wanted or dark:
            self.page.set_viewport_size(wanted)
            self.page.wait_for_timeout(250)  # a change of theme runs the page again
        return settled(self.page)


def open_view(context: BrowserContext, name: str, address: str) -> OpenView:
    """Load a view, and note all that it asks for and complains of."""
    view = OpenView(name, context.new_page())
    width, height = SIZES["desktop"]
    view.page.set_viewport_size({"width": width, "height": height})
    view.page.on("request", lambda request: _note(request.url, view.requests))
    view.page.on("console", lambda message: _complain(message, view.complaints))
    view.page.on("pageerror", lambda error: view.complaints.append(str(error)))
    view.page.goto(address)
    settled(view.page)
    return view


def _note(address: str, requests: list[str]) -> None:
    if address.startswith(("http", "ws")):
        requests.append(address)


def _complain(message: ConsoleMessage, complaints: list[str]) -> None:
    where = str(message.location.get("url", ""))
    if message.type == "error" and not urlsplit(where).path.endswith(EXPECTED_404):
        complaints.append(f"{message.text} ({where})")
