"""The fictional county published as its staff would: every headline figure stands in the mart."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store import Store
from metrics.mart_reader import Mart

# indicator, year, numerator, denominator; None where the indicator has none
HEADLINES: tuple[tuple[str, str, int, int | None], ...] = (
    ("petitions_received", "2025", 3276, None),
    ("petitions_received", "2024", 4025, None),
    ("repeat_visit_share", "2025", 167, 3276),
    ("repeat_visit_share", "2024", 334, 4025),
    ("first_contact_resolution", "2025", 2769, 3000),
    ("satisfaction_rate", "2025", 1884, 2000),
    ("satisfaction_rate", "2024", 1794, 2000),
    ("assigned_resolution", "2025", 46, 46),
    ("agent_completion", "2025", 213, 213),
    ("long_standing_resolved", "2025", 37, 41),
    ("leader_receptions", "2025", 126, None),
    ("household_visits", "2025", 12000, None),
    ("wage_arrears_requests", "2025", 118, None),
    ("wage_arrears_requests", "2024", 200, None),
    ("wage_arrears_online_solved", "2025", 68, 100),
    ("property_online_share", "2025", 297, 1100),
    ("decisions_assessed", "2025", 52, 52),
)
# as the source documents print them
PRINTED = {
    ("repeat_visit_share", "2025"): 5.1,
    ("repeat_visit_share", "2024"): 8.3,
    ("first_contact_resolution", "2025"): 92.3,
    ("satisfaction_rate", "2025"): 94.2,
    ("satisfaction_rate", "2024"): 89.7,
    ("property_online_share", "2025"): 27.0,
}


@pytest.fixture(scope="module")
def mart(published_demo: Path) -> Mart:
    path = Store(published_demo).current_mart()
    assert path is not None
    return Mart(path)


@pytest.mark.parametrize(("indicator", "year", "numerator", "denominator"), HEADLINES)
def test_the_mart_repeats_the_headline_figure(
    mart: Mart, indicator: str, year: str, numerator: int, denominator: int | None
) -> None:
    figure = mart.values(indicator, area="county", period_type="year", period=year).iloc[0]
    assert figure["numerator"] == numerator
    if denominator is not None:
        assert figure["denominator"] == denominator
    assert figure["complete"]


@pytest.mark.parametrize(("indicator", "year"), PRINTED)
def test_the_percentage_reads_as_it_was_printed(mart: Mart, indicator: str, year: str) -> None:
    figure = mart.values(indicator, area="county", period_type="year", period=year).iloc[0]
    assert round(figure["value"], 1) == PRINTED[indicator, year]


def test_first_contact_resolution_was_lower_in_2024(mart: Mart) -> None:
    years = mart.values("first_contact_resolution", area="county", period_type="year").set_index("period")
    assert years.loc["2024", "value"] < years.loc["2025", "value"]


def test_the_door_refuses_a_handful_of_rows_of_early_2023_and_none_later(published_demo: Path) -> None:
    refused = [upload for upload in Store(published_demo).catalogue.uploads() if upload.rows_rejected]
    assert sum(upload.rows_rejected for upload in refused) == 6
    assert all(upload.month and f"{upload.month:%Y-%m}" <= "2023-03" for upload in refused)
