"""The open tabs of every session: what was sent to each, when somebody last clicked, and how they are ended.

A tab is a websocket that stays open for hours. Once a second the catalogue is asked, in one question, which
sessions stand; the tabs of one that does not, whoever ended it and in whatever process, are closed.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.replies import SIGNED_OUT

if TYPE_CHECKING:
    from access.sessions import Sessions

LOOK_SECONDS = 1.0
MOST_FILES = 5_000
# what of a message to the browser names a file to fetch, or a place to send one to
FILES = re.compile(rb"/media/([0-9a-f]{16,})|upload_file/([0-9A-Za-z-]{8,})/")
FILE_OF_PATH = re.compile(r"/media/([0-9a-f]{16,})|/_stcore/upload_file/([0-9A-Za-z-]{8,})/")

TAB_NAME = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PROTOCOL = b"sec-websocket-protocol"


class Tab:
    """One websocket between a browser and the app behind."""

    def __init__(self, receive: Receive, send: Send, files: set[str]) -> None:
        self._receive, self._send = receive, send
        self._ended = asyncio.Event()
        self._files = files
        self.was_used = False
        self._was_told = False

    async def hear(self) -> Message:
        """The next message of the browser; none any more once the tab is ended."""
        ended = asyncio.ensure_future(self._ended.wait())
        heard = asyncio.ensure_future(self._receive())
        await asyncio.wait({ended, heard}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if self._ended.is_set():
            heard.cancel()
            return {"type": "websocket.disconnect", "code": SIGNED_OUT}
        message = heard.result()
        self.was_used = self.was_used or message["type"] == "websocket.receive"
        return message

    async def tell(self, message: Message) -> None:
        """A message to the browser; what files it names are the session's from then on."""
        if self._ended.is_set():
            return
        content = message.get("bytes") or b""
        if content and not self._was_told:  # the first message says what Streamlit calls this tab
            self._was_told = True
            self._files.update(name.decode() for name in TAB_NAME.findall(content))
        if b"/media/" in content or b"upload_file/" in content:
            names = [(media or upload).decode() for media, upload in FILES.findall(content)]
            if len(self._files) > MOST_FILES:
                self._files.clear()
            self._files.update(names)
        await self._send(message)

    async def end(self) -> None:
        """Close it from this side."""
        if not self._ended.is_set():
            self._ended.set()
            await self._send({"type": "websocket.close", "code": SIGNED_OUT})


class OpenTabs:
    """All tabs of one server process, by session."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._tabs: dict[str, set[Tab]] = defaultdict(set)
        self._files: dict[str, set[str]] = defaultdict(set)
        self._looking: asyncio.Task[None] | None = None

    async def hold(self, key: str, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one websocket for as long as it and its session last."""
        tab = Tab(receive, send, self._files[key])
        self._tabs[key].add(tab)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on())
        try:
            await app(self._own_tab_only(key, scope), tab.hear, tab.tell)
        finally:
            self._tabs[key].discard(tab)

    def _own_tab_only(self, key: str, scope: Scope) -> Scope:
        """Without the name of a tab to go on with, where that tab was not this session's.

        A browser that lost its connection asks to go on where it was; what it names might be another's.
        """
        headers = []
        for name, value in scope["headers"]:
            parts = value.split(b",")
            if name.lower() == PROTOCOL and len(parts) > 2:
                is_own = parts[2].strip().decode("latin-1") in self._files[key]
                value = value if is_own else b",".join(parts[:2])
            headers.append((name, value))
        return {**scope, "headers": headers}

    def may_have(self, key: str, path: str) -> bool:
        """Whether a file was sent to this session, or asked of it; paths that are no such files are free."""
        found = FILE_OF_PATH.match(path)
        is_file = path.startswith(("/media/", "/_stcore/upload_file/"))
        return not is_file or bool(found and (found[1] or found[2]) in self._files.get(key, ()))

    async def end(self, key: str) -> None:
        """Close every tab of a session, and forget its files."""
        self._files.pop(key, None)
        for tab in self._tabs.pop(key, set()):
            await tab.end()

    async def _look_on(self) -> None:
        while any(self._tabs.values()):
            await asyncio.sleep(LOOK_SECONDS)
            keys = [key for key, tabs in self._tabs.items() if tabs]
            used = [key for key in keys if self._take_use(key)]
            await run_in_threadpool(self._sessions.is_used, used)
            standing = await run_in_threadpool(self._sessions.refreshed)
            for key in keys:
                if key not in standing:
                    await self.end(key)

    def _take_use(self, key: str) -> bool:
        used = [tab for tab in self._tabs[key] if tab.was_used]
        for tab in used:
            tab.was_used = False
        return bool(used)
