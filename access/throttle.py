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

ONE_MORE = """
insert into sign_in_failures values (?, 1, ?)
on conflict (key) do update set failures = sign_in_failures.failures + 1"""
ONE_LESS = "update sign_in_failures set failures = failures - 1 where key = ?"
TRIES = "select failures from sign_in_failures where key = ?"


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

    def admits(self, account: str, address: str) -> bool:
        """Whether one more try is listened to. It counts as failed until it has succeeded.

        So a hundred tries at the same moment are no more than a hundred one after the other.
        """
        if self.is_shut(account, address):
            return False
        with self._catalogue.writing() as connection:
            oldest = (now() - self._pause).isoformat()
            connection.execute("delete from sign_in_failures where began_at <= ?", [oldest])
            for key, most in self._keys(account, address):
                connection.execute(ONE_MORE, [key, now().isoformat()])
                tries = connection.execute(TRIES, [key]).fetchone()[0]
                if tries > most:
                    return False
        return True

    def succeeded(self, account: str, address: str) -> None:
        """An account is forgotten; of the address only this try is, for it may try many accounts."""
        with self._catalogue.writing() as connection:
            connection.execute("delete from sign_in_failures where key = ?", [_key("account", account)])
            connection.execute(ONE_LESS, [_key("address", address)])

    def _keys(self, account: str, address: str) -> list[tuple[str, int]]:
        named = {"account": account, "address": address}
        return [(_key(kind, name), self._most[kind]) for kind, name in named.items()]

    def _failures(self, key: str) -> int:
        rows = self._catalogue.read_added(FailureRow, "sign_in_failures", "where key = ?", [key])
        return rows[0].failures if rows and rows[0].began_at + self._pause > now() else 0


def _key(kind: str, name: str) -> str:
    return hashlib.sha256(f"{kind}:{name}".encode()).hexdigest()
