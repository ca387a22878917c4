"""Figures at the edges: nothing to divide by, nobody lives there, nothing varies, a year turns."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import chi2, t
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from metrics.chart_settings import ChartSettings, Rebase
from metrics.mart_reader import Mart
from tests.metrics.test_control_charts import chart
from tests.metrics.tiny_mart import definition, figure, months, tiny_mart, town

ONE = [town("A")]
PER_100K = definition(unit="per_100k", good="low")
DAYS = definition(unit="days", good="low")
COUNT = definition(unit="count", good="low")


def test_a_share_of_no_cases_has_no_value_no_limits_and_no_verdict(tmp_path: Path) -> None:
    rows = months("rate", "A", "2025-01", (0, 0), (5, 100)) + months(
        "rate", "B", "2025-01", (90, 100), (9, 100)
    )
    with tiny_mart(tmp_path, rows, targets=[("rate", 2025, 90, 60)]) as mart:
        nothing, after = figure(mart, "2025-01", "A"), figure(mart, "2025-02", "A")
        assert (nothing.numerator, nothing.denominator, nothing.complete) == (0, 0, True)
        limits = [nothing.value, nothing.lower95, nothing.upper95, nothing.lower998, nothing.upper998]
        assert limits == [None] * 5
        assert (nothing.verdict_county, nothing.verdict_target, nothing.target_met) == (
            "not compared",
            "not compared",
            None,
        )
        assert (after.previous_change, after.previous_change_class) == (None, None)
        assert [point.month for point in mart.signals(area="A")] == ["2025-02"]


def test_a_county_of_nothing_is_no_benchmark(tmp_path: Path) -> None:
    with tiny_mart(tmp_path, months("rate", "A", "2025-01", (0, 0)), areas=ONE) as mart:
        assert figure(mart, "2025-01").value is None
        assert figure(mart, "2025-01", "A").verdict_county == "not compared"


def test_events_where_hardly_anybody_lives_are_no_proof(tmp_path: Path) -> None:
    """One event among three people: the exact limits of one event, and a rate that says nothing."""
    rows = months("rate", "A", "2025-01", (1, 3), (0, 3)) + months(
        "rate", "B", "2025-01", (30, 900_000), (30, 900_000)
    )
    with tiny_mart(tmp_path, rows, [PER_100K]) as mart:
        one = figure(mart, "2025-01", "A")
        per_event = 12 * 100_000 / 3
        assert one.value == pytest.approx(per_event)
        for limit, tail, degrees in (
            (one.lower95, 0.025, 2),
            (one.upper95, 0.975, 4),
            (one.lower998, 0.001, 2),
            (one.upper998, 0.999, 4),
        ):
            assert limit == pytest.approx(per_event * chi2.ppf(tail, degrees) / 2, rel=1e-9)
        # 1 against 33 in 100,000 a year: beyond 99.8 % all the same, as the exact limit says
        assert one.verdict_county_class == "worse_99_8"
        assert figure(mart, "2025-02", "A").verdict_county == "similar"


def test_a_township_that_everybody_left_has_no_rate_and_no_change(tmp_path: Path) -> None:
    with tiny_mart(
        tmp_path, months("rate", "A", "2025-01", (2, 900), (0, 0), (0, 900)), [PER_100K], ONE
    ) as mart:
        gone, back = figure(mart, "2025-02"), figure(mart, "2025-03")
        assert (gone.value, gone.upper95, gone.previous_change, gone.previous_change_class) == (None,) * 4
        assert (back.value, back.previous_change, back.previous_change_class) == (0, None, None)


@pytest.mark.integration
def test_days_that_never_vary_prove_nothing_and_one_case_even_less(tmp_path: Path) -> None:
    figures = [(100, 50, 200), (150, 50, 450), (155, 50, 490), (30, 1, 900)]
    with tiny_mart(
        tmp_path, months("rate", "A", "2025-01", *figures), [DAYS], ONE, [("rate", 2025, 2, 5)]
    ) as mart:
        same, other, varied, single = (figure(mart, f"2025-0{month}", "A") for month in range(1, 5))
        assert (same.lower998, same.upper998, same.verdict_target, same.target_met) == (
            2,
            2,
            "not compared",
            True,
        )
        assert (other.previous_change, other.previous_change_class) == (1, None)
        error = math.sqrt((490 - 155**2 / 50) / 49 / 50)
        assert varied.upper95 == pytest.approx(3.1 + t.ppf(0.975, 49) * error, rel=1e-9)
        assert (single.value, single.lower95, single.verdict_target, single.too_few) == (
            30,
            None,
            "not compared",
            True,
        )


def limits_of(x: int, n: int, alpha: float) -> tuple[float, float]:
    low, high = proportion_confint(x, n, alpha, method="wilson")
    return 100 * low, 100 * high


@pytest.mark.integration
def test_a_target_on_a_limit_is_similar_and_a_hair_beyond_it_is_not(tmp_path: Path) -> None:
    targets: dict[str, float] = {}
    expected: dict[str, str] = {}
    for word, alpha in (("95", 0.05), ("99_8", 0.002)):
        for side, limit in zip(("better", "worse"), limits_of(170, 200, alpha), strict=True):
            hair = -1e-6 if side == "better" else 1e-6
            targets |= {f"{side}_{word}_beyond": limit + hair, f"{side}_{word}_inside": limit - hair}
            within = "similar" if word == "95" else f"{side}_95"
            expected |= {f"{side}_{word}_beyond": f"{side}_{word}", f"{side}_{word}_inside": within}
    rows = [row for name in targets for row in months(name, "A", "2025-01", (170, 200))]
    wanted = [(name, 2025, target, 0) for name, target in targets.items()]
    with tiny_mart(tmp_path, rows, [definition(name) for name in targets], ONE, wanted) as mart:
        found = {name: figure(mart, "2025-01", "A", indicator=name) for name in targets}
    assert {name: row.verdict_target_class for name, row in found.items()} == expected


def test_december_and_january_follow_each_other(tmp_path: Path) -> None:
    rows = months("rate", "A", "2023-11", *[10 * month for month in range(1, 17)])
    with tiny_mart(tmp_path, rows, [COUNT], ONE) as mart:
        january = figure(mart, "2025-01", "A")
        assert (january.previous_value, january.last_year_value) == (140, 30)
        first = figure(mart, "2024-Q1", "A", "quarter")
        assert (first.previous_value, first.previous_change_class) == (
            30,
            None,
        )  # two months of the last quarter
        assert figure(mart, "2025-Q1", "A", "quarter").previous_value == 120 + 130 + 140
        # January to February against January to February
        so_far = figure(mart, "2025-02", "A", "ytd")
        assert (so_far.value, so_far.last_year_value) == (150 + 160, 30 + 40)
        p = poisson_test(310, 1, 70, 1, method="score", compare="ratio").pvalue
        assert p < 0.002 and so_far.last_year_change_class == "real"
        # the first month of a year has no part of the year before it
        assert figure(mart, "2024-01", "A", "ytd").value == 30


def test_a_year_to_date_is_not_tested_against_a_part_of_it(tmp_path: Path) -> None:
    rows = months("rate", "A", "2024-04", *[100] * 14)
    with tiny_mart(tmp_path, rows, [COUNT], ONE) as mart:
        found = figure(mart, "2025-05", "A", "ytd")
        assert (found.value, found.last_year_value, found.last_year_change_class) == (500, 200, None)
        assert figure(mart, "2025-02", "A", "ytd").last_year_value is None


def test_a_stock_of_a_year_is_its_last_day_and_is_compared_with_another_last_day(tmp_path: Path) -> None:
    rows = months("rate", "A", "2024-01", *range(1, 25))
    with tiny_mart(tmp_path, rows, [definition(unit="count", good="low", is_stock=True)], ONE) as mart:
        year = figure(mart, "2025", "A", "year")
        assert (year.value, year.last_year_value, year.last_year_change) == (24, 12, 100)
        assert (year.lower95, year.last_year_change_class) == (None, None)
        assert {point.is_alert for point in mart.signals(area="A")} == {False}


def test_a_month_on_the_mean_breaks_a_run_also_where_dividing_leaves_dust() -> None:
    """20 of 30 among as many above and below: the month is on the mean, but for its last bits."""
    above, below = [2100 / 30, 2300 / 30] * 3, [1900 / 30, 1700 / 30] * 3
    values = [*above, 2000 / 30, *above, *below, 2000 / 30, *below]
    rows = chart([(0, place, y) for place, y in enumerate(values)])
    assert [row["side"] for row in rows] == [1] * 6 + [0] + [1] * 6 + [-1] * 6 + [0] + [-1] * 6
    assert not any(row["in_shift"] for row in rows)


def test_the_year_before_a_rebase_is_no_excuse_for_a_bad_month(tmp_path: Path) -> None:
    """50 of 100 was usual under the old rule; under the new one, with 70 of 100 and more, it is an alert."""
    old = [(54, 100) if month % 2 else (50, 100) for month in range(26)]
    new = [(74, 100) if month % 2 else (70, 100) for month in range(13)]
    decided = ChartSettings(rebases=(Rebase("rate", "A", date(2024, 3, 1), "新的办法"),))
    rows = months("rate", "A", "2022-01", *old, *new[:9], (50, 100), *new[:4])
    with tiny_mart(tmp_path, rows, charts=decided) as mart:
        december = mart.signals(area="A", month="2024-12")[0]
    assert (december.value, december.rule, december.is_alert) == (50, "astronomical", True)


def points(folder: Path, figures: list[tuple], **more: Any) -> list[Any]:
    with tiny_mart(folder, figures, **more) as mart:
        return mart.signals(area="A")


def test_missing_months_at_either_end_are_no_points(tmp_path: Path) -> None:
    figures = months("rate", "A", "2024-01", None, *[(50 + month % 3, 100) for month in range(20)], None)
    found = points(tmp_path, figures + months("rate", "B", "2024-01", *[(50, 100)] * 22))
    assert (len(found), found[0].month, found[-1].month) == (20, "2024-02", "2025-09")


def test_every_second_month_alone_leaves_nothing_to_measure_noise_by(tmp_path: Path) -> None:
    every_other = [(50 + month % 5, 100) if month % 2 else None for month in range(40)]
    other = months("rate", "B", "2022-01", *[(50, 100)] * 40)
    found = points(tmp_path, months("rate", "A", "2022-01", *every_other) + other)
    assert {point.reason for point in found} == {"gaps"}
    assert {(point.rule, point.lower_limit) for point in found} == {(None, None)}


def sums(mart: Mart, area: str) -> tuple[float, float]:
    found = figure(mart, "2025", area, "year")
    return found.numerator, found.denominator


def test_the_county_is_not_the_mean_of_its_townships(tmp_path: Path) -> None:
    """Simpson: B is better in every month, A has the better year."""
    of_a = months("rate", "A", "2025-01", *[(90, 100)] * 11, (1, 10))
    of_b = months("rate", "B", "2025-01", *[(10, 11)] * 11, (20, 100))
    with tiny_mart(tmp_path, of_a + of_b) as mart:
        a, b, county = sums(mart, "A"), sums(mart, "B"), sums(mart, "county")
        assert county == (a[0] + b[0], a[1] + b[1])
        values = [figure(mart, "2025", area, "year").value for area in ("A", "B", "county")]
        assert values == pytest.approx([100 * x / n for x, n in (a, b, county)])
        assert values[1] < values[2] < values[0]
