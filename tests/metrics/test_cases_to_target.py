"""How many more cases to the target: counted one by one, so that no formula checks itself."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.cases_to_target import cases_to_target


def counted(numerator: int, denominator: int, target: str, good: str) -> int | None:
    step = 1 if good == "high" else -1
    for cases in range(denominator + 1):
        share = Fraction(100 * (numerator + step * cases), denominator)
        if not 0 <= share <= 100:
            return None
        if share >= Fraction(target) if good == "high" else share <= Fraction(target):
            return cases
    return None


@given(
    numerator=st.integers(0, 60),
    more=st.integers(0, 60),
    target=st.decimals(0, 100, places=1),
    good=st.sampled_from(["high", "low"]),
)
def test_it_is_the_first_number_of_cases_that_reaches_the_target(numerator, more, target, good) -> None:
    denominator = numerator + more
    if denominator:
        found = cases_to_target(numerator, denominator, float(target), good)
        assert found == counted(numerator, denominator, str(target), good)


def test_ninety_five_of_a_hundred_needs_five_more_than_ninety() -> None:
    assert cases_to_target(90, 100, 95, "high") == 5
    assert cases_to_target(95, 100, 95, "high") == 0
    assert cases_to_target(8, 100, 5, "low") == 3


def test_a_target_that_rounding_would_miss_costs_no_extra_case() -> None:
    assert cases_to_target(0, 1000, 95.1, "high") == 951
    assert cases_to_target(0, 70, 10, "high") == 7


def test_counts_and_rates_per_head_count_events_fewer() -> None:
    assert cases_to_target(7, None, 5, "low", "count") == 2
    # 12 events in 240,000 person-months are 6 a year and 10,000 people
    assert cases_to_target(12, 240_000, 5, "low", "per_10k") == 2


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "good", "unit"),
    [
        (None, 10, 90, "high", "percent"),
        (5, 0, 90, "high", "percent"),
        (5, 10, None, "high", "percent"),
        (5, 10, 90, "neither", "percent"),
        (50, 10, 4, "low", "days"),
        (5, 10, 101, "high", "percent"),
    ],
)
def test_where_there_is_no_such_number_there_is_none(numerator, denominator, target, good, unit) -> None:
    assert cases_to_target(numerator, denominator, target, good, unit) is None
