"""What a month is usually like at this time of the year: an expected range from the same months before.

A series with a yearly peak (people come home for the spring festival and bring their matters along) breaks
the plain limits every February. Here each month is set against its own calendar month of all earlier years:

- the index of a calendar month: its value over (counts, rates, money) or minus (shares, days) the mean of its
  year, averaged over the earlier years;
- the level: the mean of the earlier years;
- the noise: the mean moving range of those years once the index is taken out, × 2.66 as on any XmR chart, and
  × √((k + 1) / (k − 1)) for k years, because an index from k years follows their own noise (a leftover has
  only (k − 1)/k of the variance) and errs in the year to come (which adds 1/k).

Two whole earlier years are the least; with fewer there is no range. Calendar months know nothing of the lunar
calendar: in a year in which the festival moves from February to January, read both months together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

MONTHS_OF_YEAR = 12
FEWEST_YEARS = 2

Values = Mapping[int, float]  # month (year × 12 + month − 1) → value


@dataclass(frozen=True)
class ExpectedRange:
    """Of one month, in the value's unit; `years`: from how many earlier ones."""

    month_no: int
    value: float
    expected: float
    lower: float
    upper: float
    years: int

    @property
    def direction(self) -> int:
        """1 above the range, -1 below, 0 within: as usual at this time of the year."""
        return (self.value > self.upper) - (self.value < self.lower)


def is_multiplicative(unit: str) -> bool:
    """A peak multiplies counts, rates and money; it moves a share or a mean by so many points or days."""
    return unit not in ("percent", "days")


def expected_ranges(points: Sequence[tuple[int, float]], unit: str) -> list[ExpectedRange]:
    """The range of every month that has two whole years of 12 points before its own year.

    `points`: (year × 12 + month − 1, value) in the indicator's unit; a missing month is not among them.
    """
    values = dict(points)
    whole = [
        year for year in sorted({month // MONTHS_OF_YEAR for month in values}) if _is_whole(values, year)
    ]
    ranges = []
    for month, value in sorted(values.items()):
        earlier = [year for year in whole if year < month // MONTHS_OF_YEAR]
        if len(earlier) >= FEWEST_YEARS:
            ranges.append(_range(values, month, value, earlier, is_multiplicative(unit)))
    return [each for each in ranges if each is not None]


def _is_whole(values: Values, year: int) -> bool:
    return all(year * MONTHS_OF_YEAR + month in values for month in range(MONTHS_OF_YEAR))


def _range(
    values: Values, month: int, value: float, years: Sequence[int], multiplies: bool
) -> ExpectedRange | None:
    means = {year: fmean(_of_year(values, year)) for year in years}
    if multiplies and min(means.values()) <= 0:
        return None
    index = _index(values, means, multiplies)
    level = fmean(means.values())
    spread = 2.66 * _noise(values, years, index, multiplies) * math.sqrt((len(years) + 1) / (len(years) - 1))
    share = index[month % MONTHS_OF_YEAR]
    expected = level * share if multiplies else level + share
    spread *= share if multiplies else 1.0
    return ExpectedRange(month, value, expected, expected - spread, expected + spread, len(years))


def _of_year(values: Values, year: int) -> list[float]:
    return [values[year * MONTHS_OF_YEAR + month] for month in range(MONTHS_OF_YEAR)]


def _index(values: Values, means: Mapping[int, float], multiplies: bool) -> list[float]:
    found: dict[int, list[float]] = defaultdict(list)
    for year, mean in means.items():
        for month, value in enumerate(_of_year(values, year)):
            found[month].append(value / mean if multiplies else value - mean)
    return [fmean(found[month]) for month in range(MONTHS_OF_YEAR)]


def _noise(values: Values, years: Sequence[int], index: Sequence[float], multiplies: bool) -> float:
    """Mean moving range without the season; no range across a year that is left out."""
    adjusted = {
        year * MONTHS_OF_YEAR + month: _without_season(value, index[month], multiplies)
        for year in years
        for month, value in enumerate(_of_year(values, year))
    }
    ranges = [abs(value - adjusted[month - 1]) for month, value in adjusted.items() if month - 1 in adjusted]
    return fmean(ranges)


def _without_season(value: float, share: float, multiplies: bool) -> float:
    if not multiplies:
        return value - share
    return value / share if share else 0.0
