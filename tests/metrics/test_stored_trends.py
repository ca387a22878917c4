"""Trends as the mart keeps them: of which months, of which years, and of what none is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from metrics.chart_settings import ChartSettings, Rebase
from metrics.trend_queries import SeriesTrend
from tests.metrics.tiny_mart import definition, months, tiny_mart, town

RISING = [(40 + month, 100) for month in range(14)]
COUNT = definition(unit="count", good="low")


def trend(folder: Path, figures: list[tuple], area: str = "A", **more: Any) -> SeriesTrend:
    with tiny_mart(folder, figures, **more) as mart:
        found = mart.trend("rate", area)
    assert found is not None
    return found


def test_a_publication_stores_the_trend_of_every_area(tmp_path: Path) -> None:
    with tiny_mart(tmp_path, months("rate", "A", "2024-01", *RISING)) as mart:
        for area in ("A", "kind:town", "county"):
            found = mart.trend("rate", area)
            assert found is not None
            assert (found.direction, found.trend_months, found.trend_is_seasonal) == (1, 14, False)
            assert found.trend_yearly_slope == pytest.approx(12)
            assert found.trend_z == pytest.approx(90 / (14 * 13 * 33 / 18) ** 0.5)  # S = 91, all pairs rise
            assert found.p == pytest.approx(8.35e-7, rel=0.001)
        assert mart.trend("rate", "B") is None


def test_eleven_months_have_no_trend_and_a_series_that_never_moves_none_to_speak_of(tmp_path: Path) -> None:
    short = trend(tmp_path, months("rate", "A", "2024-01", *RISING[:11]))
    assert (short.trend_z, short.p, short.direction, short.verdict) == (None, None, 0, None)
    flat = trend(tmp_path, months("rate", "A", "2024-01", *[(50, 100)] * 30))
    assert (flat.trend_z, flat.p, flat.trend_yearly_slope, flat.direction) == (0, 1, 0, 0)


def test_a_missing_month_is_left_out_and_counts_as_time(tmp_path: Path) -> None:
    figures = [*RISING[:5], None, None, *RISING[7:]]
    found = trend(tmp_path, months("rate", "A", "2024-01", *figures))
    assert found.trend_months == 12
    assert found.trend_yearly_slope == pytest.approx(12)


def test_figures_that_still_move_and_stocks_have_no_trend(tmp_path: Path) -> None:
    rising = months("rate", "A", "2024-01", *RISING)
    moving = trend(tmp_path, rising, definitions=(definition(provisional_days=90),))
    assert moving.trend_z is None  # eleven are left
    assert trend(tmp_path, rising, definitions=(definition(is_stock=True),)).trend_z is None


def test_a_total_without_every_report_is_not_taken_for_a_fall(tmp_path: Path) -> None:
    """The county is steady; in the last six months a township does not report."""
    of_a = months("rate", "A", "2023-01", *[50 + month % 2 for month in range(20)])
    of_b = months("rate", "B", "2023-01", *[50] * 14, *[None] * 6)
    found = trend(tmp_path, of_a + of_b, "county", definitions=(COUNT,))
    assert (found.trend_months, found.direction) == (14, 0)


@pytest.mark.integration
def test_a_new_rule_is_a_step_and_no_trend(tmp_path: Path) -> None:
    steps = months("rate", "A", "2024-01", *[(40, 100)] * 10, *[(70 + month % 2, 100) for month in range(13)])
    assert trend(tmp_path, steps).direction == 1
    charts = ChartSettings(rebases=(Rebase("rate", "A", date(2024, 11, 1), "新的办法"),))
    since = trend(tmp_path, steps, charts=charts)
    assert (since.trend_months, since.direction) == (13, 0)


def yearly(folder: Path, *shares: tuple[int, int], **more: Any) -> str | None:
    figures = [(x, n) for x, n in shares for _ in range(12)]
    return trend(folder, months("rate", "A", "2020-01", *figures), areas=[town("A")], **more).verdict


def test_five_whole_years_are_tested_and_a_running_one_waits(tmp_path: Path) -> None:
    rising = [(60 + 5 * year, 100) for year in range(5)]
    assert yearly(tmp_path, *rising) == "increasing"
    assert yearly(tmp_path, *rising[:4]) is None
    running = [(x, n) for x, n in rising[:4] for _ in range(12)] + [(99, 100)] * 11
    assert trend(tmp_path, months("rate", "A", "2020-01", *running), areas=[town("A")]).verdict is None


def test_one_year_that_makes_a_rise_is_no_trend(tmp_path: Path) -> None:
    assert yearly(tmp_path, (50, 100), (50, 100), (50, 100), (50, 100), (90, 100)) == "outlier"


@pytest.mark.integration
def test_years_of_counts_rates_and_days_are_tested_by_their_limits(tmp_path: Path) -> None:
    counts = [month for year in range(5) for month in [10 + 5 * year] * 12]
    figures = months("rate", "A", "2020-01", *counts)
    assert trend(tmp_path, figures, areas=[town("A")], definitions=(COUNT,)).verdict == "increasing"
    per_head = [(10 - year, 10_000) for year in range(5)]
    rate = definition(unit="per_10k", good="low")
    assert yearly(tmp_path, *per_head, definitions=(rate,)) == "decreasing"
    money = definition(unit="yuan", good="neither")
    assert trend(tmp_path, figures, areas=[town("A")], definitions=(money,)).verdict is None


@pytest.mark.integration
def test_a_rebase_inside_the_five_years_leaves_too_few(tmp_path: Path) -> None:
    rising = [(60 + 5 * year, 100) for year in range(5)]
    begun = ChartSettings(rebases=(Rebase("rate", "A", date(2020, 1, 1), "开始"),))
    assert yearly(tmp_path, *rising, charts=begun) == "increasing"
    later = ChartSettings(rebases=(Rebase("rate", "A", date(2021, 3, 1), "新的办法"),))
    assert yearly(tmp_path, *rising, charts=later) is None
