"""A reader's tab without a browser: Streamlit's websocket, spoken in Streamlit's own messages."""

from __future__ import annotations

import hashlib
import re
import time
import zlib
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

# what tells that a run came to its end is this small; what draws a page is larger
SMALL = 500
# read apart from the pages' own code, as the browser's script does
_CARRIER = re.compile(r'<div class="carrier( packed)?" hidden>([^<]*)</div>')
_STATED = re.compile('data-stated="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """All that one run sent. `seconds`: from the click until the script had finished."""

    seconds: float
    frames: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Bytes that crossed the wire."""
        return sum(map(len, self.frames))

    @property
    def digest(self) -> bytes:
        """Of what is drawn: two answers that draw the same have the same."""
        return hashlib.blake2b("\0".join(self.html).encode(), digest_size=16).digest()

    @cached_property
    def messages(self) -> tuple[ForwardMsg, ...]:
        """The frames as Streamlit reads them."""
        return tuple(map(ForwardMsg.FromString, self.frames))

    @cached_property
    def html(self) -> tuple[str, ...]:
        """Every element of HTML as it was sent."""
        return tuple(each.html.body for each in self._elements() if each.WhichOneof("type") == "html")

    @property
    def exceptions(self) -> list[str]:
        """What went wrong, in the words of the exception elements."""
        found = (each.exception for each in self._elements() if each.WhichOneof("type") == "exception")
        return [f"{each.type} {each.message}" for each in found]

    @property
    def drawn(self) -> str:
        """The markup that the browser makes of it."""
        return "\n".join(_CARRIER.sub(_drawn, body) for body in self.html)

    @property
    def stated(self) -> str:
        """The edition of the figures that the top bar states; "" where it states none."""
        found = next((found for body in self.html if (found := _STATED.search(body))), None)
        return unescape(found[1]) if found else ""

    def _elements(self):  # type: ignore[no-untyped-def]
        for message in self.messages:
            if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
                yield message.delta.new_element


@dataclass
class Tab:
    """A page that is open."""

    socket: ClientConnection

    async def run(self, page: str = "", query: str = "") -> Answer:
        """Open a page, or change a choice on it; all that came until its script had finished."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        frames: list[bytes] = []
        began = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        while True:
            frame = await self.socket.recv(decode=False)
            frames.append(bytes(frame))
            if len(frame) < SMALL and _is_end(frames[-1]):
                return Answer(time.perf_counter() - began, tuple(frames))


def _drawn(carrier: re.Match[str]) -> str:
    is_packed, content = carrier.groups()
    return zlib.decompress(b64decode(content)).decode() if is_packed else unescape(content)


def _is_end(frame: bytes) -> bool:
    told = ForwardMsg.FromString(frame)
    early = told.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return told.WhichOneof("type") == "script_finished" and not early


@asynccontextmanager
async def open_tab(address: str, cookie: str = "") -> AsyncIterator[Tab]:
    """The websocket of a page at `address` ("http://127.0.0.1:8501/"), as a browser opens it."""
    place = address.rstrip("/").replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(
        place,
        origin=address.rstrip("/"),  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"Cookie": cookie} if cookie else {},
        compression=None,
        max_size=None,
        open_timeout=60,
        ping_interval=None,
    ) as socket:
        yield Tab(socket)
