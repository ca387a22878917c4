"""Clean tables → `indicator_months` and `breakdown_months`: sums by township and month, nothing divided yet.

A scan per table and date does the work; what follows joins small tables. Zero is not missing: a township that
reported a month without rows has 0, one that did not report it has NULL, whatever rows there are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from data.clean_table import clean_tables
from data.engines.duckdb_engine import DuckDB
from metrics.indicator_definition import Indicator
from metrics.scan_plan import ScanPlan, computable, count_filled, existing_tables, scan_plan
from metrics.scan_rows import run_scans

# a table about the reports themselves has every township in every published month
SPANS = """
create or replace table spans as
with kept_span as (select min(month) as first_month, max(month) as newest_month from published_months)
select
    counted_tables.*,
    coalesce(as_of.first_month, kept_span.first_month) as first_month,
    coalesce(as_of.newest_month, kept_span.newest_month) as newest_month
from counted_tables
cross join kept_span
left join as_of using (table_name)
"""
# grain: table × township × month, for townships that exist in the month or have reported it all the same
CALENDAR = """
create or replace table calendar as
with months as (
    select *, unnest(generate_series(first_month, newest_month, interval 1 month))::date as month
    from spans
)
select
    months.table_name,
    months.month,
    areas.township,
    months.is_kept_by_us or coverage.township is not null as covered
from months
cross join areas
left join coverage using (table_name, month, township)
where coverage.township is not null
    or (
        coalesce(areas.valid_from <= last_day(months.month), true)
        and coalesce(areas.valid_to >= months.month, true)
    )
"""
COVERED_MONTHS = """
create or replace table covered_months as select table_name, township, month from calendar where covered
"""
SCAN_SUMS = """
create or replace view scan_sums as
select
    number,
    township,
    month,
    numerator::double as numerator,
    denominator::double as denominator,
    squares::double as squares
from row_sums
union all
select number, township, month, numerator, denominator, squares from whole_sums
"""
# A row counts for the township in force in the month that it is counted in: what a merged township left open
# is closed by its successor. `holdings` has the townships that ended
HELD_SUMS = """
create or replace view held_sums as
select scan_sums.* replace (coalesce(holder, scan_sums.township) as township)
from scan_sums
left join holdings
    on holdings.township = scan_sums.township and scan_sums.month between since and until
"""
# grain: indicator × township × month with rows. What came before the first month counts in a stock's first;
# the stock of a township that ended goes on as its successor's
SUMS = """
create or replace table sums as
with held as (
    select held_sums.*, first_month, is_running
    from held_sums join counted using (number) join spans using (table_name)
),
handed_over as (
    select scan_sums.* replace (holder as township, since as month), first_month, true
    from scan_sums
    join counted using (number)
    join spans using (table_name)
    join holdings on holdings.township = scan_sums.township and scan_sums.month < since
    where is_running
)
select
    number,
    township,
    case when is_running then greatest(month, first_month) else month end as month,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    sum(squares) as squares
from (select * from held union all select * from handed_over) as counted_rows
group by all
"""
RUNNING = """
create or replace table running as
select
    number,
    township,
    month,
    sum(coalesce(sums.numerator, 0)) over (partition by number, township order by month) as numerator
from counted
join calendar using (table_name)
left join sums using (number, township, month)
where is_running
"""
INDICATOR_MONTHS = """
create or replace table indicator_months as
with figures as (
    select
        counted.*,
        calendar.township,
        calendar.month,
        calendar.covered,
        -- a place without inhabitants on record has no rate, and its events are left out of the county's
        covered and not (is_per_head and coalesce(sums.denominator, 0) = 0) as has_figures,
        coalesce(running.numerator, sums.numerator, 0) as sum_of_numerator,
        coalesce(sums.denominator, 0) as sum_of_denominator,
        coalesce(sums.squares, 0) as sum_of_squares
    from counted
    join calendar using (table_name)
    left join sums using (number, township, month)
    left join running using (number, township, month)
)
select
    indicator,
    township,
    month,
    case when has_figures then sum_of_numerator end as numerator,
    case when has_figures and has_denominator then sum_of_denominator end as denominator,
    case when has_figures and has_squares then sum_of_squares end as squares,
    covered
from figures

union all

-- rows of no known township count for the county only
select
    indicator,
    null,
    month,
    sums.numerator,
    case when has_denominator then sums.denominator end,
    case when has_squares then sums.squares end,
    true
from sums
join counted using (number)
join spans using (table_name)
where sums.township is null
    and month between first_month and newest_month
"""
# also a view of the mart, over the tables of the same names there
BREAKDOWN_MONTHS = """
create or replace view breakdown_months as
with items as (
    select
        scan_items.* replace (coalesce(holder, scan_items.township) as township)
    from (select * from item_sums union all select * from whole_items) as scan_items
    left join holdings
        on holdings.township = scan_items.township and scan_items.month between since and until
)
select
    indicator,
    dimension,
    item,
    township,
    month,
    numerator::double as numerator,
    case when has_denominator then denominator::double end as denominator,
    case when has_squares then squares::double end as squares
from items
join counted using (number)
semi join covered_months using (table_name, township, month)
"""


def build_indicator_months(
    engine: DuckDB, indicators: Mapping[str, Indicator], followed: Collection[str] = ()
) -> ScanPlan:
    """Leave `indicator_months` and `breakdown_months` in the session that `load_clean_tables` has filled.

    `indicator_months` (indicator, township, month, numerator, denominator, squares, covered): every township
    and every month from the first to the newest published one of the numerator's table. `township` NULL: rows
    of unknown townships, for the county only. Figures are NULL where the month was not reported.
    `breakdown_months` (indicator, dimension, item, township, month, numerator, denominator, squares): where
    there are rows; `item` "" = left blank. Indicators of tables that were never published have no rows.
    followed: tables whose exact sums are to be carried on to the next mart (metrics/row_sums.py).
    """
    count_filled(engine, existing_tables(engine))
    plan = scan_plan(engine, indicators, followed)
    run_scans(engine, plan)
    sum_to_months(engine, indicators)
    return plan


def sum_to_months(engine: DuckDB, indicators: Mapping[str, Indicator]) -> None:
    """The sums of the scans → `indicator_months` and `breakdown_months`."""
    present = computable(indicators, existing_tables(engine))
    engine.load("counted", _counted(present))
    engine.load("counted_tables", _counted_tables(present))
    steps = (SPANS, CALENDAR, COVERED_MONTHS, SCAN_SUMS, HELD_SUMS, SUMS, RUNNING, INDICATOR_MONTHS)
    for sql in (*steps, BREAKDOWN_MONTHS):
        engine.execute(sql)


def _counted(present: Sequence[Indicator]) -> pa.Table:
    """What the joins need to know of each indicator."""
    flags = {
        "is_running": [each.is_running_total for each in present],
        "is_per_head": [each.per is not None for each in present],
        "has_denominator": [each.denominator is not None for each in present],
        "has_squares": [each.unit == "days" for each in present],
    }
    return pa.table(
        {
            "number": pa.array(range(len(present)), pa.int16()),
            "indicator": pa.array([each.id for each in present], pa.string()),
            "table_name": pa.array([each.numerator.table for each in present], pa.string()),
        }
        | {name: pa.array(values, pa.bool_()) for name, values in flags.items()}
    )


def _counted_tables(present: Sequence[Indicator]) -> pa.Table:
    """The tables of the numerators: they decide which months there are and what was reported."""
    ours = {table.name for table in clean_tables({}).values() if table.is_kept_by_us}
    names = list(dict.fromkeys(each.numerator.table for each in present))
    kept = [name in ours for name in names]
    return pa.table({"table_name": pa.array(names, pa.string()), "is_kept_by_us": pa.array(kept, pa.bool_())})
