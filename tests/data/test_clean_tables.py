"""The rules that turn standing rows into clean tables other than requests, each with rows that show it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.clean_table import SQL_TYPES, TABLES_FOLDER, TOWNSHIP_KEY, clean_tables, month_number_of
from data.export_format import load_exports
from data.refusal import Refused
from data.township_register import Register, Township
from tests.small_county import SmallCounty, a_store_with_export, closed, request_, row_of, values

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
        assert engine.rows("select distinct month from townships") == [(date(2025, 3, 1),)]


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
