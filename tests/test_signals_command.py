"""`manage.py signals` on the demo county, counted again from `manage.py values`."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pytest

from tests.conftest import manage

COLUMNS = [
    *("indicator", "area", "period", "value", "mean", "lower_limit", "upper_limit"),
    *("rule", "direction", "variation", "assurance"),
]


def table(*arguments: str, store: Path) -> list[dict[str, str]]:
    done = manage(*arguments, "--csv", store=store)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture(scope="module")
def series(published_demo: Path) -> dict[tuple[str, str], list[dict[str, str]]]:
    found = defaultdict(list)
    for row in table("signals", store=published_demo):
        found[row["indicator"], row["area"]].append(row)
    return dict(found)


def test_programs_find_the_columns_they_rely_on(series) -> None:
    rows = next(iter(series.values()))
    assert list(rows[0])[: len(COLUMNS)] == COLUMNS


def test_limits_follow_from_the_values_by_hand(series) -> None:
    rows = series["petitions_received", "county"]
    values = [float(row["value"]) for row in rows]
    ranges = [abs(b - a) for a, b in pairwise(values)]
    kept = fmean([each for each in ranges if each < 3.267 * fmean(ranges)])
    assert float(rows[0]["mean"]) == pytest.approx(fmean(values), rel=1e-9)
    assert float(rows[0]["upper_limit"]) == pytest.approx(fmean(values) + 2.66 * kept, rel=1e-9)
    for row in rows:
        outside = not float(row["lower_limit"]) <= float(row["value"]) <= float(row["upper_limit"])
        assert (row["rule"] == "astronomical") == outside


def test_every_figure_of_a_month_is_a_point(series, published_demo: Path) -> None:
    months = table("values", "--indicator", "satisfaction_rate", "--area", "county", store=published_demo)
    with_value = {row["period"]: row["value"] for row in months if row["value"]}
    assert {row["period"]: row["value"] for row in series["satisfaction_rate", "county"]} == with_value


def test_icons_are_those_of_the_last_point(series) -> None:
    for rows in series.values():
        assert len({(row["variation"], row["assurance"]) for row in rows}) == 1
        if rows[-1]["variation"] not in ("", "no_variation"):
            assert rows[-1]["variation"] == rows[-1]["point_type"]


def test_neither_rule_nor_icon_where_there_are_no_limits(series) -> None:
    uncharted = [row for rows in series.values() for row in rows if not row["upper_limit"]]
    assert uncharted
    assert {row["reason"] for row in uncharted} <= {"short", "few_cases", "gaps"}
    assert {row["rule"] for row in uncharted} == {""}


def test_no_neutral_indicator_and_no_improvement_is_an_alert(series) -> None:
    alerts = [row for rows in series.values() for row in rows if row["is_alert"] == "true"]
    assert alerts
    assert {row["point_type"] for row in alerts} == {"special_cause_concern"}
    assert {row["rule"] for row in alerts} == {"astronomical"}


def test_a_choice_narrows_what_is_printed(published_demo: Path) -> None:
    one = ("signals", "--indicator", "resolution_rate", "--area", "county", "--month", "2025-12", "--json")
    (row,) = json.loads(manage(*one, store=published_demo).stdout)
    assert (row["indicator"], row["area"], row["period"]) == ("resolution_rate", "county", "2025-12")
    mistyped = manage("signals", "--indicator", "resolution_rat", store=published_demo)
    assert mistyped.returncode == 1
    assert "resolution_rate" in mistyped.stderr
