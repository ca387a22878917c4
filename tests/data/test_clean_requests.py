"""The rules that make clean requests: when one is due, closed well, named again, accepted in time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.clean_table import clean_tables
from data.export_format import load_exports
from data.settings import load_settings
from tests.small_county import SmallCounty, closed, day, request_, row_of, values


@pytest.mark.parametrize(
    ("due_on", "effective"),
    [
        (None, "2025-04-30"),
        ("2025-03-31", "2025-03-31"),
        ("2025-05-30", "2025-05-30"),
        ("2025-12-31", "2025-05-30"),
    ],
)
def test_a_request_is_due_after_60_days_at_the_latest_after_90(
    county: SmallCounty, due_on: str | None, effective: str
) -> None:
    county.publish("petitions", "2025-03", [request_("A", "2025-03-01", due_on=due_on)])
    found = row_of(county, "petitions", "case_id = 'A'")
    assert found["due_on"] == day(effective)
    assert (found["overdue_on"] - found["due_on"]).days == 1


def test_the_days_are_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("request_due_days = 10\nacceptance_days = 3\n", encoding="utf-8")
    county = SmallCounty(tmp_path, settings=load_settings(tmp_path))
    county.publish("petitions", "2025-03", [request_("A", "2025-03-01", accepted_on="2025-03-05")])
    found = row_of(county, "petitions", "true")
    assert values(found, "due_on", "is_accepted_within_15d") == (date(2025, 3, 11), False)


def test_a_first_request_that_names_an_earlier_one_is_a_repeat(county: SmallCounty) -> None:
    rows = [
        request_("A", "2025-03-01", visit_kind="first"),
        request_("B", "2025-03-02", visit_kind="first", previous_case_id="A"),
        request_("C", "2025-03-02", visit_kind="first", previous_case_id="no such case"),
        request_("D", "2025-03-02", previous_case_id="A"),
    ]
    county.publish("petitions", "2025-03", rows)
    with county.open() as engine:
        kinds = dict(engine.rows("select case_id, visit_kind from petitions"))
    assert kinds == {"A": "first", "B": "repeat", "C": "repeat", "D": None}


def test_the_earlier_case_is_no_column_of_the_clean_table(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A", "2025-03-01", previous_case_id="B")])
    assert "previous_case_id" not in row_of(county, "petitions", "true")
    assert "previous_case_id" not in clean_tables(load_exports())["petitions"].columns


def test_an_outcome_without_a_closing_date_is_not_closed(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A", "2025-03-01", outcome="resolved")])
    found = row_of(county, "petitions", "true")
    assert values(found, "closed_on", "days_to_close", "is_closed_well") == (None, None, False)


@pytest.mark.parametrize(
    ("outcome", "well"),
    [
        ("resolved", True),
        ("explained", True),
        ("assisted", True),
        ("unresolved", False),
        ("withdrawn", False),
        (None, False),
    ],
)
def test_closed_well_is_resolved_explained_or_assisted(
    county: SmallCounty, outcome: str | None, well: bool
) -> None:
    county.publish("petitions", "2025-03", [closed("A", "2025-03-01", "2025-03-09", outcome)])
    found = row_of(county, "petitions", "true")
    assert values(found, "is_closed_well", "days_to_close") == (well, 8)


def test_what_happens_after_the_newest_month_has_not_happened_yet(county: SmallCounty) -> None:
    rows = [closed("A", "2025-03-20", "2025-04-01", accepted_on="2025-04-01")]
    county.publish("petitions", "2025-03", rows)
    found = row_of(county, "petitions", "true")
    assert values(found, "closed_on", "accepted_on", "is_closed_well") == (None, None, False)
    county.publish("petitions", "2025-04", [], covers=["T1"])
    found = row_of(county, "petitions", "true")
    assert values(found, "closed_on", "is_closed_well") == (date(2025, 4, 1), True)


def test_as_of_is_that_of_the_export_not_of_the_whole_store(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [closed("A", "2025-03-20", "2025-04-01")])
    county.publish("hazards", "2025-06", [], covers=["T1"])
    assert row_of(county, "petitions", "true")["closed_on"] is None
    assert row_of(county, "as_of", "table_name = 'petitions'")["as_of"] == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("received", "named_again", "reopened"),
    [
        ("2025-03-05", True, False),  # before the closing: it is named, but it was not closed yet
        ("2025-03-10", True, True),
        ("2025-06-08", True, True),  # the 90th day
        ("2025-06-09", False, False),
        ("2025-07-05", False, False),
    ],
)
def test_a_case_is_named_again_within_90_days_of_its_closing(
    county: SmallCounty, received: str, named_again: bool, reopened: bool
) -> None:
    county.publish("petitions", "2025-07", [request_("B", received, previous_case_id="A", township="T2")])
    county.publish("petitions", "2025-03", [closed("A", "2025-03-01", "2025-03-10")])
    found = row_of(county, "petitions", "case_id = 'A'")
    assert values(found, "is_named_again", "is_reopened_within_90d") == (named_again, reopened)


def test_any_of_several_later_requests_can_name_a_case(county: SmallCounty) -> None:
    rows = [
        closed("A", "2025-03-01", "2025-03-10"),
        request_("B", "2025-03-02", previous_case_id="A"),
        request_("C", "2025-03-20", previous_case_id="A"),
    ]
    county.publish("petitions", "2025-03", rows)
    assert row_of(county, "petitions", "case_id = 'A'")["is_reopened_within_90d"] is True


def test_a_request_of_the_time_to_come_names_nobody(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [closed("A", "2025-03-01", "2025-03-10")])
    county.publish("petitions", "2025-03", [request_("B", "2025-04-02", previous_case_id="A")])
    assert row_of(county, "petitions", "case_id = 'A'")["is_named_again"] is False


def test_a_case_that_was_not_closed_was_not_reopened(county: SmallCounty) -> None:
    rows = [request_("A", "2025-03-01"), request_("B", "2025-03-20", previous_case_id="A")]
    county.publish("petitions", "2025-03", rows)
    found = row_of(county, "petitions", "case_id = 'A'")
    names = ("is_named_again", "is_reopened_within_90d", "is_reopen_window_passed")
    assert values(found, *names) == (False, False, False)


@pytest.mark.parametrize(("closed_on", "passed"), [("2025-04-01", True), ("2025-04-02", False)])
def test_ninety_days_have_passed_on_the_last_day_of_the_newest_month(
    county: SmallCounty, closed_on: str, passed: bool
) -> None:
    county.publish("petitions", "2025-06", [closed("A", "2025-03-01", closed_on)])
    assert row_of(county, "petitions", "true")["is_reopen_window_passed"] is passed


@pytest.mark.parametrize(
    ("received", "accepted", "passed", "in_time"),
    [
        ("2025-03-16", "2025-03-31", True, True),
        ("2025-03-15", "2025-03-31", True, False),
        ("2025-03-17", "2025-03-20", False, True),
        ("2025-03-01", None, True, False),
    ],
)
def test_acceptance_is_told_within_15_days(
    county: SmallCounty, received: str, accepted: str | None, passed: bool, in_time: bool
) -> None:
    county.publish("petitions", "2025-03", [request_("A", received, accepted_on=accepted)])
    found = row_of(county, "petitions", "true")
    assert values(found, "is_acceptance_window_passed", "is_accepted_within_15d") == (passed, in_time)


@pytest.mark.parametrize(("closed_on", "quick"), [("2025-03-31", True), ("2025-04-01", False), (None, False)])
def test_thirty_days_are_quick(county: SmallCounty, closed_on: str | None, quick: bool) -> None:
    county.publish("petitions", "2025-04", [request_("A", "2025-03-01", closed_on=closed_on)])
    assert row_of(county, "petitions", "true")["is_closed_within_30d"] is quick
