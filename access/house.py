"""What a server's gate knows: its store, how people sign in there, who is in, and what pages there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from access.asked import Asked
from access.identity import sessions_of
from access.open_tabs import OpenTabs
from access.replies import cookie_name
from access.sessions import Session, Sessions, key_of
from access.throttle import Throttle
from data.grants import Grant
from data.language import pick
from data.settings import load_settings
from data.sign_in_settings import SignInSettings
from data.store import Store

if TYPE_CHECKING:
    from access.openid_provider import Provider

SESSION_COOKIE = "safety-report"
FORM_COOKIE = "safety-report-form"
SIGN_IN, SIGN_OUT, ACCOUNT, PASSWORD = "/sign-in", "/sign-out", "/account", "/password"


@dataclass(frozen=True)
class Places:
    """The pages behind the gate: their addresses ("" is the first), and whether a grant may open one."""

    pages: frozenset[str]
    may_open: Callable[[str, Grant], bool] = lambda page, grant: True


@dataclass(frozen=True)
class House:
    """One store behind one gate, with the settings as they were when the server started."""

    store: Store
    places: Places
    settings: SignInSettings = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "settings", self.store.settings.signing_in)

    @property
    def county(self) -> str:
        """Whose report it is, as the store's settings say; "" where they leave it open."""
        stated = self.store.settings.county
        return pick(stated) if stated != load_settings().county else ""

    @cached_property
    def sessions(self) -> Sessions:
        return sessions_of(self.store)

    @cached_property
    def throttle(self) -> Throttle:
        return Throttle(self.store.catalogue, self.settings)

    @cached_property
    def tabs(self) -> OpenTabs:
        return OpenTabs(self.sessions)

    @cached_property
    def provider(self) -> Provider:
        from access.openid_provider import Provider  # brings a library along that other ways do not need

        return Provider(self.settings)

    def secret_in(self, asked: Asked) -> str:
        """What the session's cookie holds."""
        return asked.cookie(cookie_name(SESSION_COOKIE, secure=asked.is_encrypted))

    def session_remembered(self, asked: Asked) -> tuple[bool, Session | None]:
        """(known, session) without asking the catalogue."""
        secret = self.secret_in(asked)
        return self.sessions.remembered(key_of(secret)) if secret else (True, None)

    def session_of(self, asked: Asked) -> Session | None:
        """The session that a request belongs to; asks the catalogue, at most once a second."""
        secret = self.secret_in(asked)
        return self.sessions.standing(key_of(secret)) if secret else None

    def next_place(self, wanted: str) -> str:
        """Where to go after signing in: a page of ours with its choices, else the first page.

        Made anew from the name of a page that there is, so that no address of another site can hide in it.
        """
        page, _, query = wanted.partition("?")
        page = page.removeprefix("/")
        if page not in self.places.pages:
            return "/"
        choices = urlencode(parse_qsl(query.partition("#")[0]))
        return f"/{page}?{choices}" if choices else f"/{page}"
