"""Who makes a page: one at a time, first come, first served.

After a publication all pages are made anew, for everybody at once. Made all together, each would be ready
when the last is. Python runs one thread at a time, so a second place would only make both slower; the engine
uses all processors for the one as it is. A run that finds everything ready never waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local

_PLACE = BoundedSemaphore(1)
# whoever has waited so long begins without a place: better slow than never
LONGEST_WAIT_SECONDS = 30.0


class _Here(local):
    """Of this thread. `is_in_turn`: it keeps its place until `one_turn` ends; `making`: how many things it is
    making, one for the other.
    """

    has_place = False
    is_in_turn = False
    making = 0


_HERE = _Here()


@contextmanager
def one_turn(is_kept: bool = True) -> Iterator[None]:
    """Inside, the place of the first `place` is kept for those that follow: the parts of one page.

    Not where something may be published on it: that takes long, and waits for others.
    """
    _HERE.is_in_turn = is_kept
    try:
        yield
    finally:
        _HERE.is_in_turn = False
        give_way()


@contextmanager
def place() -> Iterator[None]:
    """The place to make something at; what is made in the making of something else is made at the same."""
    if not _HERE.has_place:
        _take()
    _HERE.making += 1
    try:
        yield
    finally:
        _HERE.making -= 1
        if not _HERE.making and not _HERE.is_in_turn:
            give_way()


@contextmanager
def waiting_for_another() -> Iterator[None]:
    """Whoever waits for what another makes must not stand in its way.

    It takes a place again where it goes on making something; else it may find all ready, and needs none.
    """
    had_one = _HERE.has_place
    give_way()
    try:
        yield
    finally:
        if had_one and _HERE.making:
            _take()


def give_way() -> None:
    """Leave the place to others."""
    if _HERE.has_place:
        _HERE.has_place = False
        _PLACE.release()


def _take() -> None:
    _HERE.has_place = _PLACE.acquire(timeout=LONGEST_WAIT_SECONDS)
