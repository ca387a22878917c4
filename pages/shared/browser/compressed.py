"""Answers on their way to the browser, made small: Streamlit sends its own files as they are.

A first visit loads two and a half megabytes of scripts, which are a third of that compressed. Every content
is compressed once and kept, for all readers load the same files.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# bytes; below, an answer fits into two packets anyway, and above nothing of ours is text
FEWEST_BYTES, MOST_BYTES = 2_000, 20_000_000
TEXTS = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
# a visit loads some 80 files
CONTENTS_KEPT = 500


class Compressed:
    """ASGI middleware: what is text goes out as Brotli or gzip, whichever the browser takes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        encoding = encoding_for(scope)
        await self._app(scope, receive, _Reply(send, encoding, self._compressed) if encoding else send)

    async def _compressed(self, content: bytes, encoding: str) -> bytes:
        key = hashlib.blake2b(content, digest_size=16, key=encoding.encode()).digest()
        if key not in self._kept:
            self._kept[key] = await run_in_threadpool(COMPRESS[encoding], content)
            if len(self._kept) > CONTENTS_KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]


class _Reply:
    """Holds an answer back until it is whole, where it is worth it."""

    def __init__(self, send: Send, encoding: str, compressed: Callable) -> None:
        self._send = send
        self._encoding = encoding
        self._compressed = compressed
        self._start: Message | None = None
        self._content = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and is_worth_it(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._content += message.get("body", b"")
            if not message.get("more_body"):
                await self._answer(self._start)

    async def _answer(self, start: Message) -> None:
        body = await self._compressed(bytes(self._content), self._encoding)
        headers = MutableHeaders(scope=start)
        headers["content-encoding"] = self._encoding
        headers["content-length"] = str(len(body))
        headers.add_vary_header("Accept-Encoding")
        if etag := headers.get("etag"):
            headers["etag"] = f"W/{etag.removeprefix('W/')}"  # the same content, in other bytes
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def encoding_for(scope: Scope) -> str:
    """ "br", "gzip", or "" where nothing is to be compressed: for a part of a file, say."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return ""
    headers = Headers(scope=scope)
    if "range" in headers:
        return ""
    taken = {each.partition(";")[0].strip() for each in headers.get("accept-encoding", "").split(",")}
    return next((encoding for encoding in COMPRESS if encoding in taken), "")


def is_worth_it(start: Message) -> bool:
    """Whether an answer is a text of known and fitting length, sent as it is."""
    headers = Headers(raw=start["headers"])
    length = headers.get("content-length", "")
    return (
        start["status"] == 200
        and "content-encoding" not in headers
        and headers.get("content-type", "").startswith(TEXTS)
        and length.isdecimal()
        and FEWEST_BYTES <= int(length) <= MOST_BYTES
    )


def _brotli(content: bytes) -> bytes:
    from pyarrow import Codec  # loaded by Streamlit anyway

    packed: bytes = Codec("brotli", compression_level=5).compress(content, asbytes=True)
    return packed


def _gzip(content: bytes) -> bytes:
    maker = zlib.compressobj(9, wbits=31)
    return maker.compress(content) + maker.flush()


COMPRESS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip}
