"""What compares a figure with nothing is read without the comparisons, and reads the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics import mart_queries
from metrics.mart_queries import FIGURE_COLUMNS, PLAIN_COLUMNS, Choice, figures_query
from metrics.mart_reader import Mart

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


def test_a_comparison_among_the_columns_is_read_with_all_it_needs() -> None:
    assert "compared_values" in figures_query(["value", "county_value"], Choice())[0]
    assert "indicator_values" in figures_query(["value", "last_year_change"], Choice())[0]
    assert mart_queries._PLAIN in figures_query(["value"], Choice())[0]
