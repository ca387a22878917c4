"""How a page's script knows who reads: the gate says it in a header that nobody outside can write.

The header carries a word that this process drew at its start, and the gate takes the header out of whatever
comes from outside; a server without the gate in front therefore lets nobody in.
"""

from __future__ import annotations

import hmac
import secrets
from functools import cache
from typing import TYPE_CHECKING

from access.branch_grants import with_branches
from access.sessions import Sessions
from data.grants import AT_THIS_MACHINE, NO_GRANT, Grant
from data.sign_in_settings import THIS_MACHINE

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

HEADER = "x-safety-report-reader"
OUR_HEADERS = b"x-safety-report-"
AT_MACHINE = "this-machine"
_WORD = secrets.token_urlsafe(32)


def mark_of(reader: str) -> str:
    """What the gate writes into the header for a session's key, or for whoever sits at this machine."""
    return f"{_WORD}.{reader}"


def reader_in(header: str | None) -> str:
    """The session's key that the gate wrote; "" for a header that is not the gate's."""
    word, _, reader = (header or "").partition(".")
    return reader if hmac.compare_digest(word.encode(), _WORD.encode()) else ""


def grant_of(header: str | None, store: Store) -> Grant:
    """What the reader may do now: asked anew at every run, for sessions end and roles change."""
    reader = reader_in(header)
    if store.settings.signing_in.way == THIS_MACHINE:
        return AT_THIS_MACHINE if reader == AT_MACHINE else NO_GRANT
    session = sessions_of(store).standing(reader) if reader else None
    if not session or session.account.must_change:
        return NO_GRANT
    return with_branches(session.account.grant, store)


def sessions_of(store: Store) -> Sessions:
    """The sessions of a store: one memory of them in this process."""
    return _sessions_in(store.folder)


@cache
def _sessions_in(folder: Path) -> Sessions:
    from data.store import Store

    store = Store(folder)
    return Sessions(store.catalogue, store.settings.signing_in)
