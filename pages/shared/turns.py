"""Who makes pages at the same time: as many as there are processors, first come, first served.

After a publication all pages are made anew, for everybody at once. Made all together, each would be ready
when the last is. A run that finds everything ready never waits.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local

_PLACES = BoundedSemaphore(os.cpu_count() or 1)
# whoever has waited so long begins without a place: better slow than never
LONGEST_WAIT_SECONDS = 5.0


class _Here(local):
    """Of this thread. `is_in_turn`: it keeps its place until `one_turn` ends."""

    has_place = False
    is_in_turn = False


_HERE = _Here()


@contextmanager
def one_turn() -> Iterator[None]:
    """Inside, the place of the first `place` is kept for those that follow: the parts of one page."""
    _HERE.is_in_turn = True
    try:
        yield
    finally:
        _HERE.is_in_turn = False
        give_way()


@contextmanager
def place() -> Iterator[None]:
    """A place to make something at; what is made in the making of something else is made at the same."""
    had_one = _HERE.has_place
    if not had_one:
        _take()
    try:
        yield
    finally:
        if not had_one and not _HERE.is_in_turn:
            give_way()


def give_way() -> None:
    """Whoever waits for what another makes must not stand in its way, and may find all ready then."""
    if _HERE.has_place:
        _HERE.has_place = False
        _PLACES.release()


def _take() -> None:
    _HERE.has_place = _PLACES.acquire(timeout=LONGEST_WAIT_SECONDS)
