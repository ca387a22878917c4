"""The safety index of a period, computed once for all readers of a mart."""

from __future__ import annotations

from dataclasses import replace

from metrics.index.period_index import index_of_period, score_of_township, scores_of_period
from metrics.index.results import PeriodIndex
from metrics.mart_reader import Mart
from pages.shared.kept import Kept, kept_by_mart

_FOUND: Kept[PeriodIndex] = Kept(60)


def index_of(mart: Mart, period_type: str, period: str) -> PeriodIndex:
    """`index_of_period`, cached: a mart never changes, and neither do its scores."""
    key = (str(mart.path), period_type, period)
    return _FOUND.get(key, lambda: _without_ranks(index_of_period(mart, period_type, period), mart))


def has_index_of(mart: Mart, period_type: str, period: str) -> bool:
    """Whether `index_of` knows it."""
    return _FOUND.has((str(mart.path), period_type, period))


@kept_by_mart(4)
def scores_of(mart: Mart, period_type: str, period: str) -> PeriodIndex:
    """`scores_of_period`, cached for as long as chance is drawn."""
    return scores_of_period(mart, period_type, period)


def keep_index_of(mart: Mart, found: PeriodIndex) -> None:
    """`index_of` need not compute this one."""
    _FOUND.get((str(mart.path), found.period_type, found.period), lambda: _without_ranks(found, mart))


def _without_ranks(found: PeriodIndex, mart: Mart) -> PeriodIndex:
    """A place among a few townships, where the county has more, would be no place at all."""
    if not mart.is_limited:
        return found
    townships = (
        replace(each, ranked=0, rank=None, rank_low=None, rank_high=None, rank_low_99=None, rank_high_99=None)
        for each in found.townships
    )
    return replace(found, townships=tuple(townships))


@kept_by_mart(400)
def score_of(mart: Mart, period_type: str, period: str, township: str) -> PeriodIndex:
    """`score_of_township`, cached: for what is held against it, no page shows more."""
    return score_of_township(mart, period_type, period, township)


@kept_by_mart(60)
def trial_of(
    mart: Mart, period_type: str, period: str, weights: tuple[tuple[str, float], ...]
) -> PeriodIndex:
    """The same with other weights, for one reader's question; kept as long as it is asked again."""
    return _without_ranks(index_of_period(mart, period_type, period, dict(weights)), mart)
