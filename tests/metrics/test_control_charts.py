"""Control charts against NHSRplotthedots 0.2.2, and what holds for any series."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.engines.duckdb_engine import DuckDB
from metrics.chart_settings import ChartSettings
from metrics.control_charts import RULES, control_chart_sql

GOLDEN = Path(__file__).parents[1] / "golden"
# the words of the package → our rule and direction
TYPES = {
    "Common Cause": ("", 0),
    "Above UCL": ("astronomical", 1),
    "Below LCL": ("astronomical", -1),
    "7 Point Trend (Increasing)": ("trend", 1),
    "7 Point Trend (Decreasing)": ("trend", -1),
    "2 in 3 Above CL": ("two_of_three", 1),
    "2 in 3 Below CL": ("two_of_three", -1),
    "7 Points Above CL": ("shift", 1),
    "7 Points Below CL": ("shift", -1),
}


def read(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def golden_points() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read("xmr_points"):
        found[row["case_id"]].append(row)
    return found


Point = tuple[int, int, float]  # part, place, y


def chart(points: list[Point], rules: ChartSettings | None = None, step: int = 1) -> list[dict[str, Any]]:
    columns = list(zip(*points, strict=True)) or [(), (), ()]
    table = pa.table(
        {
            "series": pa.array([1] * len(points), pa.int64()),
            "part": pa.array(columns[0], pa.int32()),
            "place": pa.array(columns[1], pa.int32()),
            "step": pa.array([step] * len(points), pa.int32()),
            "y": pa.array(columns[2], pa.float64()),
        }
    )
    engine = open_engine()
    engine.load("chart_points", table)
    sql = control_chart_sql("chart_points", rules or ChartSettings())
    return engine.query(f"select * from ({sql}) order by place").to_pylist()


@cache
def open_engine() -> DuckDB:
    """One session for all tests: opening one takes longer than a chart."""
    return DuckDB(threads=1)


def signal(row: dict[str, Any]) -> tuple[str, int]:
    return ("", *RULES)[row["rule_no"]], row["direction"]


def signals_of(values: list[float], rules: ChartSettings | None = None) -> list[str]:
    return [signal(row)[0] for row in chart([(0, i, y) for i, y in enumerate(values)], rules)]


@pytest.mark.parametrize("case", read("xmr_cases"), ids=lambda case: case["case_id"])
def test_a_chart_has_the_lines_flags_and_labels_of_the_reference(case: dict[str, str]) -> None:
    expected = golden_points()[case["case_id"]]
    as_case = ChartSettings(
        screening=case["screen_outliers"] == "TRUE", fix_after_n=int(case["fix_after_n_points"] or 0)
    )
    found = chart([(int(r["rebase_group"]), int(r["i"]), float(r["value"])) for r in expected], as_case)
    assert len(found) == len(expected) == int(case["n"])
    for row, wanted in zip(found, expected, strict=True):
        for ours, theirs in (
            ("mean", "mean"),
            ("moving_range", "amr"),
            ("lower_limit", "lpl"),
            ("upper_limit", "upl"),
        ):
            assert is_same(row[ours], wanted[theirs])
        assert signal(row) == TYPES[wanted["special_cause_type"]]
        flags = [row["is_outside"], row["side"], row["is_near"], row["in_shift"], abs(row["trend"])]
        names = ("outside_limits", "relative_to_mean", "close_to_limits", "rule_shift7", "rule_trend7")
        assert [int(flag) for flag in flags] == [abs_of(name, wanted[name]) for name in names]
        assert row["in_pair"] == (wanted["rule_2of3"] == "1")


def is_same(value: float | None, text: str) -> bool:
    if text in ("", "NA", "NaN"):
        return value is None
    return value == pytest.approx(float(text), rel=1e-9, abs=1e-12)


def abs_of(name: str, text: str) -> int:
    """A shift and a trend are flagged 1 or 0 here, whichever way they go; a side keeps its sign."""
    return int(text) if name == "relative_to_mean" else abs(int(text or 0))


def unit_rules(function: str) -> list[tuple[list[int], list[int]]]:
    """Input and output of a function of the reference, from its own tests."""
    rows = [row for row in read("xmr_unit_rules") if row["function"].startswith(function) and row["input"]]
    return [
        ([int(n) for n in row["input"].split()], [int(n) for n in row["expected"].split()]) for row in rows
    ]


@pytest.mark.parametrize(("sides", "expected"), unit_rules("seven_point_one_side_mean"))
def test_seven_points_on_one_side_of_the_mean_are_a_shift(sides: list[int], expected: list[int]) -> None:
    # a far point on the other side holds the mean at 0 without joining the run
    values = [*map(float, sides), -float(sum(sides))]
    found = chart([(0, place, y) for place, y in enumerate(values[:-1])] + [(0, 99, values[-1])])
    # the reference marks the end of the run, the product all of it
    assert any(row["in_shift"] for row in found) == any(expected)
    for at, is_end in enumerate(expected):
        assert not is_end or all(row["in_shift"] for row in found[at - 6 : at + 1])


@pytest.mark.parametrize(("values", "expected"), unit_rules("seven_point_trend"))
def test_seven_points_each_above_the_one_before_are_a_trend(values: list[int], expected: list[int]) -> None:
    found = [row["trend"] for row in chart([(0, place, float(y)) for place, y in enumerate(values)])]
    ends = [place for place, sign in enumerate(expected) if sign]
    assert any(found) == bool(ends)
    for end in ends:
        assert found[end - 6 : end + 1] == [expected[end]] * 7


@pytest.mark.parametrize(("near", "expected"), unit_rules("part_of_two_in_three"))
def test_of_two_in_three_only_the_outer_points_are_flagged(near: list[int], expected: list[int]) -> None:
    # 40 points with moving ranges of 1 fix the lines; then the pattern, in the outer third or near the mean
    steady = [(0, place, 10.5 if place % 2 else 9.5) for place in range(40)]
    pattern = [(0, 50 + place, 12.3 if outer else 10.4) for place, outer in enumerate(near)]
    found = chart(steady + pattern, ChartSettings(fix_after_n=40))[40:]
    assert [int(row["is_near"]) for row in found] == near
    assert [int(row["in_pair"]) for row in found] == expected


def test_a_missing_month_breaks_a_run_and_has_no_moving_range() -> None:
    rising = [(0, place, float(place)) for place in range(6)]
    assert [row["trend"] for row in chart([*rising, (0, 6, 6.0)])] == [1] * 7
    with_gap = chart([*rising, (0, 7, 6.0)])
    assert [row["trend"] for row in with_gap] == [0] * 7
    assert with_gap[0]["moving_range"] == 1.0
    jump = chart([(0, 0, 1.0), (0, 1, 2.0), (0, 5, 90.0), (0, 6, 91.0)])
    assert jump[0]["moving_range"] == 1.0


def test_half_yearly_points_follow_each_other_six_months_apart() -> None:
    points = [(0, 6 * at, float(at)) for at in range(7)]
    assert [row["trend"] for row in chart(points, step=6)] == [1] * 7
    assert [row["moving_range"] for row in chart(points)] == [None] * 7


def test_a_single_point_has_a_mean_and_no_limits() -> None:
    (row,) = chart([(0, 0, 5.0)])
    assert (row["mean"], row["lower_limit"], row["upper_limit"], row["rule_no"]) == (5.0, None, None, 0)


def test_the_lengths_of_runs_are_settings() -> None:
    six_up = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 1.0, 9.0]
    assert "trend" not in signals_of(six_up)
    assert signals_of(six_up, ChartSettings(n_trend=6))[:6] == ["trend"] * 6


SERIES = st.lists(st.integers(min_value=-50, max_value=50).map(float), min_size=2, max_size=40)


@settings(max_examples=12)
@given(values=SERIES, shift=st.integers(min_value=-100, max_value=100))
def test_a_chart_does_not_care_where_zero_is(values: list[float], shift: int) -> None:
    moved = chart([(0, place, y + 128.0 * shift) for place, y in enumerate(values)])
    found = chart([(0, place, y) for place, y in enumerate(values)])
    # limits move along; near the limits and the mean rounding may decide, so only plain points are compared
    for row, other in zip(found, moved, strict=True):
        assert other["mean"] - 128.0 * shift == pytest.approx(row["mean"], abs=1e-9)
        assert other["trend"] == row["trend"]


@settings(max_examples=12)
@given(values=SERIES)
def test_a_mirrored_series_has_the_mirrored_signals(values: list[float]) -> None:
    found = chart([(0, place, y) for place, y in enumerate(values)])
    mirrored = chart([(0, place, -y) for place, y in enumerate(values)])
    assert [row["rule_no"] for row in found] == [row["rule_no"] for row in mirrored]
    assert [row["direction"] for row in found] == [-row["direction"] for row in mirrored]


@settings(max_examples=12)
@given(values=SERIES)
def test_runs_that_are_flagged_really_are_runs(values: list[float]) -> None:
    short_runs = ChartSettings(n_shift=4, n_trend=4)
    rows = chart([(0, place, y) for place, y in enumerate(values)], short_runs)
    mean = rows[0]["mean"]
    sides = [(y > mean) - (y < mean) for y in values]
    assert [row["in_shift"] for row in rows] == [longest_run_at(sides, at) >= 4 for at in range(len(values))]


def longest_run_at(sides: list[int], at: int) -> int:
    if sides[at] == 0:
        return 0
    first = last = at
    while first > 0 and sides[first - 1] == sides[at]:
        first -= 1
    while last + 1 < len(sides) and sides[last + 1] == sides[at]:
        last += 1
    return last - first + 1
