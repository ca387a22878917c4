"""What a publication would make jump: changed figures that differ from the month before by more than chance.

Neutral figures are left out: how many people ask for something is nobody's fault and nobody's merit. What
becomes of their number is said by the check of unusual rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metrics.mart_queries import Choice

if TYPE_CHECKING:
    from pandas import DataFrame

    from metrics.mart_reader import Mart

COLUMNS = ("indicator", "area", "period", "previous_value", "value", "previous_change_class", "complete")
REAL = "real"
KIND = "kind:"


@dataclass(frozen=True)
class Jump:
    """A figure of a month beside that of the month before, in the indicator's unit."""

    indicator: str
    area: str
    period: str
    before: float
    after: float


def jumps_in(after: Mart, figures: DataFrame) -> list[Jump]:
    """Those among the changed `figures` (metrics/preview.py), newest month first, in catalogue order."""
    if figures.empty:
        return []
    newest = str(figures["period"].iloc[0])
    shown = figures[figures["period"] == newest]
    changed = set(zip(shown["indicator"], shown["area"], strict=True))
    judged = _judged(after) & {indicator for indicator, _ in changed}
    choice = Choice(tuple(sorted(judged)), period_type="month", period=newest)
    rows = after.rows(COLUMNS, choice) if judged else []
    return [
        Jump(indicator, area, period, float(before), float(value))
        for indicator, area, period, before, value, change, _ in rows
        if change == REAL and (indicator, area) in changed and not str(area).startswith(KIND)
    ]


def _judged(after: Mart) -> set[str]:
    table = after.indicators()
    return set(table.loc[table["good"] != "neither", "indicator"])
