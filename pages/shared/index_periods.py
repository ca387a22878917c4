"""The period that 平安指数 opens on."""

from __future__ import annotations

from metrics.mart_reader import Mart
from metrics.period_steps import last_month
from pages.shared.cached_reads import period_names
from pages.shared.filters import newest_period


def newest_scored(mart: Mart, period_type: str) -> str:
    """The newest period; of quarters the newest that is whole, for in one that has begun nobody has a score.

    "" without figures; a running quarter where there is no other.
    """
    if period_type != "quarter":
        return newest_period(mart, period_type)
    months = period_names(mart, "month")
    whole = [each for each in period_names(mart, "quarter") if last_month("quarter", each) in months]
    return whole[-1] if whole else newest_period(mart, "quarter")
