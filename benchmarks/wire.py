"""What a click costs at the server, as Chromium sees it: from what it sends to the last frame that comes."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


class Wire:
    """The websocket of one page."""

    def __init__(self, page: Page) -> None:
        self._sent: float | None = None
        self._received = 0.0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameSent", self._on_sent)
        session.on("Network.webSocketFrameReceived", self._on_received)

    def _on_sent(self, event: dict[str, Any]) -> None:
        if self._sent is None:  # the click itself; what a page says later is not waited for
            self._sent = float(event["timestamp"])

    def _on_received(self, event: dict[str, Any]) -> None:
        self._received = float(event["timestamp"])

    def milliseconds(self) -> float:
        """Of the last click; the next one is counted anew."""
        taken = 1000 * (self._received - self._sent) if self._sent is not None else 0.0
        self._sent = None
        return taken
