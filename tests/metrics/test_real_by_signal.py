"""Real: beyond 99.8 % by the difference test, or a signal of the control chart in the same direction."""

from __future__ import annotations

import pandas as pd
import pytest

from metrics.real_by_signal import changes_with_signals, class_with_signal
from metrics.signal_queries import SignalPoint


@pytest.mark.parametrize(
    ("tested", "change", "direction", "said"),
    [
        ("noise", 3.0, "up", "real"),
        ("possible", -3.0, "down", "real"),
        ("noise", -3.0, "up", "noise"),
        ("noise", 3.0, None, "noise"),
        ("real", 3.0, None, "real"),
        (None, 3.0, "up", None),
        ("noise", None, "up", "noise"),
    ],
)
def test_a_signal_makes_a_tested_change_real(tested, change, direction, said) -> None:
    assert class_with_signal(tested, change, direction) == said


def test_the_signals_of_a_month_are_laid_over_its_changes() -> None:
    changes = {"previous_change": [1.0, 1.0], "last_year_change": [-1.0, 1.0]}
    classes = {"previous_change_class": ["noise", "noise"], "last_year_change_class": ["noise", "noise"]}
    table = pd.DataFrame({"area": "county", "indicator": ["a", "b"], **changes, **classes})
    lines = ("common_cause", None, "x", False, False, None, None)
    point = SignalPoint("a", "county", "2025-12", 9.0, 5.0, 4.0, 8.0, "astronomical", "up", *lines)
    found = changes_with_signals(table, [point])
    assert list(found["previous_change_class"]) == ["real", "noise"]
    assert list(found["last_year_change_class"]) == ["noise", "noise"]
    assert list(table["previous_change_class"]) == ["noise", "noise"]
    elsewhere = changes_with_signals(table.assign(area="A"), [point])
    assert list(elsewhere["previous_change_class"]) == ["noise", "noise"]
    stock = changes_with_signals(table, [point], stocks={"a"})
    assert list(stock["previous_change_class"]) == ["noise", "noise"]
