"""Who may send a file, and how much of what was sent is held at once: Streamlit asks neither.

It keeps every file in memory until the page that it was sent to is closed, and gives any page an address to
send one to. A reader who may only look could fill the memory of the server with it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from access.asked import Asked
from access.identity import HEADER, grant_of
from access.replies import turn_away
from data.grants import UPLOADER
from data.language import say, speaking
from data.sign_in_settings import SignInSettings
from data.store import Store

UPLOADS = "/_stcore/upload_file/"
MEGABYTE = 1 << 20
# ten of the largest file that may be sent (.streamlit/config.toml), a quarter of what the service may use
MOST_HELD = 500 * MEGABYTE


class UploadDoor:
    """ASGI middleware behind the gate. `held`: bytes of all files that are kept now."""

    def __init__(
        self, app: ASGIApp, store: Store | None = None, held: Callable[[], int] | None = None
    ) -> None:
        self._app = app
        self._store = store
        self._held = held or held_by_streamlit
        self._coming = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(UPLOADS):
            await self._app(scope, receive, send)
            return
        # what is on its way counts before it is looked at: a hundred may come at the same moment
        size = size_of(scope)
        self._coming += size
        try:
            await self._let_through(scope, receive, send)
        finally:
            self._coming -= size

    async def _let_through(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Asked(scope, SignInSettings())
        may_send = await run_in_threadpool(self._may_send, scope)
        with speaking(asked.language):
            status, why = self._refusal(may_send, size_of(scope))
        if why:
            await turn_away(asked, send, status, why)
        else:
            await self._app(scope, receive, send)

    def _may_send(self, scope: Scope) -> bool:
        return grant_of(Headers(scope=scope).get(HEADER), self._store or Store()).may(UPLOADER)

    def _refusal(self, may_send: bool, size: int) -> tuple[int, str]:
        """(status, why not); "" where the file may come."""
        if not may_send:
            return 403, say("您的账号不能报送文件。")
        if not size:
            return 411, say("没有说明文件有多大，没有接收。")
        if self._held() + self._coming > MOST_HELD:
            most = MOST_HELD // MEGABYTE
            return 413, say("服务器上等待核对的文件已满{n} MB，请关掉用完的页面，几分钟后再传。", n=most)
        return 204, ""


def size_of(scope: Scope) -> int:
    """As its sender states it; the server beneath holds the sender to it."""
    stated = Headers(scope=scope).get("content-length", "")
    return int(stated) if stated.isdecimal() and len(stated) < 16 else 0


def held_by_streamlit() -> int:
    """Bytes of all files that were sent and are kept; to be asked on the server's own loop.

    Those of a page that was closed two minutes ago are let go now: Streamlit would wait until another page is
    closed, which may be for ever.
    """
    from streamlit.runtime import get_instance
    from streamlit.runtime.stats import CacheStat

    runtime: Any = get_instance()
    with suppress(AttributeError):  # of another version of Streamlit, which may have mended it
        runtime._session_mgr._session_storage._cache.expire()
    stats = runtime.uploaded_file_mgr.get_stats()
    held = (each for group in stats.values() for each in group if isinstance(each, CacheStat))
    return sum(each.byte_length for each in held)
