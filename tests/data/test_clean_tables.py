"""The rules that turn standing rows into clean tables, each with the few rows that show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.clean_table import SQL_TYPES, TABLES_FOLDER, TOWNSHIP_KEY, clean_tables, month_number_of
from data.export_format import load_exports
from data.refusal import Refused
from data.settings import load_settings
from data.township_register import Register, Township
from tests.small_county import SmallCounty, a_store_with_export, day

MARCH, JUNE, JULY = date(2025, 3, 1), date(2025, 6, 1), date(2025, 7, 1)


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return SmallCounty(tmp_path)


def request_(case: str, received: str, **more: Any) -> dict[str, Any]:
    return {"case_id": case, "township": "T1", "received_on": received, **more}


def closed(case: str, received: str, closed_on: str, outcome: str | None = "resolved", **more: Any) -> dict:
    return request_(case, received, closed_on=closed_on, outcome=outcome, **more)


def row_of(county: SmallCounty, table: str, where: str) -> dict[str, Any]:
    with county.open() as engine:
        rows = engine.query(f"select * from {table} where {where}").to_pylist()
    assert len(rows) == 1
    return rows[0]


def values(found: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(found[name] for name in names)


# --- requests


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


# --- hazards and incidents


def test_a_hazard_is_due_after_30_days_and_a_long_date_stays(county: SmallCounty) -> None:
    rows = [
        {"hazard_id": "A", "township": "T1", "found_on": "2025-03-01"},
        {"hazard_id": "B", "township": "T1", "found_on": "2025-03-01", "due_on": "2026-03-01"},
    ]
    county.publish("hazards", "2025-03", rows)
    with county.open() as engine:
        due = engine.rows("select hazard_id, due_on, overdue_on from hazards order by all")
    assert due == [
        ("A", date(2025, 3, 31), date(2025, 4, 1)),
        ("B", date(2026, 3, 1), date(2026, 3, 2)),
    ]


def test_a_hazard_put_right_after_the_newest_month_is_open(county: SmallCounty) -> None:
    row = {"hazard_id": "A", "township": "T1", "found_on": "2025-03-01", "rectified_on": "2025-04-01"}
    county.publish("hazards", "2025-03", [row])
    assert row_of(county, "hazards", "true")["rectified_on"] is None


@pytest.mark.parametrize(
    ("occurred", "solved", "passed", "in_time"),
    [
        ("2025-03-01", "2025-05-30", True, True),
        ("2025-03-01", "2025-05-31", True, False),
        ("2025-03-01", None, True, False),
        ("2025-04-02", "2025-05-01", False, True),
        ("2025-04-01", "2025-07-02", True, False),  # after as_of
    ],
)
def test_an_event_is_solved_within_90_days(
    county: SmallCounty, occurred: str, solved: str | None, passed: bool, in_time: bool
) -> None:
    row = {
        "incident_id": "A",
        "township": "T1",
        "occurred_on": occurred,
        "kind": "fraud",
        "solved_on": solved,
    }
    county.publish("incidents", "2025-06", [row])
    found = row_of(county, "incidents", "true")
    assert values(found, "is_clearance_window_passed", "is_solved_within_90d") == (passed, in_time)


# --- registers, targets and tables of the county's own


def test_the_population_is_that_of_the_register_in_force(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [], covers=["T1", "T2"])
    county.publish("petitions", "2025-06", [], covers=["T1", "T2"])
    county.publish("townships", "2025-04", [{"code": "T1", "name": "一镇", "population": 100}])
    county.publish("townships", "2025-06", [{"code": "T1", "name": "一镇", "population": 200}])
    with county.open() as engine:
        found = engine.rows("select month, population from townships where township = 'T1' order by month")
        other = engine.rows("select distinct population from townships where township = 'T2'")
    assert [population for _, population in found] == [100, 100, 100, 200]
    assert other == [(6_000,)]


def test_a_register_published_ahead_does_not_stretch_the_months(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [], covers=["T1"])
    county.publish("townships", "2027-01", [{"code": "T1", "name": "一镇", "population": 100}])
    with county.open() as engine:
        assert engine.rows("select distinct month from townships") == [(MARCH,)]


def test_a_township_has_no_month_before_it_was_founded_or_after_it_was_merged(tmp_path: Path) -> None:
    townships = (
        Township("T1", "一镇", population=10, valid_to=date(2025, 4, 15)),
        Township("T2", "二镇", population=20, valid_from=date(2025, 5, 1)),
    )
    county = SmallCounty(tmp_path, register=Register(townships))
    county.publish("petitions", "2025-03", [], covers=["T1"])
    county.publish("petitions", "2025-05", [], covers=["T2"])
    with county.open() as engine:
        found = engine.rows("select township, month(month) from townships order by all")
        due = engine.rows("select township, month(month) from submissions where is_expected order by all")
    assert found == due == [("T1", 3), ("T1", 4), ("T2", 5)]


def test_targets_are_there_even_if_nobody_set_any(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [], covers=["T1"])
    with county.open() as engine:
        assert engine.rows("select indicator, year, target, warning from targets") == []
    row = {"indicator": "resolution_rate", "year": 2025, "target": 90.0, "warning": 85.0}
    county.publish("targets", "2025-01", [row])
    found = row_of(county, "targets", "true")
    assert values(found, "indicator", "year", "target", "warning") == ("resolution_rate", 2025, 90.0, 85.0)


RIVERS = """
every = "month"
key = ["sample_id"]
opening = "taken_on"
[name]
zh = "水质"
[columns.sample_id]
type = "id"
required = true
[columns.township]
type = "township"
required = true
[columns.taken_on]
type = "date"
role = "opening"
required = true
[columns.is_clean]
type = "boolean"
"""
HOTLINE = """
like = "petitions"
[name]
zh = "热线"
[columns.street]
zh = "街道"
type = "text"
"""


def test_an_export_that_maps_to_none_of_ours_gets_a_table_of_its_own(tmp_path: Path) -> None:
    county = SmallCounty(tmp_path, exports=a_store_with_export(tmp_path, "rivers", RIVERS))
    row = {"sample_id": "S", "township": "T2", "taken_on": "2025-03-05", "is_clean": True}
    county.publish("rivers", "2025-03", [row])
    day = {"taken_on": date(2025, 3, 5), month_number_of("taken_on"): 2025 * 12 + 2, TOWNSHIP_KEY: "T2"}
    assert row_of(county, "rivers", "true") == {"export": "rivers", **row, **day}
    assert clean_tables(county.exports)["rivers"].dates == ["taken_on"]


def test_a_word_that_its_list_no_longer_has_is_kept_as_text(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A", "2025-03-01", channel="pigeon")])
    with county.open() as engine:
        assert engine.rows("select channel, typeof(channel) from petitions") == [("pigeon", "VARCHAR")]


def test_two_exports_feed_one_table_and_do_not_share_case_numbers(tmp_path: Path) -> None:
    county = SmallCounty(tmp_path, exports=a_store_with_export(tmp_path, "hotline", HOTLINE))
    county.publish("petitions", "2025-03", [closed("A", "2025-03-01", "2025-03-10")])
    county.publish("hotline", "2025-05", [request_("A", "2025-05-01", street="x", previous_case_id="B")])
    county.publish("hotline", "2025-05", [request_("C", "2025-03-20", previous_case_id="A")])
    with county.open() as engine:
        found = engine.rows("select export, case_id, street, is_named_again from petitions order by all")
    assert found == [
        ("hotline", "A", "x", False),
        ("hotline", "C", None, False),
        ("petitions", "A", None, False),
    ]


def test_each_export_has_an_as_of_of_its_own_in_a_shared_table(tmp_path: Path) -> None:
    county = SmallCounty(tmp_path, exports=a_store_with_export(tmp_path, "hotline", HOTLINE))
    county.publish("petitions", "2025-03", [closed("A", "2025-03-01", "2025-04-02")])
    county.publish("hotline", "2025-05", [closed("A", "2025-03-01", "2025-04-02")])
    with county.open() as engine:
        found = engine.rows("select export, closed_on from petitions order by all")
    assert found == [("hotline", date(2025, 4, 2)), ("petitions", None)]


def test_an_export_must_not_take_the_name_of_a_table_of_ours(tmp_path: Path) -> None:
    exports = a_store_with_export(tmp_path, "coverage", RIVERS)
    with pytest.raises(Refused, match="coverage"):
        clean_tables(exports)


def test_published_rows_whose_export_is_gone_are_refused_by_name(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A", "2025-03-01")])
    county.exports = {name: each for name, each in county.exports.items() if name != "petitions"}
    with pytest.raises(Refused, match="petitions"):
        county.open()


# --- every clean table


@pytest.mark.parametrize("name", sorted(path.stem for path in TABLES_FOLDER.glob("*.sql")))
def test_a_clean_table_has_the_columns_that_its_comment_promises(county: SmallCounty, name: str) -> None:
    for export in ("petitions", "hazards", "incidents", "surveys", "activities"):
        county.publish(export, "2025-06", [], covers=["T1"])
    table = clean_tables(load_exports())[name]
    with county.open() as engine:
        described = {column: kind for column, kind, *_ in engine.rows(f"describe {name}")}
    promised = {column: SQL_TYPES[kind].upper().replace(" ", "") for column, kind in table.columns.items()}
    numbers = {month_number_of(column): "INTEGER" for column in table.dates}
    words = {column: f"ENUM({', '.join(map(repr, words))})" for column, words in table.words.items()}
    keys = {"township_key": "ENUM('T1', 'T2')"} if "township" in table.columns else {}
    assert described == promised | words | numbers | keys
    assert set(table.breakdowns) <= set(table.columns)
    assert table.grain.startswith("one row per ")
