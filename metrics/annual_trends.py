"""Rising, falling or neither over the last five years: the test behind Fingertips' trend markers.

Shares: the Cochran–Armitage χ² for a trend, its direction from a straight line through the logits. Others:
a straight line weighted by the width of the 95 % intervals. χ²₁ at 99.8 %; a trend that one single year
makes or turns is none. Years need not follow each other; months and quarters are not tested this way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from metrics.funnels import Z_95

YEARS = 5
CRITICAL = 9.549535706083324  # χ²₁ at 99.8 %


@dataclass(frozen=True)
class AnnualTrend:
    """`verdict`: increasing, decreasing, none, outlier (one year decides), too_short."""

    verdict: str
    chi2: float | None = None
    slope: float | None = None


Share = tuple[float, float, float]  # year, numerator, denominator
Level = tuple[float, float, float, float]  # year, value, lower95, upper95
Year = TypeVar("Year", Share, Level)


def share_trend(years: Sequence[Share]) -> AnnualTrend:
    """Of shares; the last five years count."""
    last = years[-YEARS:]
    return _judged(last, _cochran_armitage(last), _logit_slope) if len(last) == YEARS else _TOO_SHORT


def level_trend(years: Sequence[Level]) -> AnnualTrend:
    """Of rates, means and counts with limits; the last five years count."""
    last = years[-YEARS:]
    if len(last) < YEARS or any(not upper > lower for _, _, lower, upper in last):
        return _TOO_SHORT
    return _judged(last, _weighted_chi2(last), _weighted_slope)


_TOO_SHORT = AnnualTrend("too_short")


def _judged(years: Sequence[Year], chi2: float, slope_of: Callable[[Sequence[Year]], float]) -> AnnualTrend:
    slope = slope_of(years)
    if not chi2 > CRITICAL:
        return AnnualTrend("none", chi2, slope)
    rest = [slope_of([each for each in years if each is not left_out]) for left_out in years]
    if any(_sign(each) != _sign(slope) for each in rest):
        return AnnualTrend("outlier", chi2, slope)
    return AnnualTrend("increasing" if slope > 0 else "decreasing", chi2, slope)


def _sign(value: float) -> int:
    # what is left of a flat line after rounding has no direction
    return 0 if abs(value) < 1e-12 else int(math.copysign(1, value))


def _cochran_armitage(years: Sequence[Share]) -> float:
    start = years[0][0]  # the test does not care where time begins, rounding does
    times = [(t - start, x, n) for t, x, n in years]
    cases, all_ = sum(x for _, x, _ in times), sum(n for _, _, n in times)
    sum_t, sum_tt = sum(t * n for t, _, n in times), sum(t * t * n for t, _, n in times)
    above = all_ * (all_ * sum(t * x for t, x, _ in times) - cases * sum_t) ** 2
    below = cases * (all_ - cases) * (all_ * sum_tt - sum_t**2)
    return above / below if below else 0.0


def _logit_slope(years: Sequence[Share]) -> float:
    if any(x in (0, n) for _, x, n in years):  # no logit of none or all
        years = [(t, x + 0.5, n + 1) for t, x, n in years]
    return _slope([(t, math.log(x / (n - x)), 1.0) for t, x, n in years])


def _weights(years: Sequence[Level]) -> list[tuple[float, float, float]]:
    return [(t, value, (2 * Z_95 / (upper - lower)) ** 2) for t, value, lower, upper in years]


def _weighted_slope(years: Sequence[Level]) -> float:
    return _slope(_weights(years))


def _weighted_chi2(years: Sequence[Level]) -> float:
    points = _weights(years)
    middle = _middle(points)
    return _slope(points) ** 2 * math.fsum(w * (t - middle) ** 2 for t, _, w in points)


def _middle(points: Sequence[tuple[float, float, float]]) -> float:
    return math.fsum(w * t for t, _, w in points) / math.fsum(w for _, _, w in points)


def _slope(points: Sequence[tuple[float, float, float]]) -> float:
    """Of a straight line through (time, value, weight)."""
    middle = _middle(points)
    above = math.fsum(w * (t - middle) * y for t, y, w in points)
    return above / math.fsum(w * (t - middle) ** 2 for t, _, w in points)
