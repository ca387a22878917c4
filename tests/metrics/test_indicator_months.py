"""From clean tables to sums by township and month: what is zero, what is missing, what is a stock."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.township_register import Register, Township
from metrics.indicator import Counted, Indicator, load_indicators
from metrics.indicator_months import build_indicator_months
from tests.small_county import SmallCounty, a_store_with_export, our_exports, request_

INDICATORS = load_indicators(exports=our_exports())


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return SmallCounty(tmp_path)


def activity(item: str, done: int, planned: int | None = None, month: str = "2025-03-01") -> dict[str, Any]:
    return {"township": "T1", "month": month, "item": item, "done": done, "planned": planned}


def figures(
    county: SmallCounty, indicator: str, columns: str = "numerator, denominator"
) -> dict[tuple, tuple]:
    """(township, month as a number) → the columns."""
    with county.open() as engine:
        build_indicator_months(engine, INDICATORS)
        sql = (
            f"select township, month(month), {columns} from indicator_months where indicator = ? order by all"
        )
        return {row[:2]: row[2:] for row in engine.rows(sql, [indicator])}


# --- zero and missing


def test_covered_without_rows_is_zero_and_not_covered_is_missing(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A", "2025-03-02")], covers=["T1"])
    county.publish("petitions", "2025-04", [], covers=["T1"])
    found = figures(county, "petitions_received", "numerator, denominator, covered")
    assert found == {
        ("T1", 3): (1, None, True),
        ("T1", 4): (0, None, True),
        ("T2", 3): (None, None, False),
        ("T2", 4): (None, None, False),
    }


def test_a_month_that_was_not_reported_is_missing_even_if_rows_fall_into_it(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [], covers=["T2"])
    county.publish("petitions", "2025-04", [request_("A", "2025-03-30")], covers=["T1"])
    assert figures(county, "online_share")[("T1", 3)] == (None, None)


def test_rows_from_before_the_first_month_are_in_no_figure_but_in_stocks(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A", "2024-11-02")], covers=["T1"])
    assert figures(county, "petitions_received") == {("T1", 3): (0, None), ("T2", 3): (None, None)}
    assert figures(county, "open_requests")[("T1", 3)] == (1, None)


def test_due_dates_of_the_time_to_come_wait(county: SmallCounty) -> None:
    row = request_("A", "2025-03-02", due_on="2025-04-10", closed_on="2025-03-20")
    county.publish("petitions", "2025-03", [row])
    assert set(figures(county, "completion_on_time").values()) == {(0, 0), (None, None)}
    county.publish("petitions", "2025-04", [], covers=["T1"])
    assert figures(county, "completion_on_time")[("T1", 4)] == (1, 1)


def test_indicators_of_tables_that_were_never_published_have_no_rows(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [], covers=["T1"])
    assert figures(county, "fires_per_10k") == {}
    assert figures(county, "sense_of_safety") == {}


def test_a_township_that_did_not_exist_yet_has_no_row(tmp_path: Path) -> None:
    new = Township("T2", "新镇", valid_from=date(2025, 4, 20))
    county = SmallCounty(tmp_path, register=Register((Township("T1", "一镇"), new)))
    county.publish("petitions", "2025-03", [], covers=["T1"])
    county.publish("petitions", "2025-04", [], covers=["T1"])
    assert list(figures(county, "petitions_received")) == [("T1", 3), ("T1", 4), ("T2", 4)]


# --- rates per head


def test_a_rate_per_head_takes_the_population_of_reported_months(county: SmallCounty) -> None:
    county.publish("incidents", "2025-03", [an_event("A", "road", deaths=2)], covers=["T1"])
    assert figures(county, "road_deaths_per_100k") == {("T1", 3): (2, 12_000), ("T2", 3): (None, None)}


def test_a_place_without_inhabitants_on_record_has_no_rate(tmp_path: Path) -> None:
    county = SmallCounty(
        tmp_path, register=Register((Township("T1", "园区"), Township("T2", "镇", population=9)))
    )
    county.publish("incidents", "2025-03", [an_event("A", "fire")], covers=["T1", "T2"])
    found = figures(county, "fires_per_10k", "numerator, denominator, covered")
    assert found == {("T1", 3): (None, None, True), ("T2", 3): (0, 9, True)}


def an_event(number: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"incident_id": number, "township": "T1", "occurred_on": "2025-03-04", "kind": kind, **more}


def test_money_is_summed_to_the_cent(county: SmallCounty) -> None:
    from decimal import Decimal

    losses = [an_event(str(n), "fraud", loss_yuan=Decimal("0.10")) for n in range(3)]
    county.publish("incidents", "2025-03", [*losses, an_event("x", "fraud"), an_event("y", "fire")])
    assert figures(county, "fraud_loss")[("T1", 3)] == (0.3, None)


# --- stocks


def test_open_requests_are_those_received_and_not_closed_by_the_end_of_the_month(county: SmallCounty) -> None:
    rows = [
        request_("A", "2025-03-02", closed_on="2025-05-01"),
        request_("B", "2025-03-31", closed_on="2025-03-31"),
        request_("C", "2025-04-30"),
    ]
    county.publish("petitions", "2025-05", rows)
    for month in ("2025-03", "2025-04"):
        county.publish("petitions", month, [], covers=["T1"])
    found = figures(county, "open_requests", "numerator")
    assert [found[("T1", month)] for month in (3, 4, 5)] == [(1,), (2,), (1,)]


def test_a_stock_runs_on_below_a_month_that_is_missing(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A", "2025-03-02")])
    county.publish("petitions", "2025-05", [], covers=["T1"])
    found = figures(county, "open_requests", "numerator")
    assert [found[("T1", month)] for month in (3, 4, 5)] == [(1,), (None,), (1,)]


def test_overdue_is_past_its_date_at_the_end_of_the_month_and_not_closed(county: SmallCounty) -> None:
    rows = [
        request_("due on the last day", "2025-03-01", due_on="2025-03-31"),
        request_("closed late", "2025-03-01", due_on="2025-03-10", closed_on="2025-04-02"),
        request_("closed in time", "2025-03-01", due_on="2025-03-10", closed_on="2025-03-10"),
        request_("closed a day late", "2025-03-01", due_on="2025-03-10", closed_on="2025-03-11"),
        request_("due later", "2025-03-01", due_on="2025-05-10"),
    ]
    county.publish("petitions", "2025-04", rows)
    county.publish("petitions", "2025-03", [], covers=["T1"])
    found = figures(county, "overdue_requests", "numerator")
    assert [found[("T1", month)] for month in (3, 4)] == [(1,), (1,)]


def test_a_case_that_moves_to_another_township_takes_its_stock_along(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A", "2025-03-01")], covers=["T1", "T2"])
    county.publish("petitions", "2025-04", [request_("A", "2025-03-01", "T2")], covers=["T1", "T2"])
    found = figures(county, "open_requests", "numerator")
    assert found == {("T1", 3): (0,), ("T1", 4): (0,), ("T2", 3): (1,), ("T2", 4): (1,)}


def test_a_level_is_that_of_its_month(county: SmallCounty) -> None:
    county.publish("activities", "2025-03", [activity("网格员配备", 8, 10)])
    county.publish("activities", "2025-04", [activity("网格员配备", 9, 10, "2025-04-01")])
    found = figures(county, "grid_staffing")
    assert [found[("T1", month)] for month in (3, 4)] == [(8, 10), (9, 10)]


# --- days, breakdowns, the reports themselves


def test_days_carry_their_squares(county: SmallCounty) -> None:
    rows = [
        request_("A", "2025-03-01", closed_on="2025-03-04"),
        request_("B", "2025-03-01", closed_on="2025-03-05"),
        request_("C", "2025-03-01"),
    ]
    county.publish("petitions", "2025-03", rows)
    found = figures(county, "mean_days_to_close", "numerator, denominator, squares")
    assert found[("T1", 3)] == (7, 2, 25)


def test_breakdowns_split_by_one_column_and_name_what_was_left_blank(county: SmallCounty) -> None:
    rows = [
        request_("A", "2025-03-01", channel="online"),
        request_("B", "2025-03-01", channel="visit"),
        request_("C", "2025-03-01"),
    ]
    county.publish("petitions", "2025-03", rows)
    with county.open() as engine:
        build_indicator_months(engine, INDICATORS)
        found = engine.rows(
            "select dimension, item, numerator, denominator from breakdown_months "
            "where indicator = 'online_share' order by all"
        )
    assert found == [("channel", "", 0, 1), ("channel", "online", 1, 1), ("channel", "visit", 0, 1)]


def test_rows_of_unknown_townships_count_for_the_county_only(county: SmallCounty) -> None:
    rows = [request_("A", "2025-03-01")]
    county.publish("petitions", "2025-03", rows, covers=["T1", "T2"], refused={None: 2, "T1": 1})
    found = figures(county, "rows_rejected", "numerator, denominator, covered")
    assert found == {("T1", 3): (1, 2, True), ("T2", 3): (0, 0, True), (None, 3): (2, 2, True)}


def test_reports_on_time_and_corrections_are_known_for_every_township(county: SmallCounty) -> None:
    county.publish("petitions", "2025-03", [request_("A", "2025-03-01")], received="2025-04-01")
    county.publish("petitions", "2025-03", [request_("A", "2025-03-02")], received="2025-05-01")
    assert figures(county, "submitted_on_time") == {("T1", 3): (1, 1), ("T2", 3): (0, 1)}
    assert figures(county, "corrections") == {("T1", 3): (1, 1), ("T2", 3): (0, 0)}


def test_a_county_counts_a_table_of_its_own(tmp_path: Path) -> None:
    profile = """
        every = "month"
        key = ["number"]
        opening = "taken_on"
        name = { zh = "水质" }
        columns.number = { zh = "编号", type = "id", required = true }
        columns.township = { zh = "乡镇", type = "township", required = true }
        columns.taken_on = { zh = "日期", type = "date", role = "opening", required = true }
        columns.clean = { zh = "达标", type = "boolean" }
    """
    county = SmallCounty(tmp_path, exports=a_store_with_export(tmp_path, "rivers", profile))
    taken = {"township": "T1", "taken_on": "2025-03-03"}
    county.publish("rivers", "2025-03", [{"number": "1", "clean": True, **taken}, {"number": "2", **taken}])
    clean = Counted("rivers", "taken_on", "clean")
    share = Indicator(
        "clean", {"zh": "达标率"}, "economy", "percent", "high", clean, Counted("rivers", "taken_on")
    )
    with county.open() as engine:
        build_indicator_months(engine, {"clean": share})
        found = engine.rows("select township, numerator, denominator from indicator_months order by all")
    assert found == [("T1", 1, 2), ("T2", None, None)]
