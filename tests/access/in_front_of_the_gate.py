"""The gate by itself, in front of an app that says who it was told reads: no server, no Streamlit."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from access.gate import Gate
from access.house import Places
from access.identity import HEADER, grant_of
from data.grants import Grant
from data.store import Store
from tests.access.served_with_people import PAGE

PAGES = frozenset({"", "township", "admin"})


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    """What stands behind the gate in these tests: it says what headers reached it."""
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    body = "\n".join(f"{name}: {value}" for name, value in sorted(headers.items())).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def may_open(page: str, grant: Grant) -> bool:
    return page != "admin" or grant.role == "admin"


class InProcess(httpx.BaseTransport):
    """Requests go straight into the gate, as if they came from `peer`."""

    def __init__(self, gate: ASGIApp, peer: str) -> None:
        self._transport = httpx.ASGITransport(gate, client=(peer, 50000))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def answered() -> httpx.Response:
            answer = await self._transport.handle_async_request(request)
            return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())

        return asyncio.run(answered())


def browser_of(store: Store, peer: str = "10.0.0.7", address: str = "http://report.test") -> httpx.Client:
    gate = Gate(behind, Places(PAGES, may_open), store)
    return httpx.Client(transport=InProcess(gate, peer), base_url=address, headers=PAGE)


@pytest.fixture
def browser(store: Store) -> httpx.Client:
    return browser_of(store)


def reader(answer: httpx.Response, store: Store) -> Grant:
    """Whom the app behind was told of."""
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    return grant_of(lines.get(HEADER), store)
