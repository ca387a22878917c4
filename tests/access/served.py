"""The real dashboard in a process of its own, and a browser's websocket without the browser."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
import zlib
from base64 import b64decode
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.source_tree import PROJECT

# a page that nobody asked for yet, on a machine where everything else runs too
SECONDS = 240
T = TypeVar("T")


PACKED = re.compile('<div class="carrier packed" hidden>([^<]*)</div>')


def _unpacked(carrier: re.Match[str]) -> str:
    """What the browser draws of markup that was sent packed."""
    return zlib.decompress(b64decode(carrier[1])).decode()


@dataclass
class Tab:
    """A page that is open: its websocket, and all that the server has sent to it."""

    socket: ClientConnection
    sent: list[ForwardMsg] = field(default_factory=list)

    def run(self, page: str = "", query: str = "") -> str:
        """Run a page to its end; the text of all that came."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        self.socket.send(message.SerializeToString())
        came: list[bytes] = []
        while True:
            content = self.socket.recv(timeout=SECONDS)
            assert isinstance(content, bytes)
            came.append(content)
            told = ForwardMsg.FromString(content)
            self.sent.append(told)
            if told.WhichOneof("type") == "script_finished":
                return PACKED.sub(_unpacked, b"\n".join(came).decode("utf-8", "replace"))

    def place_to_upload(self) -> str:
        """An address that the server gives this tab to send a file to."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append("a.csv")
        message.file_urls_request.session_id = self.session
        self.socket.send(message.SerializeToString())
        while True:
            content = self.socket.recv(timeout=SECONDS)
            assert isinstance(content, bytes)
            told = ForwardMsg.FromString(content)
            if told.WhichOneof("type") == "file_urls_response":
                return "/" + told.file_urls_response.file_urls[0].upload_url.lstrip("/")

    @property
    def session(self) -> str:
        """What Streamlit calls this tab."""
        return next(m.new_session.initialize.session_id for m in self.sent if m.HasField("new_session"))


@contextmanager
def open_tab(address: str, cookie: str = "", origin: str = "", goes_on_with: str = "") -> Iterator[Tab]:
    """The websocket of a page, as a browser with this cookie opens it, or opens again."""
    protocols = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", goes_on_with] if goes_on_with else ["streamlit"]
    headers = {"Cookie": cookie} if cookie else {}
    place = address.replace("http://", "ws://") + "/_stcore/stream"
    with connect(
        place,
        additional_headers=headers,
        origin=origin or address,  # type: ignore[arg-type]
        subprotocols=protocols,  # type: ignore[arg-type]
        max_size=None,
    ) as opened:
        yield Tab(opened)


@contextmanager
def served(store: Path, log: Path, port: int = 0) -> Iterator[str]:
    """The address of the dashboard over `store`, for as long as the block lasts. `port` 0: any."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={port}"]
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*command, "--server.address=127.0.0.1"],
            cwd=PROJECT,
            env={**os.environ, "SAFETY_REPORT_STORE": str(store)},
            stdout=said,
            stderr=said,
        )
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def run_apart(asked: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` beside the loop of a browser that this thread may have open."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


def free_port() -> int:
    """One that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(SECONDS * 10):
        assert process.poll() is None, "the server ended before it answered"
        try:
            if httpx.get(f"{address}/_stcore/health", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {address}")
