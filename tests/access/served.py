"""The real dashboard in a process of its own, and a browser's websocket without the browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.source_tree import PROJECT

SECONDS = 60


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
                return b"\n".join(came).decode("utf-8", "replace")

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
