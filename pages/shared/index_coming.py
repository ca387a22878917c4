"""The index of many townships in two steps: its scores at once, what chance does to them once it is drawn.

With hundreds of townships the draws take a second and more, and nothing of what most look for first hangs on
them. They are drawn beside the pages, one period at a time, what was asked for last before all others; the
page asks again until they are there (`data-again`, browser/drawn.js).
"""

from __future__ import annotations

import logging

from metrics.mart_reader import Mart
from pages.shared.beside_pages import BesidePages
from pages.shared.figures import townships
from pages.shared.index_reads import has_index_of, index_of

# of fewer, chance is drawn in less than a fifth of a second: nobody is shown half a page for that
FEW_TOWNSHIPS = 60
# what readers went on from is given up
MOST_WANTED = 4
Wanted = tuple[Mart, str, str]
# what could not be drawn: path of the mart, type of period, period
_FAILED: set[tuple[str, str, str]] = set()


def is_whole(mart: Mart, period_type: str, period: str) -> bool:
    """Whether the whole index can be shown at once.

    Also what could not be drawn: whoever asks for it is told why.
    """
    if len(townships(mart)) < FEW_TOWNSHIPS or has_index_of(mart, period_type, period):
        return True
    return (str(mart.path), period_type, period) in _FAILED


def draw_soon(mart: Mart, period_type: str, period: str) -> None:
    """Have the whole index of a period computed; returns at once."""
    _DRAWING.want([(mart, period_type, period)])


def _draw(wanted: Wanted) -> None:
    mart, period_type, period = wanted
    try:
        index_of(mart, period_type, period)
    except Exception:
        logging.getLogger(__name__).exception("the index of %s was not drawn", period)
        _FAILED.add((str(mart.path), period_type, period))


# not cut off: what ends inside the engine ends the whole process with an error
_DRAWING: BesidePages[Wanted] = BesidePages(_draw, MOST_WANTED)
