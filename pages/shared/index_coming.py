"""The index of many townships in two steps: its scores at once, what chance does to them once it is drawn.

With hundreds of townships the draws take a second and more, and nothing of what most look for first hangs on
them. They are drawn beside the pages, one period at a time, what was asked for last before all others; the
page asks again until they are there (`data-again`, browser/drawn.js).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Thread

from metrics.mart_reader import Mart
from pages.shared.figures import townships
from pages.shared.index_reads import has_index_of, index_of

# of fewer, chance is drawn in less than a fifth of a second: nobody is shown half a page for that
FEW_TOWNSHIPS = 60
# what readers went on from is given up
MOST_WANTED = 4
Wanted = tuple[str, str, str]


@dataclass
class _Work:
    """`wanted`: what was asked for last at the end; `drawing`: what is now drawn; `failed`: what is not."""

    wanted: dict[Wanted, Mart] = field(default_factory=dict)
    failed: set[Wanted] = field(default_factory=set)
    drawing: Wanted | None = None


_LOCK = Lock()
_WORK = _Work()


def is_whole(mart: Mart, period_type: str, period: str) -> bool:
    """Whether the whole index can be shown at once.

    Also what could not be drawn: whoever asks for it is told why.
    """
    if len(townships(mart)) < FEW_TOWNSHIPS or has_index_of(mart, period_type, period):
        return True
    return _key(mart, period_type, period) in _WORK.failed


def draw_soon(mart: Mart, period_type: str, period: str) -> None:
    """Have the whole index of a period computed; returns at once."""
    key = _key(mart, period_type, period)
    with _LOCK:
        if key == _WORK.drawing:
            return
        _WORK.wanted.pop(key, None)
        _WORK.wanted[key] = mart
        if len(_WORK.wanted) > MOST_WANTED:
            del _WORK.wanted[next(iter(_WORK.wanted))]
        if _WORK.drawing:
            return
        _WORK.drawing = key
    _in_background(_work_off)


def _key(mart: Mart, period_type: str, period: str) -> Wanted:
    return str(mart.path), period_type, period


def _in_background(work: Callable[[], None]) -> None:
    # no daemon: one that is cut off inside the engine ends the whole process with an error
    Thread(target=work, name="index coming").start()


def _work_off() -> None:
    while wanted := _next():
        key, mart = wanted
        _, period_type, period = key
        try:
            index_of(mart, period_type, period)
        except Exception:
            logging.getLogger(__name__).exception("the index of %s was not drawn", period)
            with _LOCK:
                _WORK.failed.add(key)


def _next() -> tuple[Wanted, Mart] | None:
    with _LOCK:
        found = _WORK.wanted.popitem() if _WORK.wanted else None
        _WORK.drawing = found[0] if found else None
        return found
