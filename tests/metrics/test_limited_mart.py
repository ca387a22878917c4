"""What an account for one township reads of a mart: its own figures and the county's, as others read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.engines.duckdb_engine import SqlError
from data.grants import ADMIN, NO_GRANT, VIEWER, Grant, NotAllowed
from data.store import Store
from metrics.limited_mart import limited_mart, mart_for
from metrics.mart_queries import Choice
from metrics.mart_reader import Mart

OWN, OTHER = "999901003", "999901004"
COLUMNS = ("indicator", "area", "period", "value", "lower95", "verdict_county", "previous_change_class")


@pytest.fixture(scope="module")
def full(published_demo: Path) -> Mart:
    path = Store(published_demo).current_mart()
    assert path is not None
    return Mart(path)


@pytest.fixture(scope="module")
def limited(full: Mart) -> Mart:
    return limited_mart(full, frozenset({OWN}))


@pytest.mark.parametrize("period_type", ["month", "rolling12"])
def test_own_and_county_figures_are_those_that_everybody_reads(
    full: Mart, limited: Mart, period_type: str
) -> None:
    asked = Choice(area=["county", OWN], period_type=period_type)
    assert limited.rows(COLUMNS, asked) == full.rows(COLUMNS, asked)
    assert len(limited.rows(COLUMNS, asked)) > 100


def test_no_table_and_no_view_holds_anything_of_another_township(full: Mart, limited: Mart) -> None:
    others = {code for code in full.areas()["area"] if code not in ("county", OWN)}
    tables = "select table_name, column_name from duckdb_columns() where column_name in ('area', 'township')"
    found = {
        (table, code)
        for table, column in limited.asked(tables, [])
        for (code,) in limited.asked(f"select distinct {column} from {table}", [])
    }
    assert len(found) >= 6
    assert {code for _, code in found} <= {"county", OWN}
    assert others


def test_no_number_of_an_area_stands_for_another_township(full: Mart, limited: Mart) -> None:
    numbers = {number for (number,) in limited.asked("select area_no from areas", [])}
    tables = "select table_name from duckdb_columns() where column_name = 'area_no'"
    for (table,) in limited.asked(tables, []):
        assert {number for (number,) in limited.asked(f"select distinct area_no from {table}", [])} <= numbers


def test_an_upload_has_as_many_rows_as_are_of_the_own_township(full: Mart, limited: Mart) -> None:
    own = "select upload, sum(rows_read), sum(rows), sum(rows_refused) from coverage group by all order by 1"
    told = """
        select upload, rows_read, rows, rows_rejected from uploads
        where upload in (select upload from coverage) order by 1"""
    assert limited.asked(told, []) == limited.asked(own, [])
    assert limited.uploads()["rows"].sum() < full.uploads()["rows"].sum()


def test_overdue_cases_by_number_are_the_own_ones(full: Mart, limited: Mart) -> None:
    columns = ("township", "case_id")
    everybody = full.kept_rows("open_overdue", columns)
    assert limited.kept_rows("open_overdue", columns) == [row for row in everybody if row[0] == OWN]
    assert any(row[0] == OWN for row in everybody)


def test_a_breakdown_of_another_township_is_empty_and_the_own_one_keeps_what_is_hidden(
    full: Mart, limited: Mart
) -> None:
    asked = ("petitions_received", "channel", "year", "2025")
    assert limited.breakdown(*asked, area=OTHER).empty
    assert limited.breakdown(*asked, area="kind:town").empty
    assert limited.breakdown(*asked, area=OWN).to_csv() == full.breakdown(*asked, area=OWN).to_csv()


def test_the_file_of_the_mart_is_out_of_reach(full: Mart, limited: Mart) -> None:
    with pytest.raises(SqlError):
        limited.asked(f"attach '{full.path}' as again", [])


def test_a_limited_mart_has_a_name_of_its_own(full: Mart, limited: Mart) -> None:
    assert limited.path != full.path
    assert limited_mart(full, frozenset({OTHER})).path != limited.path


def test_who_holds_nothing_reads_nothing_and_who_is_not_limited_reads_the_mart_itself(full: Mart) -> None:
    with pytest.raises(NotAllowed):
        mart_for(NO_GRANT, full)
    assert mart_for(Grant(VIEWER), full) is full
    assert mart_for(Grant(ADMIN), full) is full
    assert mart_for(Grant(VIEWER, frozenset({OWN})), full).path != full.path
