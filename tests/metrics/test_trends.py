"""Mann–Kendall, Sen's slope and the five-year test, against independent programs and counted by hand."""

from __future__ import annotations

import csv
import math
import random
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.engines.duckdb_engine import DuckDB
from metrics.annual_trends import year_trend_sql
from metrics.trends import direction_of, month_trend_sql, two_sided_p

GOLDEN = Path(__file__).parents[1] / "golden"
WORDS = {
    ("Increasing", "No outliers and significant trend"): "increasing",
    ("Decreasing", "No outliers and significant trend"): "decreasing",
    ("No significant change", "No significant trend"): "none",
    ("No significant change", "Outlier found"): "outlier",
    ("Cannot be calculated", "Not enough data points"): None,
}
NEVER = 10**6
Points = list[tuple[int, float]]


def read(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    return float(text) if text else None


@cache
def engine() -> DuckDB:
    """One session for all tests: opening one takes longer than a trend."""
    return DuckDB(threads=1)


def trends(series: list[Points], fewest: int = 2, fewest_seasonal: int = NEVER) -> dict[int, dict[str, Any]]:
    """The trend of each of these series, by its number."""
    rows = [(number, place, y) for number, points in enumerate(series) for place, y in points]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    types = {"series": pa.int64(), "place": pa.int32(), "y": pa.float64()}
    arrays = {name: pa.array(column, types[name]) for name, column in zip(types, columns, strict=True)}
    arrays["part"] = pa.array([0] * len(rows), pa.int16())
    engine().load("tested_series", pa.table(arrays))
    sql = month_trend_sql("tested_series", fewest, fewest_seasonal)
    return {row["series"]: row for row in engine().query(sql).to_pylist()}


SERIES: dict[str, Points] = defaultdict(list)
for _row in read("mannkendall_inputs"):
    if _row["value"]:
        SERIES[_row["series"]].append((int(_row["i"]), float(_row["value"])))


@pytest.mark.parametrize("wanted", read("mannkendall_expected"), ids=lambda row: row["series"])
def test_mann_kendall_and_sens_slope_are_those_of_the_reference(wanted: dict[str, str]) -> None:
    found = trends([SERIES[wanted["series"]]])[0]
    assert (found["months"], found["is_seasonal"]) == (int(wanted["n"]), False)
    assert found["score"] == float(wanted["S"])
    assert found["variance"] == pytest.approx(float(wanted["var_S"]), rel=1e-9)
    assert found["z"] == pytest.approx(float(wanted["z"]), rel=1e-9)
    assert two_sided_p(found["z"]) == pytest.approx(float(wanted["p"]), rel=1e-9, abs=1e-15)
    assert found["yearly_slope"] / 12 == pytest.approx(float(wanted["sen_slope_actual_time"]), rel=1e-9)


@pytest.mark.parametrize(
    "wanted",
    [row for row in read("mannkendall_expected") if row["seasonal12_S"]],
    ids=lambda row: row["series"],
)
def test_the_seasonal_test_is_that_of_the_reference(wanted: dict[str, str]) -> None:
    found = trends([SERIES[wanted["series"]]], fewest_seasonal=0)[0]
    assert found["score"] == float(wanted["seasonal12_S"])
    assert found["z"] == pytest.approx(float(wanted["seasonal12_z"]), rel=1e-9)
    assert two_sided_p(found["z"]) == pytest.approx(float(wanted["seasonal12_p"]), rel=1e-9, abs=1e-15)
    assert found["yearly_slope"] == pytest.approx(float(wanted["seasonal12_slope"]), rel=1e-9)


@cache
def golden_years() -> dict[str, dict[str, Any]]:
    rows = read("trend_points")
    columns = ("denominator", "value", "lower95", "upper95")
    table = {
        "series": [row["case_id"] for row in rows],
        "year": [float(row["time"]) for row in rows],
        "is_share": [row["value"] == "" for row in rows],
        "numerator": [number(row["count"]) for row in rows],
        **{name: [number(row[name]) for row in rows] for name in columns},
    }
    engine().load("tested_years", pa.table(table))
    return {row["series"]: row for row in engine().query(year_trend_sql("tested_years")).to_pylist()}


@pytest.mark.parametrize("wanted", read("trend_expected"), ids=lambda row: row["case_id"])
def test_the_five_year_test_is_that_of_the_reference(wanted: dict[str, str]) -> None:
    found = golden_years().get(wanted["case_id"], {"verdict": None, "chi2": None, "slope": None})
    assert found["verdict"] == WORDS[wanted["recent_trend"], wanted["reason"]]
    for ours, theirs in ((found["chi2"], wanted["chi2"]), (found["slope"], wanted["beta"])):
        # the reference's line is fitted by iteration
        assert (ours is None) == (theirs == "")
        assert ours is None or ours == pytest.approx(float(theirs), rel=1e-8, abs=1e-12)


def years(*shares: tuple[float, float]) -> str | None:
    """The verdict on consecutive years of shares."""
    values = ", ".join(
        f"(1, {2020 + at}e0, true, {x}e0, {n}e0, null, null, null)" for at, (x, n) in enumerate(shares)
    )
    names = "series, year, is_share, numerator, denominator, value, lower95, upper95"
    rows = engine().rows(
        f"select verdict from ({year_trend_sql(f'(select * from (values {values}) as t ({names}))')})"
    )
    return rows[0][0] if rows else None


def test_a_share_of_none_or_all_still_has_a_direction() -> None:
    assert years(*((25 * at, 100) for at in range(5))) == "increasing"
    assert years(*((100 - 25 * at, 100) for at in range(5))) == "decreasing"


def test_shares_that_never_move_or_are_all_whole_have_no_trend() -> None:
    assert years(*[(90, 100)] * 5) == years(*[(100, 100)] * 5) == years(*[(0, 100)] * 5) == "none"


def test_of_six_years_the_last_five_are_tested_and_four_are_too_few() -> None:
    rising = [(10 * at, 100) for at in range(1, 6)]
    assert years((99, 100), *rising) == "increasing"
    assert years(*rising[:4]) is None


def test_a_peak_every_year_is_no_trend_to_the_seasonal_test() -> None:
    months = [(month, 100.0 if month % 12 == 1 else float(month % 12)) for month in range(36)]
    assert direction_of(trends([months], 12, 24)[0]["z"]) == 0


def test_eleven_months_are_not_tested_and_from_two_years_on_months_meet_their_own_kind() -> None:
    months = [(month, float(month)) for month in range(24)]
    found = trends([months[:11], months[:12], months[:23], months], 12, 24)
    assert {place: row["is_seasonal"] for place, row in found.items()} == {1: False, 2: False, 3: True}
    assert found[3]["score"] == 12  # one pair in each calendar month
    assert found[2]["score"] == 23 * 22 / 2


def by_hand(points: Points, seasonal: bool) -> tuple[float, float, float]:
    """S, its variance and Sen's slope a year, counted pair by pair."""
    seasons = defaultdict(list)
    for place, y in points:
        seasons[place % 12 if seasonal else 0].append((place, y))
    score, variance, slopes = 0, 0.0, []
    for season in seasons.values():
        for (i, a), (j, b) in combinations(season, 2):
            score += (b > a) - (b < a)
            slopes.append(12 * (b - a) / (j - i))
        n = len(season)
        ties = Counter(y for _, y in season).values()
        variance += (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    return score, variance, median(slopes) if slopes else 0.0


@pytest.mark.parametrize("seasonal", [False, True])
def test_series_with_ties_and_gaps_are_as_counted_by_hand(seasonal: bool) -> None:
    chance = random.Random(8)
    series = [
        [
            (place, float(chance.randint(0, 5)))
            for place in range(chance.randint(2, 50))
            if chance.random() < 0.8
        ]
        for _ in range(60)
    ]
    series = [points for points in series if len(points) >= 2]
    found = trends(series, fewest_seasonal=0 if seasonal else NEVER)
    for place, points in enumerate(series):
        score, variance, slope = by_hand(points, seasonal)
        row = found[place]
        assert (row["score"], row["months"]) == (score, len(points))
        assert row["variance"] == pytest.approx(variance, rel=1e-12)
        assert row["yearly_slope"] == pytest.approx(slope, rel=1e-12, abs=1e-12)


POINTS = st.lists(st.integers(-20, 20), min_size=3, max_size=40).map(
    lambda ys: list(enumerate(map(float, ys)))
)


@settings(max_examples=30, deadline=None)
@given(points=POINTS)
def test_time_run_backwards_turns_the_trend(points: Points) -> None:
    backwards = [(i, y) for (i, _), (_, y) in zip(points, reversed(points), strict=True)]
    found = trends([points, backwards])
    assert found[1]["z"] == -found[0]["z"]
    assert found[1]["yearly_slope"] == pytest.approx(-found[0]["yearly_slope"])


@settings(max_examples=30, deadline=None)
@given(points=POINTS)
def test_only_the_order_of_the_values_matters(points: Points) -> None:
    found = trends([points, [(i, math.exp(y / 10)) for i, y in points]])
    assert (found[0]["score"], found[0]["variance"]) == (found[1]["score"], found[1]["variance"])
