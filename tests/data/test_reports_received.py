"""What was due, what came and what was put right: the tables about the reports themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from data.settings import load_settings
from tests.small_county import SmallCounty, a_store_with_export


def request_(case: str, channel: str = "visit", township: str = "T1") -> dict[str, Any]:
    return {"case_id": case, "township": township, "received_on": "2025-03-02", "channel": channel}


def survey(township: str, month: str) -> dict[str, Any]:
    return {"township": township, "month": month, "question": "safety", "respondents": 50, "positive": 40}


def submissions(county: SmallCounty, columns: str, where: str = "true") -> list[tuple]:
    with county.open() as engine:
        return engine.rows(f"select {columns} from submissions where {where} order by all")


def corrections(county: SmallCounty) -> list[tuple]:
    with county.open() as engine:
        return engine.rows("select township, rows_published, rows_changed from corrections order by all")


def test_a_report_is_due_on_the_5th_of_the_month_after(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A")], covers=["T1"], received="2025-04-05")
    county.publish("petitions", "2025-03", [request_("B", township="T2")], received="2025-04-06")
    assert submissions(county, "township, is_expected, is_covered, is_on_time, deadline") == [
        ("T1", True, True, True, date(2025, 4, 5)),
        ("T2", True, True, False, date(2025, 4, 5)),
    ]


def test_the_deadline_is_a_setting(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("deadline_day = 10", encoding="utf-8")
    county = SmallCounty(tmp_path, settings=load_settings(tmp_path))
    county.publish("petitions", "2025-12", [], covers=["T1"], received="2026-01-10")
    found = submissions(county, "is_on_time, deadline", "township = 'T1'")
    assert found == [(True, date(2026, 1, 10))]


def test_a_township_that_sends_nothing_is_expected_and_not_covered(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [], covers=["T1"])
    found = submissions(county, "is_expected, is_covered, is_on_time, received_on", "township = 'T2'")
    assert found == [(True, False, False, None)]


def test_a_report_that_came_in_time_stays_so_when_a_later_one_replaces_it(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A")], received="2025-04-02", refused={"T1": 1})
    county.publish("petitions", "2025-03", [request_("A")], received="2025-05-20", replaces=True)
    found = submissions(county, "is_on_time, received_on, rows_read, rows_refused", "township = 'T1'")
    assert found == [(True, date(2025, 4, 2), 3, 1)]


def test_a_report_that_was_rolled_back_never_came(county: SmallCounty) -> None:
    county.roll_back(county.publish("petitions", "2025-03", [request_("A")], received="2025-04-02"))
    county.publish("petitions", "2025-03", [request_("A")], received="2025-05-20")
    assert submissions(county, "is_on_time", "township = 'T1'") == [(False,)]


def test_an_export_is_expected_from_the_month_it_was_first_published(county: SmallCounty) -> None:
    county.publish("petitions", "2025-01", [], covers=["T1", "T2"])
    county.publish("hazards", "2025-02", [], covers=["T1", "T2"])
    county.publish("petitions", "2025-03", [], covers=["T1", "T2"])
    found = submissions(county, "export, month(month), is_covered", "township = 'T1'")
    assert found == [
        ("hazards", 2, True),
        ("hazards", 3, False),
        ("petitions", 1, True),
        ("petitions", 2, False),
        ("petitions", 3, True),
    ]


def test_registers_and_targets_are_never_late(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [], covers=["T1", "T2"])
    county.publish("townships", "2025-01", [{"code": "T1", "name": "一镇"}])
    county.publish("targets", "2025-01", [{"indicator": "resolution_rate", "year": 2025, "target": 90.0}])
    assert submissions(county, "distinct export", "is_expected") == [("petitions",)]


def test_a_half_year_report_stands_in_the_month_of_the_survey(county: SmallCounty) -> None:
    county.publish("petitions", "2025-12", [], covers=["T1", "T2"])
    county.publish("surveys", "2025-05", [survey("T1", "2025-05-01")], received="2025-07-05")
    found = submissions(
        county, "township, month(month), is_covered, is_on_time, deadline", "export = 'surveys'"
    )
    assert found == [
        ("T1", 5, True, True, date(2025, 7, 5)),
        ("T1", 12, False, False, date(2026, 1, 5)),
        ("T2", 5, False, False, date(2025, 7, 5)),
        ("T2", 12, False, False, date(2026, 1, 5)),
    ]


def test_townships_surveyed_in_different_months_of_a_half_have_both_reported_it(county: SmallCounty) -> None:
    county.publish("surveys", "2025-04", [survey("T1", "2025-04-01")])
    county.publish("surveys", "2025-06", [survey("T2", "2025-06-01")])
    found = submissions(county, "township, month(month), is_expected, is_covered")
    assert found == [("T1", 6, True, True), ("T2", 6, True, True)]


def test_while_a_half_runs_nobody_is_late(county: SmallCounty) -> None:
    county.publish("surveys", "2025-02", [survey("T1", "2025-02-01")])
    county.publish("petitions", "2025-03", [], covers=["T1", "T2"])
    assert submissions(county, "township, month(month)", "export = 'surveys'") == [("T1", 2)]


def test_rows_of_unknown_townships_belong_to_nobody(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A")], refused={None: 2, "T1": 1})
    found = submissions(county, "township, is_expected, is_covered, rows_read, rows_refused")
    assert found == [("T1", True, True, 2, 1), ("T2", True, False, 0, 0), (None, False, False, 2, 2)]


# --- corrections


def test_a_row_whose_content_a_later_upload_changed_is_a_correction(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A"), request_("B"), request_("C", township="T2")])
    county.publish("petitions", "2025-03", [request_("A", "phone"), request_("B")])
    assert corrections(county) == [("T1", 2, 1), ("T2", 1, 0)]


def test_a_row_corrected_and_put_back_is_a_correction(county: SmallCounty) -> None:
    for channel in ("visit", "phone", "visit"):
        county.publish("petitions", "2025-03", [request_("A", channel)])
    assert corrections(county) == [("T1", 1, 1)]


def test_what_a_replacement_withdrew_counts_among_the_corrections(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A")])
    county.publish("petitions", "2025-03", [request_("A", "phone")], replaces=True)
    assert corrections(county) == [("T1", 1, 1)]


def test_what_was_rolled_back_corrects_nothing(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A")])
    county.roll_back(county.publish("petitions", "2025-03", [request_("A", "phone")]))
    assert corrections(county) == [("T1", 1, 0)]


def test_a_case_that_moves_on_in_a_later_month_is_no_correction(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A")])
    county.publish("petitions", "2025-04", [request_("A", "phone")])
    assert corrections(county) == [("T1", 1, 0), ("T1", 1, 0)]


def test_two_rows_of_one_file_are_no_correction(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A"), request_("A", "phone")])
    county.publish("petitions", "2025-03", [request_("A", "phone")])
    assert corrections(county) == [("T1", 1, 0)]


def test_a_corrected_row_belongs_to_its_last_township(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A")])
    county.publish("petitions", "2025-03", [request_("A", township="T2")])
    assert corrections(county) == [("T2", 1, 1)]


# --- coverage


def test_what_is_covered_without_rows_is_reported(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A")], covers=["T1", "T2"])
    county.publish("hazards", "2025-03", [], covers=["T1"], refused={None: 3})
    with county.open() as engine:
        found = engine.rows("select table_name, township from coverage order by all")
    assert found == [("hazards", "T1"), ("petitions", "T1"), ("petitions", "T2")]


def test_months_run_from_the_first_to_the_newest_published_one_whatever_dates_the_rows_have(
    county: SmallCounty,
) -> None:
    old = {**request_("A"), "received_on": "2019-05-05"}
    county.publish("petitions", "2025-03", [old])
    county.publish("petitions", "2025-05", [], covers=["T2"])
    with county.open() as engine:
        found = engine.rows("select first_month, newest_month, as_of from as_of")
    assert found == [(date(2025, 3, 1), date(2025, 5, 1), date(2025, 5, 31))]


def test_a_file_of_many_months_covers_each(tmp_path: Path) -> None:
    profile = 'like = "petitions"\nmonths = "in_file"\n[name]\nzh = "全年"\n'
    county = SmallCounty(tmp_path, exports=a_store_with_export(tmp_path, "whole_year", profile))
    covered = {"2025-01": ["T1"], "2025-02": ["T1", "T2"]}
    county.publish("whole_year", "2025-02", [request_("A")], covered_months=covered)
    with county.open() as engine:
        found = engine.rows("select month(month), township from coverage order by all")
        assert found == [(1, "T1"), (2, "T1"), (2, "T2")]
        assert engine.rows("select month(first_month), month(newest_month) from as_of") == [(1, 2)]


def test_a_survey_counts_in_the_month_it_names_not_only_in_the_month_it_is_reported_for(
    county: SmallCounty,
) -> None:
    county.publish("surveys", "2025-06", [survey("T1", "2025-04-01")])
    with county.open() as engine:
        assert engine.rows("select month(month), township from coverage order by all") == [
            (4, "T1"),
            (6, "T1"),
        ]
        assert engine.rows("select as_of from as_of") == [(date(2025, 6, 30),)]
