import csv
from pathlib import Path

import pytest

from metrics.funnels import expected_limits, proportion_limits

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
COLUMNS = ("lower95", "upper95", "lower998", "upper998")


def golden_rows(name: str) -> list[dict[str, str]]:
    path = GOLDEN / name
    if not path.exists():
        pytest.skip("the golden files are not here")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_proportion_limits_equal_the_golden_grid():
    for row in golden_rows("funnel_prop_limits_rgrid.csv"):
        limits = proportion_limits(float(row["average"]), [float(row["n"])])[0]
        for column in COLUMNS:
            assert getattr(limits, column) == pytest.approx(float(row[column]), abs=1e-12)


def test_expected_events_equal_the_golden_grid_within_its_bisection():
    names = {
        "exp_high_0025": "upper95",
        "exp_low_0025": "lower95",
        "exp_high_0001": "upper998",
        "exp_low_0001": "lower998",
    }
    for row in golden_rows("funnel_poisson_expected_rgrid.csv"):
        limits = expected_limits([float(row["observed"])])[0]
        for column, name in names.items():
            assert getattr(limits, name) == pytest.approx(float(row[column]), rel=1e-6, abs=1e-7)


def test_limits_narrow_as_townships_grow():
    small, large = proportion_limits(0.05, [25, 400])
    assert large.upper998 - large.lower998 < small.upper998 - small.lower998
    assert small.lower998 == 0.0


def test_no_event_is_never_more_than_expected():
    limits = expected_limits([0])[0]
    assert limits.lower95 == 0.0
    assert limits.upper95 == pytest.approx(3.688879454)


def test_a_benchmark_that_is_no_share_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        proportion_limits(5.1, [100])
