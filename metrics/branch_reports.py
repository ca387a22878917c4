"""What is kept by township beside the figures, told of every area above it as well: reports due, rows read.

Only where a register has levels. What lies right below one area stands in a row, so that a branch is opened
(data/engines/branch_mart.py) as fast among 40,000 townships as among 25.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.area_numbers import compared_with
from metrics.mart_views import PARENT_NO

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

# a city has sent what all of its townships have sent
_SUBMISSIONS = """
    bool_or(is_expected) as is_expected,
    count_if(is_expected and not is_covered) = 0 and bool_or(is_covered) as is_covered,
    bool_and(is_on_time) filter (where is_expected or is_covered) as is_on_time,
    case when count_if(is_expected and not is_covered) = 0 then max(received_on) end as received_on,
    max(deadline) as deadline,
    sum(rows_read)::bigint as rows_read,
    sum(rows_refused)::bigint as rows_refused"""
_COVERAGE = """
    sum(rows_read)::bigint as rows_read,
    sum(rows_refused)::bigint as rows_refused,
    sum("rows")::bigint as "rows\""""
TABLES = {
    "submissions": ("export, month", _SUBMISSIONS),
    "coverage": ("table_name, month, upload", _COVERAGE),
}

# grain: an area × the keys; `township` is its code. Townships as they are, what is above them in sums
TOLD = """
create or replace table branch_{table} as
with townships as (
    select area_no, parent_no, area as township from memory.area_numbers where area_type = 'township'
),
above as (
    select areas.area_no, areas.parent_no, areas.area, townships.township
    from memory.area_numbers as areas
    join townships on townships.area_no between areas.first_no and areas.last_no
    where areas.area_no > 0 and areas.area_type not in ('kind', 'township')
),
sums as (
    select parent_no, area_no, area, {keys}, {sums}
    from {table} join above using (township)
    group by parent_no, area_no, area, {keys}
)
select parent_no, area_no, area as township, * exclude (parent_no, area_no, area) from sums
union all by name
select parent_no, area_no, {table}.* from {table} join townships using (township)
order by parent_no, area_no, {keys}"""


def store_branch_reports(engine: DuckDB) -> None:
    """Add `branch_submissions` and `branch_coverage` to the mart being written, where there are levels."""
    if compared_with(engine) != PARENT_NO:
        return
    for table, (keys, sums) in TABLES.items():
        engine.execute(TOLD.format(table=table, keys=keys, sums=sums))
