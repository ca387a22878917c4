"""What stands before the gate: every request gets a number, is counted and may be written down.

It answers /healthz (the process lives), /readyz (it can do its work) and /metrics itself, to programs on this
machine and to whoever brings the token of settings.toml; to anybody else these paths are like any other.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from time import perf_counter

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.asked import SAFE_METHODS, Asked
from access.readiness import READY, not_ready
from access.replies import PLAIN, answer
from access.request_log import own_choices, own_path, write_line
from access.work_done import CONTENT_TYPE, OPEN_TABS, REQUESTS, work_done
from data.refusal import Refused
from data.sign_in_settings import SignInSettings
from data.store import Store
from data.watch_settings import WatchSettings

HEALTHZ, READYZ, METRICS = "/healthz", "/readyz", "/metrics"
REQUEST_ID = b"x-request-id"
A_NUMBER = re.compile(r"[0-9a-zA-Z-]{8,64}")


class Watch:
    """`pages`: names that a path may be written down with. `store`: the environment's where none is given.

    `before_end`: what the server waits for once it was told to stop and nobody is served any more.
    """

    def __init__(
        self,
        app: ASGIApp,
        pages: frozenset[str],
        store: Store | None = None,
        before_end: Callable[[], object] = lambda: None,
    ) -> None:
        self._app = app
        self._before_end = before_end
        self._pages = pages
        self._store = store or Store()
        self._settings = _settings_of(self._store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, self._ending(send))
            return
        asked = Asked(scope, self._settings[0])
        number = _number_of(asked)
        reply = _Reply(send, number)
        scope = {**scope, "headers": [*_without_number(scope), (REQUEST_ID, number.encode("latin-1"))]}
        began = perf_counter()
        is_tab = asked.is_websocket
        if is_tab:
            OPEN_TABS.inc()
        try:
            if self._is_for_us(asked):
                await self._tell(asked.path, reply)
            else:
                await self._app(scope, receive, reply)
        finally:
            if is_tab:
                OPEN_TABS.dec()
            self._note(asked, reply, perf_counter() - began)

    def _ending(self, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "lifespan.shutdown.complete":
                await run_in_threadpool(self._before_end)
            await send(message)

        return sent

    def _is_for_us(self, asked: Asked) -> bool:
        ours = asked.path in (HEALTHZ, READYZ, METRICS) and not asked.is_websocket
        return ours and asked.method in SAFE_METHODS and may_watch(asked, self._settings[1])

    async def _tell(self, path: str, send: Send) -> None:
        if path == HEALTHZ:
            await answer(send, 200, "ok\n")
        elif path == READYZ:
            wrong = await run_in_threadpool(not_ready, Store(self._store.folder))
            await answer(send, 503 if wrong else 200, f"{wrong or READY}\n")
        else:
            await self._tell_work(send)

    async def _tell_work(self, send: Send) -> None:
        try:
            text = (await run_in_threadpool(work_done, self._store)).decode()
        except Exception:  # what cannot be read is for /readyz to name
            await answer(send, 503, f"{await run_in_threadpool(not_ready, self._store)}\n", PLAIN)
            return
        await answer(send, 200, text, CONTENT_TYPE)

    def _note(self, asked: Asked, reply: _Reply, seconds: float) -> None:
        REQUESTS.labels(f"{reply.status // 100}xx" if reply.status >= 100 else "none").inc()
        write_line(
            "socket" if asked.is_websocket else "request",
            request_id=reply.number,
            method="GET" if asked.is_websocket else asked.method[:10],
            path=own_path(asked.path, self._pages),
            choices=own_choices(asked.scope.get("query_string", b"")),
            status=reply.status,
            ms=round(seconds * 1000, 1),
        )


class _Reply:
    """Passes an answer on with the number of its request, and remembers how it went."""

    def __init__(self, send: Send, number: str) -> None:
        self._send = send
        self.number = number
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            self.status = message.get("status", 101)
            headers = [*message.get("headers", ()), (REQUEST_ID, self.number.encode("latin-1"))]
            message = {**message, "headers": headers}
        elif message["type"] == "websocket.close" and not self.status:
            self.status = 403
        await self._send(message)


def _settings_of(store: Store) -> tuple[SignInSettings, WatchSettings]:
    try:
        return store.settings.signing_in, store.settings.watching
    except Refused:  # the gate lets nobody in; that the process lives may still be asked on this machine
        return SignInSettings(), WatchSettings()


def may_watch(asked: Asked, settings: WatchSettings) -> bool:
    """Whether a program on this machine asks, a trusted proxy for itself, or one that brings the token."""
    kind, _, brought = asked.header("authorization").partition(" ")
    if settings.token and kind.lower() == "bearer":
        return hmac.compare_digest(brought.strip().encode("latin-1"), settings.token.encode("latin-1"))
    is_proxy = asked.has_trusted_peer and not asked.is_forwarded
    return asked.is_from_this_machine or (is_proxy and not asked.is_at_this_machine)


def _number_of(asked: Asked) -> str:
    """A trusted proxy's number for the request, else a new one."""
    said = asked.header(REQUEST_ID.decode()) if asked.has_trusted_peer else ""
    return said if A_NUMBER.fullmatch(said) else secrets.token_hex(8)


def _without_number(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in scope["headers"] if name.lower() != REQUEST_ID]
