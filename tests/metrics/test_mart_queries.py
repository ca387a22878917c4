"""What compares a figure with nothing is read without the comparisons, and reads the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics import mart_queries
from metrics.limited_mart import limited_mart
from metrics.mart_queries import FIGURE_COLUMNS, PLAIN_COLUMNS, STANDING_COLUMNS, Choice, figures_query
from metrics.mart_reader import Mart

STANDING = [column for column in FIGURE_COLUMNS if column in STANDING_COLUMNS]
PLAIN = [column for column in FIGURE_COLUMNS if column in PLAIN_COLUMNS]


@pytest.mark.parametrize("period_type", ["month", "quarter", "year", "ytd", "rolling12"])
def test_plain_columns_are_those_of_the_compared_figures(published_demo: Path, period_type: str) -> None:
    *_, path = sorted((published_demo / "marts").glob("*.duckdb"), key=lambda each: int(each.stem))
    with Mart(path) as mart:
        plain = mart.rows(PLAIN, Choice(period_type=period_type))
        sql, asked = figures_query([*PLAIN, "too_few"], Choice(period_type=period_type))
        compared = [row[:-1] for row in mart.asked(sql, asked)]
    assert plain
    assert [*map(repr, plain)] == [*map(repr, compared)]


@pytest.mark.parametrize("period_type", ["month", "quarter", "year", "ytd", "rolling12"])
@pytest.mark.parametrize("is_limited", [False, True], ids=["whole", "of one township"])
def test_how_an_area_stands_is_what_the_compared_figures_say(
    published_demo: Path, period_type: str, is_limited: bool
) -> None:
    *_, path = sorted((published_demo / "marts").glob("*.duckdb"), key=lambda each: int(each.stem))
    with Mart(path) as full:
        mart = limited_mart(full, frozenset({"999901003"})) if is_limited else full
        standing = mart.rows(STANDING, Choice(period_type=period_type))
        compared = mart.asked(*figures_query(STANDING, Choice(period_type=period_type)))
    assert [*map(repr, standing)] == [*map(repr, compared)]
    at = STANDING.index("county_value"), STANDING.index("target"), STANDING.index("warning")
    assert all(any(row[each] is not None for row in standing) for each in at)


def test_only_where_it_is_known_what_areas_are_compared_with_less_is_read() -> None:
    asked = ["value", "county_value"], Choice()
    assert "compared_values" not in figures_query(*asked, has_branches=False)[0]
    assert "county.area_no = areas.parent_no" in figures_query(*asked, has_branches=True)[0]
    assert "targets" not in figures_query(*asked, has_branches=False)[0]


def test_a_comparison_among_the_columns_is_read_with_all_it_needs() -> None:
    assert "compared_values" in figures_query(["value", "county_value"], Choice())[0]
    assert "indicator_values" in figures_query(["value", "last_year_change"], Choice())[0]
    assert mart_queries._PLAIN in figures_query(["value"], Choice())[0]
