"""What a publication must compute anew: the periods that have a month which changed since the last mart.

A mart is written in a copy of the last one. That is the same as computing everything, as long as both stand
on the same ground: indicators, areas, targets and the code itself. Where the ground has moved, or townships
went into others, everything is computed; `manage.py rebuild` always does.

A month has changed when any figure of a township, any report or any mark on it is another than in the last
mart: a digest of each month tells. A period is stale when it has such a month; no others are summed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.engines.duckdb_engine import SqlError
from metrics.area_numbers import compared_with
from metrics.completeness import REPORT_STEPS
from metrics.extents import has_mergers
from metrics.judgements import PERIOD_SUMS, judging_sql
from metrics.mart_views import all_macros, view_statements
from metrics.periods import INEXACT
from metrics.year_trends import code_of_year_trends

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB
    from metrics.receipts import Definition

MART_FORMAT = "3"

# sums with what is known of their reports. A stock is complete once its last month is in. A township that did
# not exist in the period and has no figures has no row
_REPORTED = """
create or replace table reported_sums as
with reports as (
    select (clock_no * 1000000::bigint + area_no) * 100000 + period_no as report_no, covered, expected
    from period_reports
),
newest as (select *, make_date(newest_no // 12, newest_no % 12 + 1, 1) as newest_month from clocks)
select
    sums.indicator_no,
    sums.area_no,
    sums.period_no,
    -- whole fen: added in another order, sums of money differ in their last bits
    if(unit = 'yuan', round(sums.numerator, 2), sums.numerator) as numerator,
    sums.denominator,
    sums.squares,
    coalesce(reports.covered, 0) as covered,
    coalesce(reports.expected, 0) as expected,
    coalesce(reports.covered = reports.expected, false) and sums.numerator is not null
        and (not newest.is_stock or periods.end_no <= newest.newest_no) as complete,
    periods.start_no >= newest.first_no and periods.end_no <= newest.newest_no as is_whole,
    -- the window of the newest cases is still open on the day the figures stand for
    coalesce(
        last_day(least(periods.period_end, newest_month)) + provisional_days > last_day(newest_month), false
    ) as provisional
from period_sums as sums
join indicator_rules using (indicator_no)
join newest using (numerator_table, is_stock)
join periods using (period_no)
left join reports
    on reports.report_no = (newest.clock_no * 1000000::bigint + sums.area_no) * 100000 + sums.period_no
where reports.expected > 0 or sums.numerator is not null"""

# one row: an indicator and a month, with a digest of all that its figures and marks follow from. To compare
# digests is to compare the months of all areas without summing any
_DIGESTS = """
create or replace table month_digests as
with digested as (
    -- a sum: in whatever order the rows come
    select indicator, month, sum(hash(township, numerator, denominator, squares, covered)::hugeint) as digest
    from indicator_months
    group by indicator, month
),
newest as (select *, make_date(newest_no // 12, newest_no % 12 + 1, 1) as newest_month from clocks)
select
    indicator_no,
    (year(month) * 12 + month(month) - 1)::integer as month_no,
    coalesce(last_day(month) + provisional_days > last_day(newest_month), false) as provisional,
    digest
from digested
join indicator_rules using (indicator)
join newest using (numerator_table, is_stock)"""

# a report of half a year counts in all of its months
_STALE = """
create or replace table stale_periods as
with changed as (
    select indicator_no, month_no
    from month_digests as now
    full join mart.month_digests as kept using (indicator_no, month_no)
    where now.digest is distinct from kept.digest or now.provisional is distinct from kept.provisional
),
spans as (
    select distinct
        if(every_months > 1, month_no // 12 * 12, month_no) as first_no,
        if(every_months > 1, month_no // 12 * 12 + 11, month_no) as last_no
    from changed join indicator_rules using (indicator_no)
),
touched as (
    select period_no from periods join spans on first_no <= end_no and last_no >= start_no
    union
    select period_no from periods anti join mart.periods using (period_no)
)
select period_no from touched"""

_TAKE_OUT = """
delete from period_sums
where period_no in (select period_no from memory.stale_periods)
    or period_no not in (select period_no from memory.periods)"""


def ground_of(engine: DuckDB, definitions: Sequence[Definition]) -> str:
    """A digest of what every figure stands on, after `number_areas_and_periods`."""
    computed = (_REPORTED, INEXACT, _DIGESTS, PERIOD_SUMS, judging_sql(), code_of_year_trends())
    views = view_statements(has_mergers(engine), compared_with(engine))
    code = (MART_FORMAT, *computed, *REPORT_STEPS, *all_macros(), *views)
    areas = engine.rows("select * from area_numbers order by area_no")
    targets = engine.rows("select indicator, year, target, warning from targets order by all")
    return hashlib.sha256(repr((code, definitions, areas, targets)).encode()).hexdigest()


def store_ground(engine: DuckDB, ground: str) -> None:
    """Leave the digest in the mart being written."""
    engine.execute("create table ground as select ?::varchar as digest", [ground])


def ground_in_mart(engine: DuckDB) -> str:
    """The digest that the attached mart was computed on; "" where it names none."""
    try:
        [(digest,)] = engine.rows("select digest from mart.ground")
    except SqlError:  # of an older format
        return ""
    return str(digest)


def digest_months(engine: DuckDB) -> None:
    """Leave `month_digests`, after `number_areas_and_periods`: what the next mart is compared with."""
    engine.execute(_DIGESTS)


def every_period_is_stale(engine: DuckDB) -> None:
    """Leave all periods in `stale_periods`."""
    engine.execute("create or replace table stale_periods as select period_no from periods")


def find_stale_periods(engine: DuckDB) -> None:
    """Leave in `stale_periods` what has changed since the attached mart, after `digest_months`."""
    engine.execute(_STALE)


def report_sums(engine: DuckDB) -> None:
    """Leave `reported_sums` in the session: `period_sums` with the reports that came and were due."""
    engine.execute(_REPORTED)


def take_out_stale_sums(engine: DuckDB) -> None:
    """Delete from the mart being written what is computed anew, and the periods that are no more."""
    engine.execute(_TAKE_OUT)
