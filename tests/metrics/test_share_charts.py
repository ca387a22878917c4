"""Limits that follow the number of cases, against the plain chart and numpy."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.chart_settings import ChartSettings
from metrics.share_charts import Share, share_ranges
from tests.metrics.test_control_charts import chart

PLAIN = ChartSettings(screening=False)


def months(*figures: tuple[float, float]) -> list[Share]:
    return [(24_000 + at, x, n) for at, (x, n) in enumerate(figures)]


def drawn(seed: int, count: int = 30, sizes: tuple[int, int] = (20, 900)) -> list[Share]:
    chance = random.Random(seed)
    ns = [chance.randint(*sizes) for _ in range(count)]
    return months(*((sum(chance.random() < 0.7 for _ in range(n)), n) for n in ns))


def test_the_limits_are_laneys() -> None:
    """qicharts2's pp chart, with 2.66 for its 3/1.128."""
    shares = drawn(1)
    x, n = np.array([x for _, x, _ in shares], float), np.array([n for *_, n in shares], float)
    mean = x.sum() / n.sum()
    error = np.sqrt(mean * (1 - mean) / n)
    ranges = np.abs(np.diff((x / n - mean) / error))
    ranges = ranges[ranges < 3.267 * ranges.mean()]
    found = share_ranges(shares)
    assert [each.lower for each in found] == pytest.approx(
        100 * (mean - 2.66 * ranges.mean() * error), rel=1e-9
    )
    assert [each.upper for each in found] == pytest.approx(
        100 * (mean + 2.66 * ranges.mean() * error), rel=1e-9
    )
    assert [each.value for each in found] == pytest.approx(100 * x / n)


@pytest.mark.parametrize("screening", [True, False])
def test_with_as_many_cases_every_month_they_are_those_of_the_plain_chart(screening: bool) -> None:
    shares = [(month, x, 100) for month, x, _ in drawn(2, sizes=(100, 100))]
    rules = ChartSettings(screening=screening)
    plain = chart([(0, month, float(x)) for month, x, _ in shares], rules)
    for ours, row in zip(share_ranges(shares, rules), plain, strict=True):
        assert (ours.lower, ours.upper) == pytest.approx((row["lower_limit"], row["upper_limit"]))


def test_a_small_month_has_wide_limits_and_a_large_one_narrow_ones() -> None:
    """12 of 20 is usual among months of 70 %; the plain limits of the large months would call it a signal."""
    large = [(700 + 9 * (at % 2), 1000) for at in range(20)]
    found = share_ranges(months(*large, (12, 20), *large[:4]))
    small = found[20]
    assert small.direction == 0
    assert small.upper - small.lower == pytest.approx(50**0.5 * (found[0].upper - found[0].lower))
    assert chart([(0, at, 100 * x / n) for at, x, n in months(*large, (12, 20), *large[:4])])[20][
        "is_outside"
    ]
    assert share_ranges(months(*large, (600, 1000), *large[:4]))[20].direction == -1


def test_no_range_is_measured_across_a_missing_month() -> None:
    steps = [(50, 100) if at % 2 else (54, 100) for at in range(10)]
    shares = months(*steps) + [(month + 20, x + 30, n) for month, x, n in months(*steps)]
    assert share_ranges(shares, PLAIN)[0].upper == pytest.approx(67 + 2.66 * 4)


@pytest.mark.parametrize(
    "figures",
    [[(50, 100)] * 12, [(4, 100), (5, 100)] * 10, [(96, 100), (95, 100)] * 10, [(50, 100)] * 20, []],
    ids=["short", "few cases", "few others", "no variation", "nothing"],
)
def test_where_a_plain_chart_has_no_limits_there_are_none(figures: list[tuple[int, int]]) -> None:
    assert share_ranges(months(*figures)) == []


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6), factor=st.integers(2, 9))
def test_the_mean_lies_within_and_more_cases_narrow_a_month(seed: int, factor: int) -> None:
    shares = drawn(seed, count=15, sizes=(40, 90))
    found = {each.month_no: each for each in share_ranges(shares, PLAIN)}
    sizes = {month: n for month, _, n in shares}
    widths = [(sizes[month], each.upper - each.lower) for month, each in found.items()]
    assert all(each.lower < each.expected < each.upper for each in found.values())
    ordered = sorted(widths)
    assert all(b[1] <= a[1] + 1e-9 for a, b in pairwise(ordered))
    # of all counts multiplied alike only the scale of chance changes, and the chart measures it anew
    scaled = share_ranges([(month, factor * x, factor * n) for month, x, n in shares], PLAIN)
    assert [each.upper for each in scaled] == pytest.approx([each.upper for each in found.values()])
