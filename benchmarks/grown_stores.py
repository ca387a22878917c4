"""The demo county as it would be with more rows behind its sums, or with more townships.

A page reads sums, so rows are grown by multiplying sums: a hundred million rows leave as many of them in the
mart as ten thousand. Townships are grown by copies of the demo's, with all that the mart holds of each.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from data.store import Store

# tables of the mart that hold rows of areas, and the column that names the area
BY_NUMBER = ("period_sums", "signal_points", "signal_series", "year_trends")
BY_CODE = ("submissions", "coverage", "covered_months", "open_overdue", "item_sums", "whole_items")
# tables with sums of cases
OF_CASES = ("period_sums", "item_sums", "whole_items")
A_COPY = 1000  # added to the number of an area, once for every copy


def grown(store: Path, into: Path, *, rows: int = 1, townships: int = 1) -> Path:
    """A copy of `store` with `rows` times the cases in every sum, and `townships` times the townships."""
    shutil.copytree(store, into)
    mart = Store(into).current_mart()
    assert mart is not None
    with duckdb.connect(str(mart)) as connection:
        for table in OF_CASES if rows > 1 else ():
            connection.execute(
                f"update {table} set numerator = numerator * {rows}, denominator = denominator * {rows}, "
                f"squares = squares * {rows}"
            )
        if townships > 1:
            _copy_townships(connection, townships)
    return into


def _copy_townships(connection: duckdb.DuckDBPyConnection, times: int) -> None:
    connection.execute(f"create temp table copies as select * from range(1, {times}) as t (copy)")
    connection.execute(
        "create temp table copied as select * from areas where area_type = 'township' and area <> 'county'"
    )
    connection.execute(
        f"insert into areas by name select c.* replace (area_no + {A_COPY} * copy as area_no, "
        "area || '-' || copy as area, name || copy as name) from copied as c, copies"
    )
    for table in BY_NUMBER:
        connection.execute(
            f"insert into {table} by name select s.* replace (s.area_no + {A_COPY} * copy as area_no) "
            f"from {table} as s semi join copied using (area_no), copies"
        )
    for table in BY_CODE:
        connection.execute(
            f"insert into {table} by name select s.* replace (township || '-' || copy as township) "
            f"from {table} as s, copies where township in (select area from copied)"
        )
