"""Mann–Kendall, Sen's slope and the five-year test, against independent programs."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.annual_trends import level_trend, share_trend
from metrics.trends import kendall_tau, mann_kendall, monthly_trend, seasonal_trend

GOLDEN = Path(__file__).parents[1] / "golden"
WORDS = {
    ("Increasing", "No outliers and significant trend"): "increasing",
    ("Decreasing", "No outliers and significant trend"): "decreasing",
    ("No significant change", "No significant trend"): "none",
    ("No significant change", "Outlier found"): "outlier",
    ("Cannot be calculated", "Not enough data points"): "too_short",
}


def read(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


SERIES: dict[str, list[tuple[int, float]]] = defaultdict(list)
for _row in read("mannkendall_inputs"):
    if _row["value"]:
        SERIES[_row["series"]].append((int(_row["i"]), float(_row["value"])))


@pytest.mark.parametrize("wanted", read("mannkendall_expected"), ids=lambda row: row["series"])
def test_mann_kendall_and_sens_slope_are_those_of_the_reference(wanted: dict[str, str]) -> None:
    points = SERIES[wanted["series"]]
    found = mann_kendall(points)
    assert found.n == int(wanted["n"])
    assert found.s == float(wanted["S"])
    assert found.variance == pytest.approx(float(wanted["var_S"]), rel=1e-9)
    assert found.z == pytest.approx(float(wanted["z"]), rel=1e-9)
    assert found.p == pytest.approx(float(wanted["p"]), rel=1e-9, abs=1e-15)
    assert found.slope == pytest.approx(float(wanted["sen_slope_actual_time"]), rel=1e-9)
    tau = kendall_tau([value for _, value in points])
    assert (tau is None) if wanted["tau_b"] == "" else tau == pytest.approx(float(wanted["tau_b"]), rel=1e-9)


@pytest.mark.parametrize(
    "wanted",
    [row for row in read("mannkendall_expected") if row["seasonal12_S"]],
    ids=lambda row: row["series"],
)
def test_the_seasonal_test_is_that_of_the_reference(wanted: dict[str, str]) -> None:
    found = seasonal_trend(SERIES[wanted["series"]])
    assert found.s == float(wanted["seasonal12_S"])
    assert found.z == pytest.approx(float(wanted["seasonal12_z"]), rel=1e-9)
    assert found.p == pytest.approx(float(wanted["seasonal12_p"]), rel=1e-9, abs=1e-15)
    assert found.slope == pytest.approx(float(wanted["seasonal12_slope"]), rel=1e-9)


@pytest.mark.parametrize("wanted", read("trend_expected"), ids=lambda row: row["case_id"])
def test_the_five_year_test_is_that_of_the_reference(wanted: dict[str, str]) -> None:
    rows = [row for row in read("trend_points") if row["case_id"] == wanted["case_id"]]
    if wanted["type"] == "proportion":
        found = share_trend([(float(r["time"]), float(r["count"]), float(r["denominator"])) for r in rows])
    else:
        columns = ("time", "value", "lower95", "upper95")
        found = level_trend([tuple(float(row[column]) for column in columns) for row in rows])  # type: ignore[misc]
    assert found.verdict == WORDS[wanted["recent_trend"], wanted["reason"]]
    for ours, theirs in ((found.chi2, wanted["chi2"]), (found.slope, wanted["beta"])):
        # the reference's line is fitted by iteration
        assert (ours is None) == (theirs == "")
        assert ours is None or ours == pytest.approx(float(theirs), rel=1e-8, abs=1e-12)


def test_a_share_of_none_or_all_still_has_a_direction() -> None:
    assert share_trend([(2020 + i, 100 * i / 4, 100) for i in range(5)]).verdict == "increasing"


def test_a_peak_every_year_is_no_trend_to_the_seasonal_test() -> None:
    years = [(month, 100.0 if month % 12 == 1 else float(month % 12)) for month in range(36)]
    assert seasonal_trend(years).direction == 0
    assert monthly_trend(years) == seasonal_trend(years)
    assert monthly_trend(years[:14]) == mann_kendall(years[:14])
    assert monthly_trend(years[:11]) is None


POINTS = st.lists(st.integers(-20, 20), min_size=3, max_size=40).map(
    lambda ys: list(enumerate(map(float, ys)))
)


@given(points=POINTS)
def test_time_run_backwards_turns_the_trend(points: list[tuple[int, float]]) -> None:
    backwards = [(i, y) for (i, _), (_, y) in zip(points, reversed(points), strict=True)]
    assert mann_kendall(backwards).z == -mann_kendall(points).z
    assert mann_kendall(backwards).p == mann_kendall(points).p


@given(points=POINTS)
def test_only_the_order_of_the_values_matters(points: list[tuple[int, float]]) -> None:
    bent = [(i, math.exp(y / 10)) for i, y in points]
    assert (mann_kendall(bent).s, mann_kendall(bent).p) == (mann_kendall(points).s, mann_kendall(points).p)
