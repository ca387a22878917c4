"""A month that is final: nothing is published into it or rolled back out of it, but by an admin."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.catalogue_records import Lock
from data.clock import now
from data.grants import ADMIN
from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store


def lock(store: Store, month: date, by: str = "") -> None:
    """Make a month final: nothing is published into it or rolled back out of it."""
    store.grant.refuse_unless(ADMIN)
    with store.writing():
        if month not in store.locked_months():
            store.catalogue.lock(Lock(month, store.grant.signature(by), now()))


def unlock(store: Store, month: date, by: str = "") -> None:
    """Open a locked month again."""
    store.grant.refuse_unless(ADMIN)
    if month not in store.locked_months():
        raise Refused(say("{month}没有锁定。", month=f"{month:%Y-%m}"))
    with store.writing():
        store.catalogue.unlock(month, store.grant.signature(by))
