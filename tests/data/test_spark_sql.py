"""DuckDB's SQL in Spark's words: all of ours can be said, whatever is not known is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
import sqlglot
from sqlglot import exp

from data.clean_table import CLOSED_BY, clean_tables
from data.engines.duckdb_engine import DuckDB, quoted
from data.engines.spark_sql import spark_select, spark_text
from data.engines.spark_statement import statement_of, with_values
from data.language import use_language
from data.refusal import Refused
from metrics.indicator import load_indicators
from metrics.open_overdue import _OPEN
from metrics.questions import _ACTIVITIES, _CLOSING_DAYS, DUE
from metrics.to_sql import scans
from tests.small_county import SmallCounty, our_exports

TABLES = clean_tables(our_exports())
FED = ("petitions", "incidents", "hazards", "surveys", "activities")
SCANS = {
    scan.name: scan.sql
    for scan in scans(
        load_indicators(exports=our_exports()).values(),
        {name: each.breakdowns for name, each in TABLES.items()},
    )
}
OTHERS = {
    **{
        f"closings of {t}": _CLOSING_DAYS.format(table=t, closed=c, due=DUE, days=3)
        for t, (_, c) in CLOSED_BY.items()
    },
    **{f"open {t}": _OPEN.format(table=t, key=key, closed=closed) for t, (key, closed) in CLOSED_BY.items()},
    "activities": _ACTIVITIES,
}
Columns = Mapping[str, Mapping[str, str]]
SMALL: Columns = {
    "t": {
        **{"a": "INTEGER", "b": "BIGINT", "d": "DATE", "e": "DATE", "text": "VARCHAR", "is_so": "BOOLEAN"},
        **{"money": "DECIMAL(18,2)", "part": "DOUBLE", "kind": "ENUM('x', 'y')"},
    },
    "s": {"a": "INTEGER", "text": "VARCHAR"},
}


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> Columns:
    """The tables of a session in which every export is published."""
    county = SmallCounty(tmp_path_factory.mktemp("county"))
    for export_id in FED:
        county.publish(export_id, "2025-03", [], covers=["T1"])
    with county.open() as session:
        names = [
            name
            for (name,) in session.rows(
                "select table_name from duckdb_columns() where not internal group by all"
            )
        ]
        return {name: _described(session, name) for name in names}


def _described(session: DuckDB, name: str) -> dict[str, str]:
    return {column: kind for column, kind, *_ in session.rows(f"describe {quoted(name)}")}


def said(sql: str, columns: Columns = SMALL) -> str:
    """The SELECT of a statement in Spark's words, on one line and without its quotes."""
    statement = statement_of(sql)
    assert statement.select is not None
    known = {name: columns[name] for name in statement.reads}
    return spark_text(spark_select(statement.select, known)).replace("`", "")


def is_understood(sql: str) -> bool:
    return isinstance(sqlglot.parse_one(sql, read="spark"), exp.Query)


@pytest.mark.parametrize("name", [*FED, "corrections"])
def test_every_clean_table_can_be_said(name: str, columns: Columns) -> None:
    text = said(TABLES[name].sql, columns)
    assert is_understood(text)
    assert "*" not in text.replace("COUNT(*)", "")


@pytest.mark.parametrize("sql", [*SCANS.values(), *OTHERS.values()], ids=[*SCANS, *OTHERS])
def test_every_scan_can_be_said(sql: str, columns: Columns) -> None:
    assert is_understood(said(sql, columns))


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("d - e", "CAST(DATEDIFF(t.d, t.e) AS BIGINT)"),
        ("d + a", "DATE_ADD(t.d, CAST(t.a AS INT))"),
        ("a + d", "DATE_ADD(t.d, CAST(t.a AS INT))"),
        ("d - cast(day(d) - 1 as integer)", "DATE_SUB(t.d, CAST(DAY(t.d) - 1 AS INT))"),
        ("abs(d - e)", "ABS(CAST(DATEDIFF(t.d, t.e) AS BIGINT))"),
        ("(d - e)::integer", "CAST((CAST(DATEDIFF(t.d, t.e) AS BIGINT)) AS INT)"),
        ("date_trunc('month', d)", "TRUNC(t.d, 'MONTH')"),
        ("hash(a, text)", "XXHASH64(t.a, t.a IS NULL, t.text, t.text IS NULL)"),
        ("arg_max(text, a)", "MAX_BY(t.text, t.a) FILTER(WHERE NOT t.text IS NULL)"),
        (
            "arg_min(text, a) filter (where is_so)",
            "MIN_BY(t.text, t.a) FILTER(WHERE t.is_so AND NOT t.text IS NULL)",
        ),
        ("any_value(text)", "ANY_VALUE(t.text) IGNORE NULLS"),
        ("list_contains(['x', 'y'], text)", "t.text IN ('x', 'y')"),
        ("list_contains([], text)", "FALSE"),
        ("text like 'a\\%'", "t.text LIKE 'a\\\\\\\\%'"),
        ("kind = 'x'", "t.kind = 'x'"),
        ("count_if(a = 1)", "COUNT_IF(t.a = 1)"),
        ("a + money", "t.a + t.money"),
        ("text in ('it''s')", "t.text IN ('it\\'s')"),
    ],
)
def test_what_the_two_mean_differently_is_said_so_that_both_mean_the_same(sql: str, expected: str) -> None:
    assert f"SELECT {expected} AS x FROM t AS t" == said(f"select {sql} as x from t")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "select * exclude (a, b) replace (d + 1 as d) from s join t using (text)",
            "DATE_ADD(t.d, CAST(1 AS INT)) AS d",
        ),
        ("select s.a from s anti join t on s.a = t.a", "ANTI JOIN t"),
        ("select a from t where (a, text) in (select (a, text) from s)", "IN (SELECT s.a, s.text FROM s"),
        (
            "select a from t qualify row_number() over (partition by text order by d) <= 2",
            "ORDER BY t.d NULLS LAST",
        ),
        ("select text, count(*) from t group by all", "GROUP BY ALL"),
        (
            "select list(b order by d) from t",
            "TRANSFORM(ARRAY_SORT(COLLECT_LIST(NAMED_STRUCT('place', t.d, 'value', t.b)))",
        ),
    ],
)
def test_clauses_that_only_duckdb_has_are_written_out(sql: str, expected: str) -> None:
    assert expected in said(sql)


@pytest.mark.parametrize(
    "sql",
    [
        *(
            "epoch(d)",
            "try_cast(text as integer)",
            "quantile_cont(a, 0.5)",
            "text || 'x'",
            "strftime(d, '%Y')",
        ),
        *("a % 2", "round(money)", "lower(text)", "text ilike 'x'", "regexp_matches(text, 'x')", "random()"),
        *("cast(text as integer)", "cast(part as bigint)", "cast(money as integer)", "cast(part as varchar)"),
        *("d + money", "text + 1", "list(a)", "list(b order by d desc)", "unnest([1, 2])", "{'a': 1}"),
        *(
            "date_trunc('week', d)",
            "text like s",
            "list_contains(kind, text)",
            "xxhash64(a)",
            "lag(a) over (order by d)",
        ),
        *("current_date", "a << 1", "first(a)", "string_agg(text, ',')", "exists (from s)"),
    ],
)
def test_what_is_not_on_the_list_is_refused(sql: str) -> None:
    with pytest.raises(Refused, match="引擎 Spark"):
        said(f"select {sql} as x from t")


@pytest.mark.parametrize(
    "sql",
    [
        "select a from t limit 3",
        "select a from t using sample 3",
        "select a from memory.t",
        "select a from t, lateral (select 1)",
        "select a from t union all by name select a from s",
    ],
)
def test_a_clause_that_is_not_on_the_list_is_refused(sql: str) -> None:
    with pytest.raises(Refused, match="引擎 Spark"):
        said(sql)


def test_a_refusal_names_what_was_found_in_both_languages() -> None:
    with pytest.raises(Refused, match=r"引擎 Spark 上还不能这样计算：EPOCH\(d\)"):
        said("select a from t where epoch(d) > 3")
    use_language("en")
    with pytest.raises(Refused, match=r"cannot be computed on Spark.*EPOCH\(d\)"):
        said("select a from t where epoch(d) > 3")


def test_values_stand_where_the_question_marks_stood() -> None:
    sql = "select a from t where text = ? and d < ? and '?' <> text and list_contains($3, a)"
    assert with_values(sql, ["it's", date(2025, 3, 1), [1, 2]]) == (
        "select a from t where text = 'it''s' and d < date '2025-03-01' and '?' <> text "
        "and list_contains([1, 2], a)"
    )


@pytest.mark.parametrize(
    ("sql", "makes", "target", "reads"),
    [
        ("create or replace table x as select a from t", "table", "x", {"t"}),
        ("create or replace view x (n) as select a from t", "view", "x", {"t"}),
        ('insert into x select a from t join "s" using (a)', "rows", "x", {"t", "s"}),
        ("with s as (select * from t) select * from s", "answer", "", {"t"}),
        ("create table x (a integer)", "table", "x", set()),
        ("delete from t", "", "", {"t"}),
    ],
)
def test_a_statement_is_known_by_what_it_makes_and_reads(
    sql: str, makes: str, target: str, reads: set[str]
) -> None:
    found = statement_of(sql)
    assert (found.makes, found.target, set(found.reads)) == (makes, target, reads)


def test_what_cannot_be_parsed_is_refused_only_where_it_names_a_table_of_rows() -> None:
    assert statement_of("call t(1) of nothing known", (), ["t"]).makes == ""
    with pytest.raises(Refused, match="引擎 Spark"):
        statement_of("select ( from t", (), ["t"])


def sums_of(sql: str) -> bool:
    return statement_of(f"insert into x {sql}").is_summary


@pytest.mark.parametrize(
    ("sql", "is_summary"),
    [
        ("select a, count(*) from t group by a", True),
        ("select distinct a from t", True),
        ("select sum(a) from t", True),
        ("select a from t qualify row_number() over (order by a) < 9", True),
        ("select a, hash(text) from t", False),
    ],
)
def test_rows_stay_there_and_sums_come_back(sql: str, is_summary: bool) -> None:
    assert sums_of(sql) is is_summary
