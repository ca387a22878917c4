"""The choice of alerts rests on the study of docs/statistics.md: a small part of it, again."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.false_alarms import SEED, WATCHED, alarms, joined, simulate

CHOSEN = "astronomical, worse, and by a whole limit worse than a year ago"


@pytest.mark.integration
def test_where_nothing_happens_alerts_come_at_most_once_a_county_month() -> None:
    draw = np.random.default_rng(SEED)
    counties = 3
    begins, _ = alarms(joined([simulate(draw, 1) for _ in range(counties)]))
    months = counties * WATCHED
    assert begins[CHOSEN].sum() / months <= 1
    assert begins["all four rules, either direction"].sum() > begins[CHOSEN].sum()
