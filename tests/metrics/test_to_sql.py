"""One SELECT per table and date, in any engine's dialect."""

from __future__ import annotations

import re

import pytest
import sqlglot
from sqlglot import exp

from data.clean_table import clean_tables
from data.engines.duckdb_engine import DuckDB
from metrics.indicator import Counted, Indicator, load_indicators
from metrics.to_sql import Part, Scan, definition_sql, measure_sql, scans
from tests.small_county import our_exports

TABLES = clean_tables(our_exports())
BREAKDOWNS = {name: table.breakdowns for name, table in TABLES.items()}


def whole_catalogue() -> list[Scan]:
    return scans(load_indicators(exports=our_exports()).values(), BREAKDOWNS)


def an_indicator(
    name: str, numerator: Counted, denominator: Counted | None = None, unit: str = "percent"
) -> Indicator:
    return Indicator(name, {"zh": name}, "requests", unit, "high", numerator, denominator)


def test_the_whole_catalogue_takes_one_scan_per_table_and_date() -> None:
    found = [(scan.table, scan.by) for scan in whole_catalogue()]
    assert len(found) == len(set(found))
    assert {by for table, by in found if table == "petitions"} == {
        *("received_on", "closed_on", "due_on", "overdue_on"),
    }


def test_what_two_indicators_share_is_computed_once() -> None:
    closed = Counted("petitions", "closed_on", "closed_on is not null")
    one = an_indicator("one", Counted("petitions", "closed_on", "is_closed_well"), closed)
    two = an_indicator("two", Counted("petitions", "closed_on", "is_closed_within_30d"), closed)
    (scan,) = scans([one, two], {})
    assert list(scan.measures) == ["m1", "m2", "m3"]
    assert Part("one", "denominator", "m2") in scan.parts
    assert Part("two", "denominator", "m2") in scan.parts


def test_days_keep_the_sum_of_squares() -> None:
    numerator = Counted("petitions", "closed_on", "closed_on is not null", "days_to_close")
    (scan,) = scans([an_indicator("days", numerator, Counted("petitions", "closed_on"), "days")], {})
    squares = next(part.measure for part in scan.parts if part.role == "squares")
    assert "days_to_close * days_to_close" in scan.measures[squares]


@pytest.mark.parametrize(
    ("counted", "sql"),
    [
        (Counted("t", "d"), "count(*)"),
        (Counted("t", "d", "a = 1"), "coalesce(count_if(a = 1), 0)"),
        (Counted("t", "d", "", "deaths"), "coalesce(sum(deaths), 0)"),
        (Counted("t", "d", "a = 1", "deaths"), "coalesce(sum(case when a = 1 then deaths end), 0)"),
        (Counted("t", "d", "", "Deaths on road"), 'coalesce(sum("Deaths on road"), 0)'),
    ],
)
def test_a_side_of_an_indicator_is_one_sum(counted: Counted, sql: str) -> None:
    assert measure_sql(counted) == sql


@pytest.mark.parametrize(
    ("where", "sql"),
    [
        ("a = 1 and d is not null", "coalesce(count_if(a = 1), 0)"),
        ("d is not null and a = 1 and b", "coalesce(count_if(a = 1 and b), 0)"),
        ("d is not null", "count(*)"),
        ("e is not null", "coalesce(count_if(e is not null), 0)"),
        ("(a or d is not null)", "coalesce(count_if((a or d is not null)), 0)"),
        ("a between 1 and d is not null", "coalesce(count_if(a between 1 and d is not null), 0)"),
    ],
)
def test_a_scan_does_not_ask_for_the_date_that_all_its_rows_have(where: str, sql: str) -> None:
    (scan,) = scans([an_indicator("one", Counted("t", "d", where), None)], {})
    assert list(scan.measures.values()) == [sql]


@pytest.mark.parametrize(
    ("where", "shared"),
    [
        ("a = 1 and (b = 'x' or not c in ('y', 'z'))", ["a = 1", "b = 'x'", "c in ('y', 'z')"]),
        ("a is null or b is not null and is_closed", ["a is null", "b is not null"]),
        ("closed_on <= due_on", ["closed_on <= due_on"]),
        ("case when a = 'it''s and b = 1' then c else d end", ["a = 'it''s and b = 1'"]),
        ("a like 'x and b = 1 and c' and d > e", ["d > e"]),
        ("a + b = 3 and c = d + 1 and coalesce(e, 0) = 1", []),
        ("a between 1 and b = 2", []),
    ],
)
def test_comparisons_that_stand_alone_are_made_once_for_all_measures(where: str, shared: list[str]) -> None:
    (scan,) = scans([an_indicator("one", Counted("t", "d", where))], {})
    named_by_itself = re.findall(r"^        (.*) as condition_\d+,?$", scan.sql, re.MULTILINE)
    assert named_by_itself == shared
    restored = scan.sql.split("\n    from (")[0]
    for number, comparison in enumerate(shared, start=1):
        restored = restored.replace(f"condition_{number}", comparison)
    assert where in restored


def test_breakdowns_are_taken_one_at_a_time_never_crossed() -> None:
    closed = Counted("petitions", "closed_on")
    (scan,) = scans([an_indicator("one", closed, closed)], {"petitions": ("category", "channel")})
    sets = sqlglot.parse_one(scan.sql, read="duckdb").find(exp.GroupingSets)
    assert sets is not None
    assert [each.sql() for each in sets.expressions] == [
        "(township_key, month_number)",
        "(township_key, month_number, category)",
        "(township_key, month_number, channel)",
    ]


def test_a_scan_of_stocks_only_is_not_split() -> None:
    stocks = [each for each in load_indicators(exports=our_exports()).values() if each.is_running_total]
    assert stocks
    assert {scan.breakdowns for scan in scans(stocks, BREAKDOWNS)} == {()}


@pytest.mark.parametrize("dialect", ["spark", "postgres", "duckdb"])
def test_every_scan_can_be_said_in_another_dialect(dialect: str) -> None:
    for scan in whole_catalogue():
        [said] = sqlglot.transpile(scan.sql, read="duckdb", write=dialect)
        tree = sqlglot.parse_one(said, read=dialect)
        assert isinstance(tree, exp.Select)
        assert len(tree.selects) == 2 + 2 * len(scan.breakdowns) + len(scan.measures)
        assert not list(tree.find_all(exp.Anonymous)), "a function that the dialect may not know"


def test_a_receipt_shows_every_side_of_an_indicator() -> None:
    sql = definition_sql(load_indicators(exports=our_exports())["overdue_requests"])
    assert "as numerator" in sql
    assert "as minus" in sql
    assert all(sqlglot.parse(sql, read="duckdb"))


ROWS_WITH_UNKNOWNS = """
create or replace table t as
select 0 as township_key, 24300 as month_number_of_d, a, b, c
from (values ('x'), ('y'), ('it''s'), ('z'), (null)) as first (a),
    (values ('x'), ('z'), (null)) as second (b),
    (values (true), (false), (null)) as third (c)
"""


@pytest.mark.parametrize(
    ("where", "is_never_unknown"),
    [
        ("a in ('x', 'it''s')", True),
        ("(a in ('x', 'y') or b in ('z')) and c", True),
        ("a in ('x', 'y') and b = 'x'", True),
        ("a in ('x', 'y') and (c or b is null)", True),
        ("a = 'x' and c and b in ('x', 'z')", True),
        ("a = 'x' and not c", True),
        ("(not c or a in ('x', 'y')) and not c", True),
        ("not a in ('x', 'y')", False),
        ("not (a in ('x', 'y') and c)", False),
        ("not a = 'x' and c", False),
        ("c = not c and a = 'x'", False),
        ("(a in ('x', 'y')) is null", False),
        ("(a in ('x', 'y')) = (b in ('x', 'z'))", False),
        ("coalesce((a in ('x')), true)", False),
        ("case when a in ('x', 'y') then not c else c end", False),
        ("(a in ('x')) is not true", False),
        ("a in ('x', b)", False),
    ],
)
def test_a_word_is_compared_without_unknowns_only_where_they_count_as_no(
    where: str, is_never_unknown: bool
) -> None:
    """However it is asked, the rows are the same: an unknown word may be of none or of any."""
    (scan,) = scans([an_indicator("one", Counted("t", "d", where))], {})
    assert ("is not distinct from" in scan.sql) == is_never_unknown
    with DuckDB() as engine:
        engine.execute(ROWS_WITH_UNKNOWNS)
        [(_, _, counted)] = engine.rows(scan.sql)
        assert [(counted,)] == engine.rows(f"select count(*) from t where {where}")
