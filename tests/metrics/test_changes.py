"""Changes and whether they are more than noise, against statsmodels."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import test_poisson_2indep as poisson_test
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from metrics.mart_queries import Choice
from metrics.mart_reader import Mart
from tests.metrics.tiny_mart import definition, figure, months, tiny_mart, town

ONE = [town("A")]


def word(real: bool, possible: bool) -> str:
    return "real" if real else "possible" if possible else "noise"


def classes(mart: Mart, indicator: str = "rate") -> list[str | None]:
    """The class of each month's change on the month before, without the first."""
    found = mart.values(indicator, "A")["previous_change_class"]
    return [None if value != value else value for value in found][1:]


def test_shares_differ_where_newcombe_says_so(tmp_path: Path) -> None:
    chance = random.Random(1)
    figures = [(chance.randint(0, n), n) for n in (chance.randint(20, 400) for _ in range(60))]
    figures += [(100 + step, 200) for step in (0, 5, 14, 30, 2, 36)]  # near the borders, too
    expected = []
    for (x2, n2), (x1, n1) in pairwise(figures):
        excluded = []
        for alpha in (0.002, 0.05):
            low, high = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", alpha=alpha)
            excluded.append(low > 0 or high < 0)
        expected.append(word(*excluded))
    assert set(expected) == {"real", "possible", "noise"}
    mart = tiny_mart(tmp_path, months("rate", "A", "2015-01", *figures), areas=ONE)
    assert classes(mart) == expected


def test_rates_per_head_differ_where_the_score_test_says_so(tmp_path: Path) -> None:
    chance = random.Random(2)
    figures = [(chance.randint(0, 60), chance.randint(8_000, 12_000)) for _ in range(60)]
    expected = []
    for (x2, n2), (x1, n1) in pairwise(figures):
        p = poisson_test(x1, n1, x2, n2, method="score", compare="ratio").pvalue
        expected.append(word(p < 0.002, p < 0.05))
    assert set(expected) == {"real", "possible", "noise"}
    rate = definition(unit="per_10k", good="low")
    mart = tiny_mart(tmp_path, months("rate", "A", "2015-01", *figures), [rate], ONE)
    assert classes(mart) == expected


def test_counts_of_events_differ_where_the_score_test_says_so(tmp_path: Path) -> None:
    counts = [0, 0, 5, 30, 12, 25, 100, 101, 140, 12]
    expected = []
    for before, after in pairwise(counts):
        both_none = before == after == 0
        p = 1.0 if both_none else poisson_test(after, 1, before, 1, method="score", compare="ratio").pvalue
        expected.append(word(p < 0.002, p < 0.05))
    mart = tiny_mart(
        tmp_path, months("rate", "A", "2015-01", *counts), [definition(unit="count", good="low")], ONE
    )
    assert classes(mart) == expected


def test_mean_days_differ_where_welch_says_so(tmp_path: Path) -> None:
    chance = random.Random(3)
    means = [20 + chance.choice((0, 3, 8)) for _ in range(60)]
    samples = [
        [max(0, round(chance.gauss(mean, 10))) for _ in range(chance.randint(20, 80))] for mean in means
    ]
    figures = [(sum(days), len(days), sum(day**2 for day in days)) for days in samples]
    expected = []
    for before, after in pairwise(samples):
        compared = CompareMeans(DescrStatsW(after), DescrStatsW(before))
        p = compared.ttest_ind(usevar="unequal")[1]
        expected.append(word(p < 0.002, p < 0.05))
    assert set(expected) == {"real", "possible", "noise"}
    mart = tiny_mart(
        tmp_path, months("rate", "A", "2015-01", *figures), [definition(unit="days", good="low")], ONE
    )
    assert classes(mart) == expected


def test_a_count_changes_in_percent_and_a_rate_in_points(tmp_path: Path) -> None:
    rows = months("cases", "A", "2025-01", 200, 118) + months("rate", "A", "2025-01", (8, 100), (5, 100))
    mart = tiny_mart(tmp_path, rows, [definition("cases", "count", "neither"), definition()], ONE)
    assert figure(mart, "2025-02", indicator="cases").previous_change == pytest.approx(-41)
    rate = figure(mart, "2025-02")
    assert rate.previous_change == pytest.approx(-3)
    assert (rate.previous_numerator, rate.previous_denominator, rate.previous_value) == (8, 100, 8)


def test_nothing_to_divide_by_is_no_change(tmp_path: Path) -> None:
    rows = months("cases", "A", "2025-01", 0, 12, None, 12)
    mart = tiny_mart(tmp_path, rows, [definition("cases", "count", "low")], ONE)
    from_zero = figure(mart, "2025-02", "A", indicator="cases")
    assert (from_zero.previous_change, from_zero.previous_change_class) == (None, "real")
    after_gap = figure(mart, "2025-04", "A", indicator="cases")
    assert (after_gap.previous_change, after_gap.previous_change_class) == (None, None)


def test_a_rate_that_was_zero_has_a_change_in_points(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, months("rate", "A", "2025-01", (0, 100), (5, 100)), areas=ONE)
    assert figure(mart, "2025-02").previous_change == 5


def test_few_cases_money_and_stocks_are_not_tested(tmp_path: Path) -> None:
    rows = months("rate", "A", "2025-01", (0, 19), (90, 100))
    rows += months("loss", "A", "2025-01", 10, 99_999) + months("open", "A", "2025-01", 1, 900)
    money, stock = definition("loss", "yuan", "neither"), definition("open", "count", is_stock=True)
    mart = tiny_mart(tmp_path, rows, [definition(), money, stock], ONE)
    for indicator in ("rate", "loss", "open"):
        assert figure(mart, "2025-02", indicator=indicator).previous_change_class is None
        assert figure(mart, "2025-02", indicator=indicator).previous_change is not None


def test_a_count_with_missing_reports_is_not_tested_and_a_share_is(tmp_path: Path) -> None:
    rows = months("cases", "A", "2025-01", 50, 50) + months("cases", "B", "2025-01", 50, None)
    rows += months("rate", "A", "2025-01", (50, 100), (90, 100)) + months(
        "rate", "B", "2025-01", (5, 10), None
    )
    mart = tiny_mart(tmp_path, rows, [definition("cases", "count", "neither"), definition()])
    assert figure(mart, "2025-02", indicator="cases").previous_change_class is None
    assert figure(mart, "2025-02", indicator="rate").previous_change_class == "real"


def test_a_count_of_a_township_that_began_in_the_period_before_is_not_tested(tmp_path: Path) -> None:
    """B began in December 2024: a year is no growth over its first month. Nor in the kind with B."""
    areas = [town("A"), town("B", valid_from=date(2024, 12, 1)), town("C", "township")]
    rows = [row for each in "AC" for row in months("cases", each, "2024-01", *[10] * 24)]
    rows += months("cases", "B", "2024-12", *[10] * 13)
    rows += months("rate", "B", "2024-12", (20, 100), *[(90, 100)] * 12)
    mart = tiny_mart(tmp_path, rows, [definition("cases", "count", "neither"), definition()], areas)
    found = {
        area: figure(mart, "2025", area, "year", "cases").last_year_change_class
        for area in ("A", "B", "C", "kind:town", "kind:township")
    }
    assert found == {"A": "noise", "B": None, "C": "noise", "kind:town": None, "kind:township": "noise"}
    assert figure(mart, "2025", "county", "year", "cases").last_year_change_class == "real"
    assert figure(mart, "2025", "B", "year").last_year_change_class == "real"


def test_a_neutral_indicator_changes_too(tmp_path: Path) -> None:
    rows = months("cases", "A", "2025-01", 10, 100)
    mart = tiny_mart(tmp_path, rows, [definition("cases", "count", "neither")], ONE)
    assert figure(mart, "2025-02", indicator="cases").previous_change_class == "real"


def test_last_year_is_the_same_period_twelve_months_before(tmp_path: Path) -> None:
    counts = [10] * 12 + [100] * 12
    mart = tiny_mart(
        tmp_path, months("rate", "A", "2024-01", *counts), [definition(unit="count", good="low")], ONE
    )
    cases = [
        ("month", "2025-03", 10),
        ("quarter", "2025-Q2", 30),
        ("year", "2025", 120),
        ("ytd", "2025-05", 50),
    ]
    for period_type, period, base in [*cases, ("rolling12", "2025-12", 120)]:
        found = figure(mart, period, period_type=period_type)
        assert (found.last_year_value, found.last_year_change_class) == (base, "real")
        assert found.last_year_change == pytest.approx(900)


def test_periods_that_overlap_are_compared_without_a_test(tmp_path: Path) -> None:
    figures = months("rate", "A", "2025-01", 1, 99, *[0] * 10, 1, 99)
    mart = tiny_mart(tmp_path, figures, [definition(unit="count", good="low")], ONE)
    for period_type, before, change in (("ytd", 1, 9900), ("rolling12", 100, 0)):
        found = figure(mart, "2026-02", period_type=period_type)
        assert (found.previous_value, found.previous_change_class) == (before, None)
        assert found.previous_change == pytest.approx(change)


@pytest.mark.parametrize(
    ("period_type", "period"),
    [
        ("year", "2026"),  # of which two months are in
        ("quarter", "2026-Q1"),
        ("year", "2025"),  # whole, but the year before began in July
        ("ytd", "2025-08"),
    ],
)
def test_a_total_is_not_compared_with_one_of_more_or_fewer_months(
    tmp_path: Path, period_type: str, period: str
) -> None:
    figures = months("rate", "A", "2024-07", *[100] * 20)
    mart = tiny_mart(tmp_path, figures, [definition(unit="count", good="low")], ONE)
    found = figure(mart, period, period_type=period_type)
    assert found.last_year_value is not None
    assert (found.last_year_change, found.last_year_change_class) == (None, None)
    assert figure(mart, "2026-02", period_type="ytd").last_year_change == pytest.approx(0)


def test_a_share_that_grows_through_the_year_has_no_verdict_while_the_year_runs(tmp_path: Path) -> None:
    figures = months("rate", "A", "2025-01", *((40 * n, 500) for n in range(1, 13)), (40, 500), (80, 500))
    mart = tiny_mart(tmp_path, figures, [definition(is_stock=True)], ONE)
    found = figure(mart, "2026", period_type="year")
    assert (found.last_year_change, found.last_year_change_class) == (pytest.approx(-80), None)
    assert figure(mart, "2026-02").last_year_change_class == "noise"


def test_the_line_of_a_total_begins_with_its_first_twelve_whole_months(tmp_path: Path) -> None:
    figures = months("rate", "A", "2025-01", *[10] * 14)
    mart = tiny_mart(tmp_path, figures, [definition(unit="count", good="low")], ONE)
    (line,) = mart.histories(Choice(area="A", period_type="rolling12"))["A"].values()
    assert line == (*[None] * 11, 120, 120, 120)
