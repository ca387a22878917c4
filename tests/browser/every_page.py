"""Every page, and the views of a page that look different, opened once for all that is asked of them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from pages.shared.page_list import PAGES
from tests.browser.conftest import settled

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
REPEAT_VISITS = "indicator=repeat_visit_share"
# name → address under the dashboard's
VIEWS = {
    entry.file: "" if entry is PAGES[0] else entry.file for entry in PAGES
} | {
    "indicator-compare": f"indicator?{REPEAT_VISITS}",
    "indicator-trend": f"indicator?{REPEAT_VISITS}&view=trend",
    "indicator-map": f"indicator?{REPEAT_VISITS}&view=map",
    "indicator-table": f"indicator?{REPEAT_VISITS}&view=table",
    "meeting-slide": "meeting?slide=requests&by=year&period=2025",
    "receipt": "?receipt=repeat_visit_share|county|month|2025-12",
}  # fmt: skip


@dataclass(frozen=True)
class OpenView:
    """A view in a tab of its own, to be looked at in any size and theme without loading it again."""

    name: str
    page: Page

    def show(self, size: str = "desktop", *, dark: bool = False) -> Page:
        """The page in that size and theme, all drawn."""
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        self.page.wait_for_timeout(250)  # a change of theme runs the page again
        return settled(self.page)
