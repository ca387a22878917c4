"""Failed sign-ins are counted by account and by address; too many, and nobody is let in there for a while.

Kept in the catalogue, so that a restart or a second server does not begin to count anew; the address only as
a hash, and only until it is forgotten.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from data.clock import now

if TYPE_CHECKING:
    from data.catalogue import Catalogue
    from data.sign_in_settings import SignInSettings


@dataclass(frozen=True)
class FailureRow:
    """What has failed since `began_at`."""

    key: str
    failures: int
    began_at: datetime


class Throttle:
    """The failures of one store."""

    def __init__(self, catalogue: Catalogue, settings: SignInSettings) -> None:
        self._catalogue = catalogue
        self._pause = timedelta(minutes=settings.pause_minutes)
        self._most = {"account": settings.attempts, "address": settings.attempts_by_address}

    def is_shut(self, account: str, address: str) -> bool:
        """Whether so much has failed lately that not even the right password is listened to."""
        return any(self._failures(key) >= most for key, most in self._keys(account, address))

    def failed(self, account: str, address: str) -> bool:
        """Count one more failure; True where it is the one that shuts the door."""
        shuts = False
        with self._catalogue.writing() as connection:
            oldest = (now() - self._pause).isoformat()
            connection.execute("delete from sign_in_failures where began_at <= ?", [oldest])
            for key, most in self._keys(account, address):
                connection.execute(
                    "insert into sign_in_failures values (?, 1, ?)"
                    " on conflict (key) do update set failures = sign_in_failures.failures + 1",
                    [key, now().isoformat()],
                )
                sql = "select failures from sign_in_failures where key = ?"
                shuts = shuts or connection.execute(sql, [key]).fetchone()[0] == most
        return shuts

    def succeeded(self, account: str) -> None:
        """An account's failures are forgotten; those of an address are not, for it may try many accounts."""
        with self._catalogue.writing() as connection:
            connection.execute("delete from sign_in_failures where key = ?", [_key("account", account)])

    def _keys(self, account: str, address: str) -> list[tuple[str, int]]:
        named = {"account": account, "address": address}
        return [(_key(kind, name), self._most[kind]) for kind, name in named.items()]

    def _failures(self, key: str) -> int:
        rows = self._catalogue.read_added(FailureRow, "sign_in_failures", "where key = ?", [key])
        return rows[0].failures if rows and rows[0].began_at + self._pause > now() else 0


def _key(kind: str, name: str) -> str:
    return hashlib.sha256(f"{kind}:{name}".encode()).hexdigest()
