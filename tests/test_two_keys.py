"""The choice of the alarm with two keys rests on a study of docs/statistics.md: a small part of it, again."""

from __future__ import annotations

import numpy as np

from benchmarks.two_keys import CHOSEN, Sums, alarms, in_a_row, rolling


def test_where_nothing_changes_two_keys_and_charts_together_come_about_once_a_county_month() -> None:
    for differ, of_charts in ((0.0, 0.33), (0.3, 0.33)):
        begin, _ = alarms(differ, busyness=1, counties=6)[CHOSEN]
        assert begin + of_charts <= 1


def test_one_key_alone_would_cry_wolf_several_times_as_often() -> None:
    found = alarms(0.3, busyness=1, counties=6)
    assert found["worse than the county at 99.8 %"][0] > 4 * found[CHOSEN][0]


def test_rolling_sums_and_runs_are_counted_by_hand() -> None:
    sums = rolling(Sums(np.array([[1.0, 2, 3, 4]]), np.array([[1.0, 1, 1, 1]])), 2)
    assert sums.bad.tolist() == [[1, 3, 5, 7]]
    says = np.array([[True, True, True, False, True]])
    assert in_a_row(says, 2).tolist() == [[False, True, True, False, False]]
