"""How many months a signal is about, from points typed in place."""

from __future__ import annotations

import pytest

from charts.signal_runs import months_of_signal
from tests.charts.test_signal_words import point

LEVEL = [point(month, 90) for month in range(1, 4)]
NEAR = {"rule": "two_of_three", "direction": "up"}
ABOVE = {"rule": "shift", "direction": "up"}


def test_a_run_above_the_mean_counts_the_months_that_a_stronger_rule_has_named() -> None:
    run = [
        point(4, 92, **ABOVE),
        point(5, 99, **NEAR),
        point(6, 104, "astronomical", "up"),
        point(7, 92, **ABOVE),
    ]
    assert months_of_signal([point(3, 88), *run]) == 4


def test_a_missing_month_a_new_level_and_the_mean_itself_end_a_run() -> None:
    assert months_of_signal([*LEVEL, point(5, 92, **ABOVE), point(6, 92, **ABOVE)]) == 2
    anew = point(5, 92, **ABOVE, rebase_reason="换了系统")
    assert months_of_signal([*LEVEL, point(4, 92, **ABOVE), anew, point(6, 93, **ABOVE)]) == 2
    assert months_of_signal([point(1, 95, **ABOVE), point(2, 90), point(3, 92, **ABOVE)]) == 1


def test_a_rise_counts_every_month_of_it() -> None:
    rise = [point(month, 84 + month, "trend", "up") for month in range(2, 7)]
    outside = point(7, 104, "astronomical", "up")
    assert months_of_signal([point(1, 90), *rise, outside, point(8, 105, "trend", "up")]) == 7


@pytest.mark.parametrize(("middle", "months"), [(99, 3), (91, 3)])
def test_two_months_of_three_near_a_limit_are_three_months(middle: float, months: int) -> None:
    between = point(5, middle, **NEAR) if middle > 97 else point(5, middle)
    assert months_of_signal([*LEVEL, point(4, 99, **NEAR), between, point(6, 99, **NEAR)]) == months


def test_half_yearly_points_are_counted_in_months() -> None:
    halves = [point(1, 80), point(7, 92, **ABOVE)]
    assert months_of_signal([*halves, point(12, 92, **ABOVE)]) == 6
