"""The range expected of a calendar month, worked out by hand for small series."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.seasons import expected_ranges

JANUARY = 2023 * 12
# quiet at 100 with a spring peak of 160 in February
YEAR = [100.0, 160.0] + [100.0] * 10


def series(*years: list[float]) -> list[tuple[int, float]]:
    return [(JANUARY + month, value) for month, value in enumerate(value for year in years for value in year)]


def noisy(seed: int, years: int = 3) -> list[tuple[int, float]]:
    draw = random.Random(seed)
    return series(*[[value + draw.gauss(0, 4) for value in YEAR] for _ in range(years)])


def test_the_peak_of_every_spring_lies_in_its_range() -> None:
    ranges = expected_ranges(noisy(1), "count")
    assert [each.month_no for each in ranges] == [JANUARY + 24 + month for month in range(12)]
    february = ranges[1]
    assert february.expected == pytest.approx(160, abs=8)
    assert february.direction == 0
    assert february.upper < 200


def test_a_peak_in_a_quiet_month_does_not() -> None:
    points = dict(noisy(1)) | {JANUARY + 24 + 7: 160.0}
    august = expected_ranges(list(points.items()), "count")[7]
    assert august.expected == pytest.approx(100, abs=8)
    assert august.direction == 1


def test_a_spring_without_its_peak_is_low() -> None:
    points = dict(noisy(1)) | {JANUARY + 25: 100.0}
    assert expected_ranges(list(points.items()), "count")[1].direction == -1


def test_shares_move_by_points_and_counts_by_a_factor() -> None:
    low, high = [40.0, 50.0] * 6, [80.0, 100.0] * 6
    share = expected_ranges(series(low, [y + 20 for y in low], low), "percent")[0]
    assert share.expected == pytest.approx((45 + 65) / 2 - 5)
    count = expected_ranges(series(low, high, low), "count")[0]
    assert count.expected == pytest.approx(67.5 * 40 / 45)


def test_two_whole_years_before_are_the_least() -> None:
    assert expected_ranges(series(YEAR, YEAR), "count") == []
    with_gap = [point for point in series(YEAR, YEAR, YEAR) if point[0] != JANUARY + 5]
    assert expected_ranges(with_gap, "count") == []


def test_the_width_is_that_of_a_chart_without_the_season() -> None:
    # year 1 and year 2 differ from their common index by ±1 in turn: ranges of 2 inside a year, none across
    plus = [100.0 + (1 if month % 2 else -1) for month in range(12)]
    minus = [100.0 - (1 if month % 2 else -1) for month in range(12)]
    found = expected_ranges(series(plus, minus, plus), "percent")[0]
    moving_range = 22 * 2 / 23
    assert found.expected == pytest.approx(100)
    assert found.upper - found.expected == pytest.approx(2.66 * moving_range * math.sqrt(3))


def test_a_year_without_anything_has_no_range() -> None:
    assert expected_ranges(series([0.0] * 12, YEAR, YEAR), "count") == []
    assert len(expected_ranges(series([0.0] * 12, YEAR, YEAR), "percent")) == 12


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), factor=st.sampled_from([0.5, 2.0, 8.0]))
def test_the_unit_of_counting_changes_nothing(seed: int, factor: float) -> None:
    points = noisy(seed)
    plain = expected_ranges(points, "count")
    scaled = expected_ranges([(month, value * factor) for month, value in points], "count")
    assert [each.direction for each in scaled] == [each.direction for each in plain]
    assert scaled[1].upper == pytest.approx(plain[1].upper * factor)


def test_hardly_any_ordinary_month_lies_outside() -> None:
    """2,400 months with nothing happening: from two years under three in a hundred, from four under one."""
    for years, most in ((3, 72), (5, 24)):
        ranges = [each for seed in range(200) for each in expected_ranges(noisy(seed, years), "count")]
        newest = [each for each in ranges if each.years == years - 1]
        assert len(newest) == 2400
        assert sum(each.direction != 0 for each in newest) < most
