"""What goes out is small where the browser takes it so, and always the same content."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pyarrow as pa
import pytest
from starlette.types import Message, Receive, Scope, Send

from pages.shared.browser.compressed import Compressed

TEXT = "平安报表，".encode() * 2_000
SCRIPT = "text/javascript; charset=utf-8"


def answer(
    content: bytes = TEXT, content_type: str = SCRIPT, asked: dict[str, str] | None = None, **headers: str
) -> tuple[dict[str, str], bytes]:
    """(headers, body) of a file that is sent in parts of 4,000 bytes."""

    async def file(scope: Scope, receive: Receive, send: Send) -> None:
        said = {"content-type": content_type, "content-length": str(len(content)), **headers}
        raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in said.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        for at in range(0, len(content), 4_000):
            more = at + 4_000 < len(content)
            await send({"type": "http.response.body", "body": content[at : at + 4_000], "more_body": more})

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    said = {"accept-encoding": "gzip, deflate, br"} if asked is None else asked
    raw = [(name.encode(), value.encode()) for name, value in said.items()]
    scope: Any = {"type": "http", "method": "GET", "path": "/static/a.js", "headers": raw}
    asyncio.run(Compressed(file)(scope, None, send))  # type: ignore[arg-type]
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return found, b"".join(each["body"] for each in sent[1:])


def test_a_script_goes_out_as_brotli_where_the_browser_takes_it() -> None:
    headers, body = answer(etag='"1"', cache_control="public, immutable, max-age=31536000")
    assert headers["content-encoding"] == "br"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["cache-control"] == "public, immutable, max-age=31536000"
    assert headers["etag"] == 'W/"1"'
    assert int(headers["content-length"]) == len(body) < len(TEXT) / 20
    assert pa.Codec("brotli").decompress(body, decompressed_size=len(TEXT), asbytes=True) == TEXT


def test_else_as_gzip() -> None:
    headers, body = answer(asked={"accept-encoding": "gzip;q=1.0"})
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == TEXT


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({}, {}),
        ({}, {"accept-encoding": "gzip", "range": "bytes=0-99"}),
        ({"content_type": "font/woff2"}, None),
        ({"content_encoding": "gzip"}, None),
        ({"content": b"short"}, None),
    ],
)
def test_what_gains_nothing_passes_as_it_is(said: dict[str, Any], asked: dict[str, str] | None) -> None:
    headers, body = answer(asked=asked, **said)
    assert headers.get("content-encoding") in (None, "gzip" if "content_encoding" in said else None)
    assert body == said.get("content", TEXT)
