"""The list of what is overdue: by number, the longest first, and nothing else of a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.engines.duckdb_engine import DuckDB
from data.engines.mart_connection import open_mart
from data.store import Store
from metrics.mart_reader import Mart
from metrics.open_overdue import MOST_KEPT, load_open_cases, load_open_overdue, overdue_of

COLUMNS = ("township", "table_name", "case_id", "due_on", "days_overdue", "of_all")
SESSION = """
create table as_of as select 'petitions' as table_name, date '2025-12-31' as as_of;
create table holdings (township varchar, since date, until date, holder varchar);
insert into holdings values
    ('B', '0001-01-01', '2025-05-01', 'B'), ('B', '2025-06-01', '9999-12-01', 'A'),
    ('D', '0001-01-01', '2026-01-01', 'D'), ('D', '2026-02-01', '9999-12-01', 'A');
create table petitions
    (export varchar, township varchar, case_id varchar, due_on date, overdue_on date, closed_on date);
"""


def overdue(*cases: tuple[str | None, str, str, str | None]) -> list[tuple]:
    """Of (township, number, due, closed), in the order that a page shows them."""
    with DuckDB() as engine:
        for statement in SESSION.strip().split(";\n"):
            engine.execute(statement.rstrip(";\n"))
        for township, number, due, closed in cases:
            engine.execute(
                "insert into petitions values ('petitions', ?, ?, ?::date, ?::date + 1, ?::date)",
                [township, number, due, due, closed],
            )
        load_open_cases(engine)
        load_open_overdue(engine)
        return engine.rows(f"select {', '.join(COLUMNS)} from open_overdue order by due_on, case_id")


def test_what_is_open_past_its_date_is_listed_with_its_days() -> None:
    assert overdue(("A", "K1", "2025-12-01", None), ("A", "K2", "2025-11-01", None)) == [
        ("A", "petitions", "K2", date(2025, 11, 1), 60, 2),
        ("A", "petitions", "K1", date(2025, 12, 1), 30, 2),
    ]


def test_what_is_due_on_the_last_day_closed_or_of_no_township_is_not() -> None:
    assert (
        overdue(
            ("A", "due today", "2025-12-31", None),
            ("A", "closed late", "2025-11-01", "2025-12-30"),
            (None, "nobody's", "2025-11-01", None),
        )
        == []
    )


def test_what_a_township_left_that_went_into_another_is_that_ones_to_close() -> None:
    cases = [
        ("A", "K1", "2025-12-01", None),
        ("B", "K2", "2025-05-01", None),
        ("D", "K3", "2025-11-01", None),
    ]
    assert [(township, number, of_all) for township, _, number, *_, of_all in overdue(*cases)] == [
        ("A", "K2", 2),
        ("D", "K3", 1),
        ("A", "K1", 2),
    ]


def test_a_long_list_keeps_the_oldest_and_says_how_many_there_are() -> None:
    cases = [("A", f"K{n:03d}", "2025-11-01" if n else "2025-01-01", None) for n in range(MOST_KEPT + 5)]
    found = overdue(*cases)
    assert len(found) == MOST_KEPT
    assert found[0][2:] == ("K000", date(2025, 1, 1), 364, MOST_KEPT + 5)


def test_the_list_of_the_demo_is_as_long_as_its_indicator_says(published_demo: Path) -> None:
    path = Store(published_demo).current_mart()
    assert path is not None
    with Mart(path) as mart:
        rows = mart.kept_rows("open_overdue", COLUMNS)
        counted = mart.values("overdue_requests", area_type="township", period="2025-12")
    lists = overdue_of(rows)
    for area, number in zip(counted["area"], counted["value"], strict=True):
        listed = [case for case in lists.get(area, []) if case.table_name == "petitions"]
        assert len(listed) == number
        assert [case.due_on for case in listed] == sorted(case.due_on for case in listed)


def test_a_mart_holds_no_more_of_a_case_than_its_number_and_date(published_demo: Path) -> None:
    path = Store(published_demo).current_mart()
    assert path is not None
    with open_mart(path) as mart:
        kept = mart.rows("select column_name from duckdb_columns() where table_name = 'open_overdue'")
    assert {name for (name,) in kept} == set(COLUMNS)
