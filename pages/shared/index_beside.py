"""The index of the periods beside the one that is looked at, got ready before anybody asks.

With hundreds of townships a period takes seconds, nearly all of it for what chance does to the ranks, and
whoever looks at one goes on to the next. It is computed in another process, at the lowest priority, one
period at a time: whoever asks meanwhile, for this one or for anything else, does not wait for it.
"""

from __future__ import annotations

import logging

from metrics.index.apart import index_apart
from metrics.index.results import PeriodIndex
from metrics.mart_reader import Mart
from pages.shared.beside_pages import BesidePages
from pages.shared.cached_reads import period_names
from pages.shared.index_reads import has_index_of, keep_index_of

# of fewer, an index takes less than the start of a process
FEW_TOWNSHIPS = 100
# whoever clicks on at once does not look at this period, and is not to be slowed down
LOOKED_AT_SECONDS = 0.5
# the period before and the one after: all that was wanted beside another is given up
MOST_WANTED = 2
Wanted = tuple[Mart, str, str]


def get_ready_beside(mart: Mart, found: PeriodIndex) -> None:
    """Have the periods before and after `found` computed, where that takes long; returns at once."""
    if len(found.townships) < FEW_TOWNSHIPS or mart.path != mart.file:  # part of a mart is no file to open
        return
    _COMPUTING.want((mart, found.period_type, each) for each in _beside(mart, found))


def _beside(mart: Mart, found: PeriodIndex) -> list[str]:
    """The period after, then the one before, to which most go: what is wanted last is computed first."""
    names = period_names(mart, found.period_type)
    at = names.index(found.period)
    beside = (*names[at + 1 : at + 2], *names[max(at - 1, 0) : at])
    return [each for each in beside if not has_index_of(mart, found.period_type, each)]


def _compute(wanted: Wanted) -> None:
    mart, period_type, period = wanted
    try:
        keep_index_of(mart, index_apart(mart.file, period_type, period))
    except Exception:  # it will be computed, or fail, when somebody asks
        logging.getLogger(__name__).exception("the index of %s was not got ready", period)


# cut off: a server that ends need not wait for what another process computes
_COMPUTING: BesidePages[Wanted] = BesidePages(_compute, MOST_WANTED, LOOKED_AT_SECONDS, may_be_cut_off=True)
