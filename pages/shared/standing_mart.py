"""Which mart stands, asked once in a run: a publication in the middle of it does not tear the page in two.

The top bar, the page and an open receipt each need it; the next click asks anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from data.store import Store

_told: ContextVar[dict[Path, Path | None] | None] = ContextVar("told", default=None)


@contextmanager
def one_mart() -> Iterator[None]:
    """All that is read inside is read from one mart of a store."""
    before = _told.set({})
    try:
        yield
    finally:
        _told.reset(before)


def standing_mart(store: Store) -> Path | None:
    """The mart file that stands, or None before the first publication; inside `one_mart` as it stood first."""
    told = _told.get()
    if told is None:
        return store.current_mart()
    if store.folder not in told:
        told[store.folder] = store.current_mart()
    return told[store.folder]
