"""Better, similar, worse: the golden rule, and what is never judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.engines.duckdb_engine import DuckDB
from metrics.verdicts import verdict_macros
from tests.metrics.test_intervals import golden
from tests.metrics.tiny_mart import definition, figure, months, tiny_mart, town


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDB]:
    with DuckDB() as session:
        for macro in verdict_macros("temp"):
            session.execute(macro)
        yield session


def test_verdicts_are_those_of_the_golden_file(engine: DuckDB) -> None:
    rows = [row for row in golden("rag_benchmark_cases") if row["polarity"] != "neutral"]
    assert len(rows) > 300
    columns = ("benchmark", "lower95", "upper95", "lower998", "upper998")
    marks = ", ".join(["?::double"] * len(columns))
    for row in rows:
        params = [row["polarity"], *(float(row[name]) for name in columns)]
        verdict, word = engine.rows(
            f"select verdict, verdict_word(verdict) from (select verdict_class(?, {marks}) as verdict)",
            params,
        )[0]
        # the golden file writes better_99.8 where the mart has better_99_8
        assert (word, verdict) == (row["rag3"], row["rag5"].replace(".", "_")), row


@pytest.mark.parametrize("good", ["neither", "", None])
def test_a_neutral_indicator_is_never_compared(engine: DuckDB, good: str | None) -> None:
    found = engine.rows("select verdict_class(?, 1e0, 2e0, 3e0, 2e0, 3e0)", [good])
    assert found == [("not compared",)]


def test_an_interval_of_no_width_claims_nothing(engine: DuckDB) -> None:
    assert engine.rows("select verdict_class('high', 1e0, 2e0, 2e0, 2e0, 2e0)") == [("not compared",)]


def two(indicator: str, a: tuple, b: tuple) -> list[tuple]:
    return months(indicator, "A", "2025-01", a) + months(indicator, "B", "2025-01", b)


def test_a_township_is_judged_against_the_county_and_the_county_is_not(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, two("rate", (95, 100), (10, 100)))
    good, bad, county = (figure(mart, "2025-01", area) for area in ("A", "B", "county"))
    assert (good.verdict_county, good.verdict_county_class) == ("better", "better_99_8")
    assert (bad.verdict_county, bad.verdict_county_class) == ("worse", "worse_99_8")
    assert good.county_value == bad.county_value == county.value == 52.5
    assert county.verdict_county == "not compared"
    assert figure(mart, "2025-01", "kind:town").verdict_county == "similar"


def test_low_is_good_where_the_indicator_says_so(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, two("rate", (95, 100), (10, 100)), [definition(good="low")])
    assert figure(mart, "2025-01", "A").verdict_county == "worse"
    assert figure(mart, "2025-01", "B").verdict_county == "better"


def test_a_difference_that_chance_explains_is_similar(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, two("rate", (50, 100), (52, 100)))
    assert figure(mart, "2025-01", "A").verdict_county == "similar"


def test_under_twenty_cases_there_is_no_verdict(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, two("rate", (0, 19), (980, 1000)), targets=[("rate", 2025, 90, 60)])
    few = figure(mart, "2025-01", "A")
    assert (few.too_few, few.value) == (True, 0)
    assert (few.verdict_county, few.verdict_target) == ("not compared", "not compared")
    assert not figure(mart, "2025-01", "B").too_few
    assert figure(mart, "2025-01", "B").verdict_target == "better"


def test_twenty_cases_are_enough(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, two("rate", (0, 20), (980, 1000)))
    assert figure(mart, "2025-01", "A").verdict_county == "worse"


def test_totals_money_and_neutral_rates_are_not_compared(tmp_path: Path) -> None:
    indicators = [
        definition("events", "count", "low"),
        definition("stock", "count", "low", is_stock=True),
        definition("money", "yuan", "low"),
        definition("neutral_share", "percent", "neither"),
        definition("neutral_rate", "per_10k", "neither"),
    ]
    names = [each.indicator for each in indicators]
    rows = [row for name in names for row in two(name, (1, 1000), (900, 1000))]
    mart = tiny_mart(tmp_path, rows, indicators)
    verdicts = {name: figure(mart, "2025-01", "A", indicator=name).verdict_county for name in names}
    assert verdicts == dict.fromkeys(names, "not compared")


def test_a_stock_in_percent_is_judged_like_a_percent(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, two("rate", (95, 100), (10, 100)), [definition(is_stock=True)])
    assert figure(mart, "2025-01", "A").verdict_county == "better"


def test_rates_per_head_are_judged_whatever_their_size(tmp_path: Path) -> None:
    mart = tiny_mart(
        tmp_path, two("rate", (1, 9_000), (90, 9_000)), [definition(unit="per_100k", good="low")]
    )
    assert figure(mart, "2025-01", "A").verdict_county == "better"


def test_days_of_no_variation_claim_nothing(tmp_path: Path) -> None:
    days = definition(unit="days", good="low")
    mart = tiny_mart(tmp_path, two("rate", (100, 50, 200), (500, 50, 6_000)), [days])
    level, varied = figure(mart, "2025-01", "A"), figure(mart, "2025-01", "B")
    assert (level.lower95, level.value, level.upper95, level.verdict_county) == (2, 2, 2, "not compared")
    assert varied.verdict_county == "worse"


def test_a_target_is_met_by_the_value_and_judged_by_the_interval(tmp_path: Path) -> None:
    mart = tiny_mart(tmp_path, two("rate", (92, 100), (60, 100)), targets=[("rate", 2025, 90, 80)])
    near, far = figure(mart, "2025-01", "A"), figure(mart, "2025-01", "B")
    assert (near.target, near.warning, near.target_met, near.verdict_target) == (90, 80, True, "similar")
    assert (far.target_met, far.verdict_target, far.verdict_target_class) == (False, "worse", "worse_99_8")


def test_the_target_is_that_of_the_year_in_which_the_period_ends(tmp_path: Path) -> None:
    rows = months("rate", "A", "2024-12", (5, 10), (5, 10))
    mart = tiny_mart(tmp_path, rows, areas=[town("A")], targets=[("rate", 2024, 1, 0), ("rate", 2025, 2, 0)])
    targets = mart.values("rate", "A").set_index("period")["target"].to_dict()
    assert targets == {"2024-12": 1, "2025-01": 2}


def test_a_neutral_indicator_has_no_target(tmp_path: Path) -> None:
    mart = tiny_mart(
        tmp_path, two("rate", (9, 10), (9, 10)), [definition(good="neither")], targets=[("rate", 2025, 1, 0)]
    )
    found = figure(mart, "2025-01", "A")
    assert (found.target, found.target_met, found.verdict_target) == (None, None, "not compared")


def test_the_target_of_a_total_belongs_to_twelve_whole_months(tmp_path: Path) -> None:
    deaths = definition("deaths", "count", "low")
    rows = months("deaths", "A", "2025-01", *[1] * 12)
    mart = tiny_mart(tmp_path, rows, [deaths], [town("A")], targets=[("deaths", 2025, 6, 5)])
    assert figure(mart, "2025-03", indicator="deaths").target is None
    year = figure(mart, "2025", period_type="year", indicator="deaths")
    assert (year.value, year.target, year.target_met, year.verdict_target) == (12, 6, False, "worse")


def test_a_total_that_lacks_reports_has_not_met_its_target_but_may_have_missed_it(tmp_path: Path) -> None:
    """In December A has reported and B has not: what B brings makes the county's total larger."""
    named = ("far", "near", "overdue")
    definitions = [definition(name, "count", "low", is_stock=name == "overdue") for name in named]
    of_b = [row for name in named for row in months(name, "B", "2025-01", *[1] * 11, None)]
    rows = of_b + [row for name in named for row in months(name, "A", "2025-01", *[1] * 12)]
    targets = [("far", 2025, 100, 0), ("near", 2025, 10, 0), ("overdue", 2025, 1, 0)]
    mart = tiny_mart(tmp_path, rows, definitions, targets=targets)
    far, near = (figure(mart, "2025", period_type="year", indicator=name) for name in ("far", "near"))
    assert (far.value, far.covered, far.expected) == (23, 23, 24)
    assert (far.target_met, far.verdict_target) == (None, "not compared")
    assert (near.target_met, near.verdict_target) == (False, "worse")
    assert figure(mart, "2025-12", indicator="overdue").target_met is None
    assert figure(mart, "2025-12", "A", indicator="overdue").target_met is True
