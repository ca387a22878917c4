"""Limits of a monthly share that are wide where its cases are few: Laney's p′ chart, beside the plain one.

On the plain chart every month has the same limits, too narrow for its small months and too wide for its large
ones. Here a month is measured in its own standard errors, z = (p − p̄) / √(p̄(1 − p̄)/n), and the limits are
p̄ ± 2.66 × the mean moving range of z × that error (Laney 2002): what townships vary beyond chance stays in.
With the same n in every month they are those of the plain chart around Σx/Σn. Ranges above 3.267 times their
mean are left out once, as there; no range across a missing month.

A view of its own: signals and alerts stay on the plain values.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

from metrics.chart_settings import ChartSettings
from metrics.seasons import ExpectedRange

Share = tuple[int, float, float]  # month (year × 12 + month − 1), cases, cases of which


def share_ranges(months: Sequence[Share], settings: ChartSettings | None = None) -> list[ExpectedRange]:
    """The range of every month, in percent, not clipped; empty where a plain chart would have no limits.

    `months`: in order, without those that have no denominator. `expected` is Σx/Σn in all of them.
    """
    rules = settings or ChartSettings()
    if not months or _too_little(months, rules):
        return []
    mean = sum(x for _, x, _ in months) / sum(n for _, _, n in months)
    errors = [math.sqrt(mean * (1 - mean) / n) for _, _, n in months]
    scores = [(x / n - mean) / error for (_, x, n), error in zip(months, errors, strict=True)]
    places = [month for month, _, _ in months]
    spread = 2.66 * _moving_range(places, scores, screening=rules.screening)
    return [
        ExpectedRange(
            month,
            100 * x / n,
            100 * mean,
            100 * (mean - spread * error),
            100 * (mean + spread * error),
            years=0,
        )
        for (month, x, n), error in zip(months, errors, strict=True)
        if spread > 0
    ]


def _too_little(months: Sequence[Share], rules: ChartSettings) -> bool:
    """As on the plain chart: too few points, or too few cases a month, or too few of the others."""
    cases = min(fmean(x for _, x, _ in months), fmean(n - x for _, x, n in months))
    return len(months) < rules.fewest_points or cases < max(rules.fewest_cases, 1e-9)


def _moving_range(places: Sequence[int], scores: Sequence[float], *, screening: bool) -> float:
    """The mean of the ranges between neighbours; 0 where there is none."""
    pairs = zip(places, scores, places[1:], scores[1:], strict=False)
    ranges = [abs(z - before) for at, before, place, z in pairs if place - at == 1]
    if screening and ranges:
        usual = 3.267 * fmean(ranges)
        ranges = [each for each in ranges if each < usual]
    return fmean(ranges) if ranges else 0.0
