"""The safety index of a period, computed once for all readers of a mart."""

from __future__ import annotations

from dataclasses import replace

from metrics.index.period_index import index_of_period
from metrics.index.results import PeriodIndex
from metrics.mart_reader import Mart
from pages.shared.kept import kept_by_mart


@kept_by_mart(60)
def index_of(mart: Mart, period_type: str, period: str) -> PeriodIndex:
    """`index_of_period`, cached: a mart never changes, and neither do its scores."""
    return _without_ranks(index_of_period(mart, period_type, period), mart)


def _without_ranks(found: PeriodIndex, mart: Mart) -> PeriodIndex:
    """A place among a few townships, where the county has more, would be no place at all."""
    if not mart.is_limited:
        return found
    townships = (
        replace(each, ranked=0, rank=None, rank_low=None, rank_high=None, rank_low_99=None, rank_high_99=None)
        for each in found.townships
    )
    return replace(found, townships=tuple(townships))


@kept_by_mart(60)
def scores_of(mart: Mart, period_type: str, period: str) -> PeriodIndex:
    """The scores and their parts alone, which take a tenth of the time: no limits, no ranks."""
    return index_of_period(mart, period_type, period, with_chance=False)


@kept_by_mart(60)
def trial_of(
    mart: Mart, period_type: str, period: str, weights: tuple[tuple[str, float], ...]
) -> PeriodIndex:
    """The same with other weights, for one reader's question; kept as long as it is asked again."""
    return _without_ranks(index_of_period(mart, period_type, period, dict(weights)), mart)
