"""A mart as an account for some townships may read it: a copy in memory that holds nothing of the others.

What is not there cannot be asked for: no view, no page and no export has to remember whom it speaks to. The
macros and views are those of the mart itself. Breakdowns stay behind, for what of them may be shown follows
from all townships together (metrics/small_numbers.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import Condition

import duckdb

from data.engines.duckdb_engine import _OFFLINE, quoted, text_literal
from data.engines.mart_connection import MartConnection

# breakdowns of all townships, and the sums and digests that only the next publication needs
LEFT_EMPTY = frozenset(
    {
        "breakdown_months",
        "item_sums",
        "whole_items",
        "row_sums",
        "closing_days",
        "open_cases",
        "month_digests",
    }
)
# how many townships the areas shown have, and when, for what is told of a township on average
TOWNSHIP_SPANS = "township_spans"
SPANS_OF_COUNTY = f"""
create table {TOWNSHIP_SPANS} as
select 'county' as area, valid_from, valid_to, count(*) as townships
from mart.areas
where area_type = 'township'
group by all"""
OWN_AREAS = "select area_no from mart.areas where area = 'county' or area in ({own})"
# a column that names an area → the rows that stay
CONDITIONS = {
    "area_no": "area_no in ({areas})",
    "township": "township in ({own})",
    "area": "area in ({own}) or area = 'county'",
    "holder": "holder in ({own})",
}
# an upload may bring several townships: it is shown to each
UPLOADS = """upload in (select upload from mart.coverage where township in ({own}))
    or upload not in (select upload from mart.coverage where township is not null)"""
# … with as many rows as are of what is shown; how many the others sent would follow from the whole. Of a
# register, none: it has one of every township. What an upload is said to cover may be a list of the others
ROWS_OF_UPLOADS = """
    select uploads.* replace (
        shown.rows_read as rows_read,
        shown.rows as rows,
        shown.rows_refused as rows_rejected,
        null::varchar as covers
    )
    from mart.uploads as uploads left join (
        select
            upload,
            sum(rows_read)::bigint as rows_read,
            sum(rows)::bigint as rows,
            sum(rows_refused)::bigint as rows_refused
        from {coverage}
        group by upload
    ) as shown using (upload)"""


class CopiedMartConnection(MartConnection):
    """Tables of the mart file `path` with its macros and views; the file is closed again at once."""

    def __init__(self, path: Path) -> None:
        self._connection = duckdb.connect(":memory:", config=_OFFLINE | {"threads": 1})
        self._calls = Condition()
        self._running = 0
        self._connection.execute(f"attach {text_literal(str(path))} as mart (read_only)")
        try:
            self._copy()
        finally:
            self._connection.execute("detach mart")
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def _copy(self) -> None:
        for statement in (*self._tables(), *self._macros(), *self._views()):
            self._connection.execute(statement)

    def _tables(self) -> list[str]:
        """The statements that make the tables, one after the other."""
        raise NotImplementedError

    def _stored(self) -> dict[str, set[str]]:
        """Table of the mart → its columns, without what is never copied."""
        sql = "select table_name, column_name from duckdb_columns() where database_name = 'mart'"
        columns: dict[str, set[str]] = {}
        for table, column in self._connection.execute(sql).fetchall():
            columns.setdefault(table, set()).add(column)
        stored = "select table_name from duckdb_tables() where database_name = 'mart'"
        names = [name for (name,) in self._connection.execute(stored).fetchall()]
        return {name: columns[name] for name in names}

    def _macros(self) -> list[str]:
        sql = """
            select function_name, parameters, macro_definition
            from duckdb_functions()
            where database_name = 'mart' and function_type = 'macro'
            order by function_oid"""
        return [
            f"create macro {quoted(name)}({', '.join(quoted(each) for each in parameters)}) as {definition}"
            for name, parameters, definition in self._connection.execute(sql).fetchall()
        ]

    def _views(self) -> list[str]:
        sql = "select sql from duckdb_views() where database_name = 'mart' and not internal order by view_oid"
        return [statement for (statement,) in self._connection.execute(sql).fetchall()]


class LimitedMartConnection(CopiedMartConnection):
    """The mart file `path` for `townships` and the county."""

    def __init__(self, path: Path, townships: Iterable[str]) -> None:
        self._own = ", ".join(text_literal(code) for code in sorted(townships)) or "null"
        super().__init__(path)

    def _tables(self) -> list[str]:
        return [
            f"create table {quoted(name)} as {_rows(name, self._own)} {_where(name, columns, self._own)}"
            for name, columns in self._stored().items()
        ] + [SPANS_OF_COUNTY]


def _rows(table: str, own: str) -> str:
    if table != "uploads":
        return f"from mart.{quoted(table)}"
    return ROWS_OF_UPLOADS.format(coverage=f"mart.coverage where township in ({own})")


def _where(table: str, columns: set[str], own: str) -> str:
    if table in LEFT_EMPTY:
        return "where false"
    conditions = [CONDITIONS[column] for column in sorted(columns & CONDITIONS.keys())]
    if table == "uploads":
        conditions.append(UPLOADS)
    if not conditions:
        return ""
    areas = OWN_AREAS.format(own=own)
    joined = " and ".join(f"({each.format(own=own, areas=areas)})" for each in conditions)
    return f"where {joined}"
