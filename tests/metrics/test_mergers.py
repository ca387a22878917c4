"""A township goes into another: its history stays, what comes later counts there, like is compared with like.

甲镇 and 乙乡 report until March 2024; then 乙乡 goes into 甲镇. 丙镇 stands apart.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.store import Store
from metrics.figures import COLUMNS, Choice, figures
from metrics.mart_reader import Mart
from metrics.publication import Options, publish
from tests.store_builder import csv_file

HEADINGS = "行政区划代码,乡镇,类型,常住人口,有效止,并入\n"
BEFORE = HEADINGS + "A,甲镇,镇,12000,,\nB,乙乡,乡,6000,,\nC,丙镇,镇,9000,,\n"
AFTER = HEADINGS + "A,甲镇,镇,18000,,\nB,乙乡,乡,6000,2024-03-31,甲镇\nC,丙镇,镇,9000,,\n"
CASES = "办件编号,乡镇,登记日期,办结日期,办理结果\n"
MARCH = (
    CASES
    + "a1,甲镇,2024-03-05,,\nb1,乙乡,2024-03-10,,\nb2,乙乡,2024-03-12,2024-03-20,已解决\n"
    + "c1,丙镇,2024-03-01,,\n"
)
# b1 comes again under the name of its time, b3 under a name that is gone, a1 is closed
APRIL = CASES + (
    "b1,乙乡,2024-03-10,2024-04-10,已解决\nb3,乙乡,2024-04-05,,\na1,甲镇,2024-03-05,2024-04-11,已解决\n"
    "c2,丙镇,2024-04-02,,\n"
)
# the system has relabelled: b1 and b2 now stand under the new name
MAY = CASES + "b2,甲镇,2024-03-12,2024-03-20,已解释\na5,甲镇,2024-05-02,,\nc5,丙镇,2024-05-03,,\n"


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("merged") / "store")
    march = [
        csv_file("名录", BEFORE, month=date(2024, 1, 1)),
        csv_file("三月", MARCH, month=date(2024, 3, 1)),
    ]
    publish(store, march, Options())
    april = [
        csv_file("新名录", AFTER, month=date(2024, 4, 1)),
        csv_file("四月", APRIL, month=date(2024, 4, 1)),
    ]
    publish(store, april, Options())
    done = publish(store, [csv_file("五月", MAY, month=date(2024, 5, 1))], Options())
    assert [finding.rule for finding in done.results[0].checked.warnings if finding.row is None] == [
        "kept_with_predecessor",
        "due_missing",
    ]
    return store


def figure(store: Store, indicator: str, area: str, period: str, **choice: Any) -> dict[str, Any]:
    mart = store.current_mart()
    assert mart is not None
    rows = [
        dict(zip(COLUMNS, row, strict=True)) for row in figures(mart, Choice(indicator=indicator, **choice))
    ]
    return {(row["area"], row["period"]): row for row in rows}[area, period]


def numerators(store: Store, indicator: str, month: str) -> dict[str, float | None]:
    mart = store.current_mart()
    assert mart is not None
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in figures(mart, Choice(indicator=indicator))]
    return {
        row["area"]: row["numerator"] for row in rows if row["period"] == month and row["area_type"] != "kind"
    }


def test_what_came_before_stays_and_what_comes_later_counts_for_the_successor(merged: Store) -> None:
    assert numerators(merged, "petitions_received", "2024-03") == {"county": 4, "A": 1, "B": 2, "C": 1}
    assert numerators(merged, "petitions_received", "2024-04") == {"county": 2, "A": 1, "C": 1}
    assert numerators(merged, "petitions_received", "2024-05") == {"county": 2, "A": 1, "C": 1}


def test_a_case_left_open_is_closed_by_the_successor(merged: Store) -> None:
    closed = numerators(merged, "resolution_rate", "2024-04")
    assert (closed["A"], closed["county"]) == (2, 2)
    assert numerators(merged, "resolution_rate", "2024-03")["B"] == 1


def test_a_stock_goes_on_where_the_township_went(merged: Store) -> None:
    assert numerators(merged, "open_requests", "2024-03") == {"county": 3, "A": 1, "B": 1, "C": 1}
    assert numerators(merged, "open_requests", "2024-04") == {"county": 3, "A": 1, "C": 2}


def test_only_townships_of_the_month_are_expected(merged: Store) -> None:
    shares = [figure(merged, "petitions_received", "county", month) for month in ("2024-03", "2024-04")]
    assert [(row["covered"], row["expected"], row["complete"]) for row in shares] == [
        (3, 3, True),
        (2, 2, True),
    ]
    with pytest.raises(KeyError):
        figure(merged, "petitions_received", "B", "2024-04")
    assert numerators(merged, "submitted_on_time", "2024-04").keys() == {"county", "A", "C"}


def test_the_population_is_that_of_the_register_in_force(merged: Store) -> None:
    per_head = [figure(merged, "petitions_per_10k", "county", month) for month in ("2024-03", "2024-04")]
    assert [row["denominator"] for row in per_head] == [27_000, 27_000]
    mart = merged.current_mart()
    assert mart is not None
    with Mart(mart) as opened:
        people = opened.areas().set_index("area")["population"]
    assert people["county"] == 27_000


def test_a_change_compares_the_successor_with_all_that_went_into_it(merged: Store) -> None:
    april = figure(merged, "petitions_received", "A", "2024-04")
    assert (april["previous_value"], april["numerator"]) == (3, 1)
    assert figure(merged, "petitions_received", "A", "2024-05")["previous_value"] == 1
    assert figure(merged, "petitions_received", "C", "2024-04")["previous_value"] == 1


def test_a_period_in_which_the_merger_falls_is_not_compared(merged: Store) -> None:
    quarter = figure(merged, "petitions_received", "A", "2024-Q2", period_type="quarter")
    assert quarter["previous_value"] == 3
    running = figure(merged, "petitions_received", "A", "2024-04", period_type="ytd")
    assert running["previous_value"] is None
    towns = figure(merged, "petitions_received", "kind:town", "2024-04")
    assert towns["previous_value"] == 4


def test_a_receipt_of_the_successor_leads_to_what_it_took_over(merged: Store) -> None:
    mart = merged.current_mart()
    assert mart is not None
    with Mart(mart) as opened:
        closings = opened.receipt("resolution_rate", "A", "month", "2024-04").uploads
        received = opened.receipt("petitions_received", "A", "month", "2024-04").uploads
    assert [upload.file for upload in closings] == ["三月.csv", "四月.csv"]
    assert [upload.file for upload in received] == ["四月.csv"]
