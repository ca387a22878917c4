"""What an account for one township reads of a mart: its own figures and the county's, as others read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.engines.duckdb_engine import SqlError
from data.grants import ADMIN, NO_GRANT, VIEWER, Grant, NotAllowed
from data.store import Store
from metrics.index.period_index import index_of_period
from metrics.limited_mart import limited_mart
from metrics.mart_queries import Choice
from metrics.mart_reader import Mart
from pages.shared.cached_reads import granted_mart

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


def test_no_cell_of_any_table_names_another_township_or_counts_them_all(full: Mart, limited: Mart) -> None:
    tables = [name for (name,) in limited.asked("select table_name from duckdb_tables()", [])]
    texts = [str(cell) for name in tables for row in limited.asked(f'from "{name}"', []) for cell in row]
    assert any(OWN in text for text in texts)
    assert not [text for text in texts if OTHER in text]
    register = "select rows_read, rows, covers from uploads where export = 'townships' limit 1"
    assert limited.asked(register, []) == [(None, None, None)]
    assert full.asked(register, [])[0][:2] == (24, 24)


def test_the_countys_score_is_the_one_that_everybody_reads(full: Mart, limited: Mart) -> None:
    """Deaths take points off it as off a township's on average, whoever sees how many of them."""
    [theirs, everybodys] = [index_of_period(mart, "year", "2025") for mart in (limited, full)]
    assert everybodys.county is not None
    assert theirs.county is not None
    assert everybodys.county.deducted > 0
    assert theirs.county.score == everybodys.county.score
    listed = {each.area: each.listed for each in everybodys.townships}
    assert [each.listed for each in theirs.townships] == [listed[OWN]]


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
        granted_mart(full.path, NO_GRANT)
    assert granted_mart(full.path, Grant(VIEWER)).path == full.path
    assert granted_mart(full.path, Grant(ADMIN)).path == full.path
    assert granted_mart(full.path, Grant(VIEWER, frozenset({OWN}))).path != full.path
