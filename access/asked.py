"""A request as the gate sees it: who asks, from where, over what, with headers that can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.types import Scope

from access.identity import OUR_HEADERS
from data.sign_in_settings import SignInSettings

FORWARDED = (b"forwarded", b"via", b"x-real-ip")
FORWARDED_BEGIN = b"x-forwarded-"
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Asked:
    """One request or websocket, its scope as the server gave it."""

    scope: Scope
    settings: SignInSettings

    @property
    def path(self) -> str:
        return str(self.scope["path"])

    @property
    def method(self) -> str:
        return str(self.scope.get("method", "GET"))

    @property
    def is_websocket(self) -> bool:
        return bool(self.scope["type"] == "websocket")

    @cached_property
    def peer(self) -> str:
        """The address at the other end of the line: a proxy's, where there is one.

        The server beneath believes X-Forwarded-For of this machine's own proxies and puts what it says in the
        place of the peer. Whom to believe is for settings.toml to say, so that is undone here. A peer that
        was put there has no port; one that came by itself has, and may name itself in the header as it likes.
        """
        client = self.scope.get("client")
        found, port = (str(client[0]), client[1]) if client else ("", None)
        named = [each.strip() for each in self._said("x-forwarded-for").split(",")]
        return "127.0.0.1" if found and not port and found in named else found

    @cached_property
    def has_trusted_peer(self) -> bool:
        """Whether the line comes from a proxy that settings.toml trusts."""
        return any(_is_in(self.peer, network) for network in self.settings.trusted_proxies)

    @cached_property
    def is_forwarded(self) -> bool:
        """Whether anything in between says that it passes somebody else's request on."""
        return any(_is_forwarding(name) for name, _ in self.scope["headers"])

    @cached_property
    def address(self) -> str:
        """Whose failures are counted: the peer, or whom a trusted proxy has last named before it."""
        said = self._said("x-forwarded-for").rpartition(",")[2].strip() if self.has_trusted_peer else ""
        return said or self.peer

    @cached_property
    def host(self) -> str:
        return (self._said("x-forwarded-host") if self.has_trusted_peer else "") or self.header("host")

    @cached_property
    def is_encrypted(self) -> bool:
        """Whether the browser came over TLS: to us, to a trusted proxy, or by the address in the settings."""
        said = self._said("x-forwarded-proto")
        if said and self.has_trusted_peer:
            return said == "https"
        here = not said and self.scope.get("scheme") in ("https", "wss")
        return here or self.settings.is_encrypted

    @cached_property
    def is_from_this_machine(self) -> bool:
        """Whether peer and Host are this machine, and nobody passes on what another one asked.

        The Host, because any site may give its own name the address 127.0.0.1 and so speak to this machine
        through a browser on it.
        """
        named = _host_name(self.header("host")) in LOOPBACK_NAMES
        return named and _is_loopback(self.peer) and not self.is_forwarded

    @property
    def is_at_this_machine(self) -> bool:
        """Whether the line itself ends on this machine."""
        return _is_loopback(self.peer)

    @cached_property
    def is_under_own_name(self) -> bool:
        """Whether it was sent to the address in the settings; to any name where they give none."""
        return not self.settings.address or self.host == urlsplit(self.settings.address).netloc

    @cached_property
    def is_from_own_page(self) -> bool:
        """Whether a page of this server sent it (a program that is no browser says nothing of it)."""
        if self.header("sec-fetch-site") in ("cross-site", "same-site"):
            return False
        origin = self.header("origin")
        own = {f"http://{self.host}", f"https://{self.host}", self.settings.address} - {""}
        return not origin or origin in own

    def header(self, name: str) -> str:
        """The last header of that name; "" for none."""
        wanted = name.encode("latin-1")
        found = [value for key, value in self.scope["headers"] if key.lower() == wanted]
        return found[-1].decode("latin-1") if found else ""

    def cookie(self, name: str) -> str:
        """The cookie of that name; "" where there is none, or several of which one was planted."""
        found = []
        for part in self.header("cookie").split(";"):
            key, equals, value = part.strip().partition("=")
            if equals and key == name:
                found.append(value.strip('"'))
        return found[0] if len(found) == 1 else ""

    def query(self, name: str) -> str:
        """`?name=`, its last value."""
        found = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        return found.get(name, [""])[-1]

    @property
    def language(self) -> str:
        return "en" if self.query("lang") == "en" else "zh"

    def passed_on(self, mark: str) -> Scope:
        """The scope for what lies behind: nothing that outsiders may not say, and who reads."""
        kept = [
            (name, value)
            for name, value in self.scope["headers"]
            if not name.lower().startswith(OUR_HEADERS)
            and (self.has_trusted_peer or not _is_forwarding(name))
        ]
        mark_header: list[Any] = [(OUR_HEADERS + b"reader", mark.encode("latin-1"))]
        return {**self.scope, "headers": kept + mark_header}

    def _said(self, name: str) -> str:
        return self.header(name).strip()


def _is_forwarding(name: bytes) -> bool:
    plain = name.lower()
    return plain in FORWARDED or plain.startswith(FORWARDED_BEGIN)


def _is_in(address: str, network: str) -> bool:
    try:
        return ip_address(address) in ip_network(network)
    except ValueError:
        return False


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def _host_name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
