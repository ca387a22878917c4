"""A change is real by its difference test, or by a control-chart signal in the same direction.

The mart keeps the test alone; where a month is shown, its signals are laid over it. Only tested changes can
become real this way: money, stocks and incomplete totals stay untested.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from metrics.signal_queries import SignalPoint

if TYPE_CHECKING:
    from pandas import DataFrame

BASES = ("previous", "last_year")


def class_with_signal(change_class: str | None, change: float | None, direction: str | None) -> str | None:
    """'noise' or 'possible' → 'real' where the month's signal ("up", "down") goes the way of the change."""
    if change_class not in ("noise", "possible") or change is None or direction is None:
        return change_class
    goes_along = change > 0 if direction == "up" else change < 0
    return "real" if goes_along else change_class


def changes_with_signals(
    figures: DataFrame, points: Iterable[SignalPoint], stocks: Collection[str] = ()
) -> DataFrame:
    """`figures`: rows of `indicator_values` in one month; `points`: the signals of their areas in that month.

    `stocks`: indicators whose points carry last month in them, so that their signals prove nothing.
    """
    directions = {(p.area, p.indicator): p.direction for p in points if p.rule and p.indicator not in stocks}
    laid_over = figures.copy()
    for base in BASES:
        columns = ("area", "indicator", f"{base}_change_class", f"{base}_change")
        rows = zip(*(figures[column] for column in columns), strict=True)
        laid_over[f"{base}_change_class"] = [
            class_with_signal(word, change, directions.get((area, indicator)))
            for area, indicator, word, change in rows
        ]
    return laid_over
