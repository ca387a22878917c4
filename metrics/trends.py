"""Is it going up or down: Mann–Kendall for monthly series, a five-point test for yearly ones.

Monthly: Mann (1945), Kendall (1975), ties corrected, with Sen's slope over the real distance in months; the
seasonal version (Hirsch, Slack & Smith 1982) compares each calendar month with itself in other years. Serial
correlation makes such tests too sure of themselves, so a trend is called one at p < 0.01 only.

Yearly figures have a test of their own: metrics/annual_trends.py.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

SIGNIFICANT = 0.01
FEWEST_MONTHS, FEWEST_SEASONAL_MONTHS = 12, 24
MONTHS_OF_YEAR = 12

Point = tuple[int, float]  # (month counted from anywhere, value)


@dataclass(frozen=True)
class Trend:
    """`slope`: in the value's unit a month (`seasonal_trend`: a year); `p` two-sided."""

    n: int
    s: float
    variance: float
    z: float
    p: float
    slope: float

    @property
    def direction(self) -> int:
        """1 rising, -1 falling, 0 no trend to speak of."""
        return (self.s > 0) - (self.s < 0) if self.p < SIGNIFICANT else 0


def mann_kendall(points: Sequence[Point]) -> Trend:
    """The trend of a series; missing months are simply not among the points."""
    values = [value for _, value in points]
    slopes = [(b - a) / (j - i) for (i, a), (j, b) in combinations(points, 2)]
    return _trend(len(points), _score(values), _variance(values), slopes)


def seasonal_trend(points: Sequence[Point]) -> Trend:
    """The same within each calendar month, added up: a yearly peak is no rise and no fall."""
    seasons = [[p for p in points if p[0] % MONTHS_OF_YEAR == month] for month in range(MONTHS_OF_YEAR)]
    slopes = [
        (b - a) / ((j - i) // MONTHS_OF_YEAR)
        for season in seasons
        for (i, a), (j, b) in combinations(season, 2)
    ]
    values = [[value for _, value in season] for season in seasons]
    return _trend(len(points), sum(map(_score, values)), math.fsum(map(_variance, values)), slopes)


def monthly_trend(points: Sequence[Point]) -> Trend | None:
    """The seasonal test from 24 months on, the plain one from 12 on, None for fewer."""
    if len(points) >= FEWEST_SEASONAL_MONTHS:
        return seasonal_trend(points)
    return mann_kendall(points) if len(points) >= FEWEST_MONTHS else None


def _trend(n: int, s: float, variance: float, slopes: Sequence[float]) -> Trend:
    z = (s - (s > 0) + (s < 0)) / math.sqrt(variance) if variance > 0 else 0.0
    return Trend(n, s, variance, z, math.erfc(abs(z) / math.sqrt(2)), median(slopes) if slopes else 0.0)


def _score(values: Sequence[float]) -> float:
    """How many pairs rise, less how many fall."""
    return float(sum((b > a) - (b < a) for a, b in combinations(values, 2)))


def _variance(values: Sequence[float]) -> float:
    n = len(values)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return (n * (n - 1) * (2 * n + 5) - ties) / 18


def kendall_tau(values: Sequence[float]) -> float | None:
    """τ_b, ties corrected: 1 = always rising, -1 = always falling; None where nothing moves."""
    pairs = len(values) * (len(values) - 1) / 2
    tied = sum(t * (t - 1) / 2 for t in Counter(values).values())
    return _score(values) / math.sqrt((pairs - tied) * pairs) if pairs > tied else None
