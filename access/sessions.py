"""Sessions: a random id in the browser's cookie, its hash in the catalogue, an end, and a limit on idleness.

What the catalogue says is remembered for a second, so that the seventy requests of a page are one look-up and
a session that was ended, here or by another process, is shut out within that second.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from access.accounts import Account, account_of, accounts
from data.audit import entry
from data.catalogue import insert
from data.clock import now

if TYPE_CHECKING:
    from data.catalogue import Catalogue
    from data.sign_in_settings import SignInSettings

REMEMBERED_SECONDS = 1.0
# the last click need not be known to the second, and a write for every click would be one too many
SEEN_SECONDS = 60
MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class SessionRow:
    """One sign-in as the catalogue has it."""

    key: str
    account: int
    began_at: datetime
    seen_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Session:
    """A sign-in that stands, and whose it is."""

    key: str
    account: Account


def key_of(secret: str) -> str:
    """What the catalogue keeps of a cookie: whoever reads the catalogue cannot sign in with it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def form_token(secret: str) -> str:
    """What a form of this browser must bring along, so that no page of another site can send one."""
    return hmac.new(secret.encode("utf-8", "replace"), b"form", hashlib.sha256).hexdigest()


class Sessions:
    """The sessions of one store, as one process knows them."""

    def __init__(self, catalogue: Catalogue, settings: SignInSettings) -> None:
        self._catalogue = catalogue
        self._longest = timedelta(hours=settings.session_hours)
        self._idle = timedelta(minutes=settings.idle_minutes)
        self._remembered: dict[str, tuple[float, Session | None]] = {}
        self._seen: dict[str, float] = {}

    def begin(self, account: Account) -> str:
        """A new session of an account: the secret for its cookie. What has run out is cleared away."""
        secret, at = secrets.token_urlsafe(32), now()
        row = SessionRow(key_of(secret), account.id or 0, at, at, at + self._longest)
        with self._catalogue.writing() as connection:
            idle_since = (at - self._idle).isoformat()
            connection.execute(
                "delete from sessions where ends_at <= ? or seen_at <= ?", [at.isoformat(), idle_since]
            )
            insert(connection, "sessions", [row])
            insert(connection, "audit", [entry(account.name, "sign_in", account.name)])
        return secret

    def end(self, session: Session) -> None:
        """Sign out."""
        with self._catalogue.writing() as connection:
            connection.execute("delete from sessions where key = ?", [session.key])
            insert(connection, "audit", [entry(session.account.name, "sign_out", session.account.name)])
        self._remembered.pop(session.key, None)

    def remembered(self, key: str) -> tuple[bool, Session | None]:
        """(known, session) without asking the catalogue: known for a second after it was asked."""
        at, session = self._remembered.get(key, (0.0, None))
        return time.monotonic() - at < REMEMBERED_SECONDS, session

    def standing(self, key: str) -> Session | None:
        """The session of that key, None where there is none, it has run out, or its account is shut out."""
        known, session = self.remembered(key)
        if not known:
            session = self._asked(key)
            self._remember(key, session)
        return session

    def is_used(self, keys: Iterable[str]) -> None:
        """Somebody clicked: written down once a minute."""
        at = time.monotonic()
        late = [key for key in keys if at - self._seen.get(key, -SEEN_SECONDS) >= SEEN_SECONDS]
        if late:
            self._seen |= dict.fromkeys(late, at)
            with self._catalogue.writing() as connection:
                rows = [(now().isoformat(), key) for key in late]
                connection.executemany("update sessions set seen_at = ? where key = ?", rows)

    def wants_use(self, key: str) -> bool:
        """Whether the last click of a session was written down too long ago."""
        return time.monotonic() - self._seen.get(key, -SEEN_SECONDS) >= SEEN_SECONDS

    def forget(self) -> None:
        """Ask the catalogue again at the next request: something was changed in this process."""
        self._remembered.clear()

    def counted(self) -> dict[int | None, int]:
        """Account → how many of its sessions stand."""
        self.refreshed()
        # a list at once: requests of other threads are remembered meanwhile
        standing = [session for _, session in list(self._remembered.values()) if session]
        return dict(Counter(session.account.id for session in standing))

    def refreshed(self) -> frozenset[str]:
        """The keys of all sessions that stand, by two questions to the catalogue; remembered from now on."""
        known = {each.id: each for each in accounts(self._catalogue)}
        rows = self._catalogue.read_added(SessionRow, "sessions", "")
        standing = {row.key: self._session(row, known.get(row.account)) for row in rows}
        for key in {*standing, *self._remembered}:
            self._remember(key, standing.get(key))
        return frozenset(key for key, session in standing.items() if session)

    def _asked(self, key: str) -> Session | None:
        rows = self._catalogue.read_added(SessionRow, "sessions", "where key = ?", [key])
        return self._session(rows[0], account_of(self._catalogue, rows[0].account)) if rows else None

    def _session(self, row: SessionRow, account: Account | None) -> Session | None:
        at = now()
        has_run_out = row.ends_at <= at or row.seen_at + self._idle <= at
        return Session(row.key, account) if account and not account.is_disabled and not has_run_out else None

    def _remember(self, key: str, session: Session | None) -> None:
        if len(self._remembered) >= MOST_REMEMBERED:  # somebody tries out cookies
            self._remembered.clear()
        self._remembered[key] = (time.monotonic(), session)
