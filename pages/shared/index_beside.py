"""The index of the periods beside the one that is looked at, got ready before anybody asks.

With hundreds of townships a period takes seconds, nearly all of it for what chance does to the ranks, and
whoever looks at one goes on to the next. It is computed in another process, at the lowest priority, one
period at a time: whoever asks meanwhile, for this one or for anything else, does not wait for it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock, Thread

from metrics.index.apart import index_apart
from metrics.index.results import PeriodIndex
from metrics.mart_reader import Mart
from pages.shared.cached_reads import period_names
from pages.shared.index_reads import has_index_of, keep_index_of

# of fewer, an index takes less than the start of a process
FEW_TOWNSHIPS = 100
LOOKED_AT_SECONDS = 0.5
_LOCK = Lock()


class _Work:
    """What was wanted last, for which all before is given up. `is_going_on`: some thread computes it."""

    wanted: tuple[tuple[Mart, str, str], ...] = ()
    is_going_on = False


def get_ready_beside(mart: Mart, found: PeriodIndex) -> None:
    """Have the periods before and after `found` computed, where that takes long; returns at once."""
    if len(found.townships) < FEW_TOWNSHIPS or mart.path != mart.file:  # part of a mart is no file to open
        return
    with _LOCK:
        _Work.wanted = tuple((mart, found.period_type, each) for each in _beside(mart, found))
        if _Work.is_going_on or not _Work.wanted:
            return
        _Work.is_going_on = True
    _in_background(_work_off)


def _beside(mart: Mart, found: PeriodIndex) -> list[str]:
    """The period before, to which most go, then the one after."""
    names = period_names(mart, found.period_type)
    at = names.index(found.period)
    beside = (*names[max(at - 1, 0) : at], *names[at + 1 : at + 2])
    return [each for each in beside if not has_index_of(mart, found.period_type, each)]


def _in_background(work: Callable[[], None]) -> None:
    # a daemon: a server that ends need not wait for what another process computes
    Thread(target=_once_looked_at, args=(work,), name="index beside", daemon=True).start()


def _once_looked_at(work: Callable[[], None]) -> None:
    """Whoever clicks on at once does not look at this period, and is not to be slowed down."""
    time.sleep(LOOKED_AT_SECONDS)
    work()


def _work_off() -> None:
    while wanted := _next():
        mart, period_type, period = wanted
        try:
            keep_index_of(mart, index_apart(mart.file, period_type, period))
        except Exception:  # it will be computed, or fail, when somebody asks
            logging.getLogger(__name__).exception("the index of %s was not got ready", period)


def _next() -> tuple[Mart, str, str] | None:
    with _LOCK:
        first, _Work.wanted = _Work.wanted[:1], _Work.wanted[1:]
        _Work.is_going_on = bool(first)
        return first[0] if first else None
