"""Two figures of one indicator beside each other: two townships, or two periods, with the difference tested.

The tests are those of metrics/changes.py: a figure against another one instead of against its past. A signal
of the later month makes its change real here as everywhere (metrics/real_by_signal.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metrics.changes import base_columns, class_of_change
from metrics.real_by_signal import class_with_signal

if TYPE_CHECKING:
    from metrics.mart_reader import Mart

# one row: an indicator that both sides have a figure of. `other` is what `now` is set against
_DIFFERENCES = """
with paired as (
    select
        now.*,
        indicators.unit,
        indicators.limits_method,
        indicators.is_stock,
        mean_variance(now.numerator, now.squares, now.denominator) as variance,
        other.numerator as other_numerator,
        other.denominator as other_denominator,
        other.squares as other_squares,
        other.complete as other_complete,
        other.expected as other_expected
    from compared_values as now
    join compared_values as other using (indicator)
    join indicators using (indicator)
    where now.area = $1
        and now.period_type = $2
        and now.period = $3
        and other.area = $4
        and other.period_type = $2
        and other.period = $5
),
tested as (
    select
    *,
{columns}
    from paired
)
select
    indicator,
    change_of(unit, value, other_value) as difference,
    {level} as level,
    is_stock
from tested"""


@dataclass(frozen=True)
class Side:
    """One of the two that are compared."""

    area: str
    period: str


@dataclass(frozen=True)
class Difference:
    """`difference`: percent of the other side for totals, in the unit for rates; None without both figures.

    `level`: real (99.8 %), possible (95 %), noise; None where nothing is tested.
    """

    difference: float | None
    level: str | None


def differences(mart: Mart, period_type: str, one: Side, other: Side) -> dict[str, Difference]:
    """Indicator → how `one` differs from `other`, tested where their periods share no month."""
    sql = _DIFFERENCES.format(columns=base_columns("other"), level=class_of_change("other"))
    asked = [one.area, period_type, one.period, other.area, other.period]
    is_testable = _is_testable(mart, period_type, one, other)
    directions = _directions(mart, one, other) if period_type == "month" else {}
    forward = 1 if one.period > other.period else -1
    found = {}
    for indicator, difference, level, is_stock in mart.asked(sql, asked):
        since = None if difference is None else forward * difference
        # a stock's points carry last month in them: its signals prove nothing
        direction = None if is_stock else directions.get(indicator)
        level = class_with_signal(level if is_testable else None, since, direction)
        found[indicator] = Difference(difference, level)
    return found


def _directions(mart: Mart, one: Side, other: Side) -> dict[str, str | None]:
    """Indicator → the direction of the later month's signal, where two months of one area are compared."""
    if one.area != other.area or one.period == other.period:
        return {}
    points = mart.signals(area=one.area, month=max(one.period, other.period))
    return {point.indicator: point.direction for point in points if point.rule}


def _is_testable(mart: Mart, period_type: str, one: Side, other: Side) -> bool:
    if one.period == other.period:
        return True
    return not overlap(period_type, one.period, other.period) and not _was_merged(
        mart, period_type, one, other
    )


# between the two periods the area began to be made of other townships: metrics/extents.py
_MERGED = """
select 1
from restated
join areas using (area_no)
join periods using (period_no)
where area = $1 and period_type = $2 and period > least($3, $4) and period <= greatest($3, $4)
limit 1"""


def _was_merged(mart: Mart, period_type: str, one: Side, other: Side) -> bool:
    return bool(mart.asked(_MERGED, [one.area, period_type, one.period, other.period]))


def overlap(period_type: str, one: str, other: str) -> bool:
    """Whether two periods of a type have months in common; only those named by their last month can."""
    if period_type not in ("ytd", "rolling12"):
        return False
    first, last = sorted((one, other))
    apart = int(last[:4]) * 12 + int(last[5:7]) - int(first[:4]) * 12 - int(first[5:7])
    return apart < 12 if period_type == "rolling12" else first[:4] == last[:4]
