"""A mail server of a few lines, for tests: it takes what is sent and keeps it."""

from __future__ import annotations

import socketserver
import ssl
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

END = b".\r\n"


@dataclass
class Received:
    """What a server was sent: envelope, signing in, message; `refuses`: a recipient that it does not know."""

    port: int = 0
    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    signed_in: bytes = b""
    was_encrypted: bool = False
    message: bytes = b""
    refuses: str = ""


@contextmanager
def mail_server(
    received: Received, certificate: ssl.SSLContext | None = None, *, encrypted: bool = False
) -> Iterator[Received]:
    """Serve on a free port; with a certificate by STARTTLS, or (`encrypted`) from the first byte."""

    class Handler(_Handler):
        kept, tls, is_tls = received, certificate, encrypted

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        received.port = server.server_address[1]
        thread = Thread(target=server.handle_request)
        thread.start()
        try:
            yield received
        finally:
            thread.join(timeout=10)


class _Handler(socketserver.StreamRequestHandler):
    kept: Received
    tls: ssl.SSLContext | None
    is_tls: bool

    def handle(self) -> None:
        if self.is_tls:
            self._encrypt()
        self._say("220 test")
        while line := self.rfile.readline():
            command, _, rest = line.decode().strip().partition(" ")
            if command.upper() == "QUIT":
                return self._say("221 goodbye")
            self._answer(command.upper(), rest)
        return None

    def _answer(self, command: str, rest: str) -> None:
        answers = {
            "EHLO": self._features,
            "STARTTLS": self._start_tls,
            "AUTH": self._sign_in,
            "MAIL": self._from,
            "RCPT": self._to,
            "DATA": self._data,
        }
        answers.get(command, lambda _: self._say("250 ok"))(rest)

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def _features(self, _: str) -> None:
        tls = ["250-STARTTLS"] if self.tls and not self.kept.was_encrypted else []
        self._say("250-test", *tls, "250 AUTH PLAIN")

    def _start_tls(self, _: str) -> None:
        self._say("220 go on")
        self._encrypt()

    def _encrypt(self) -> None:
        assert self.tls is not None
        self.request = self.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
        self.kept.was_encrypted = True

    def _sign_in(self, rest: str) -> None:
        self.kept.signed_in = b64decode(rest.partition(" ")[2])
        self._say("235 welcome")

    def _from(self, rest: str) -> None:
        self.kept.sender = _address(rest)
        self._say("250 ok")

    def _to(self, rest: str) -> None:
        if self.kept.refuses and self.kept.refuses in rest:
            return self._say("550 no such mailbox")
        self.kept.recipients.append(_address(rest))
        return self._say("250 ok")

    def _data(self, _: str) -> None:
        self._say("354 go on")
        lines = iter(self.rfile.readline, END)
        # a line that begins with a point has one more on its way
        self.kept.message = b"".join(line[1:] if line.startswith(b".") else line for line in lines)
        self._say("250 taken")


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]
