"""Monthly figures by township, rolled up: to kinds and the county, and to longer periods.

Everything here is a sum. The division comes last, in the mart's views, so that no average is ever averaged.
Months are counted (`year * 12 + month - 1`) and indicators, areas and periods numbered: the sums are then
joins of small integers, and the names come back in the mart's views.

Periods begin with the first published month of an indicator's table and end with its newest. A quarter or a
year that is still running has a row, made of the months that are in and marked as incomplete.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metrics.area_numbers import AREA_STEPS
from metrics.completeness import REPORT_STEPS
from metrics.extents import AFTER_PERIODS, BEFORE_PERIODS

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB


@dataclass(frozen=True)
class PeriodType:
    """How periods of one type follow each other, in months."""

    name: str
    length: int  # months, from the first to the last (ytd: at most)
    step: int  # from the end of one to the end of the next
    is_calendar: bool  # a quarter or a year: there may be one that is still running


TYPES = (
    PeriodType("month", length=1, step=1, is_calendar=False),
    PeriodType("quarter", length=3, step=3, is_calendar=True),
    PeriodType("year", length=12, step=12, is_calendar=True),
    PeriodType("ytd", length=12, step=1, is_calendar=False),
    PeriodType("rolling12", length=12, step=1, is_calendar=False),
)

# one row: a table as flows or as stocks, with the months that it spans
CLOCKS = """
create or replace table clocks as
with spans as (
    select indicator, min(month) as first_month, max(month) as newest_month
    from indicator_months group by indicator
)
select
    row_number() over (order by numerator_table, is_stock)::smallint as clock_no,
    numerator_table,
    is_stock,
    min(every_months) as every_months,
    min(indicator) as representative,
    min(year(first_month) * 12 + month(first_month) - 1)::integer as first_no,
    max(year(newest_month) * 12 + month(newest_month) - 1)::integer as newest_no
from spans join indicator_rules using (indicator)
group by numerator_table, is_stock"""

# one row: a period of any indicator
PERIODS = """
create or replace table periods as
with
span as (select min(first_no) as first_no, max(newest_no) as newest_no from clocks),
months as (select unnest(range(first_no, newest_no + 1))::integer as end_no, newest_no from span),
ends as (
    select distinct
        type_no,
        period_type,
        -- the last month of the quarter or year that this month is in, else the month itself
        case when is_calendar then end_no // step * step + step - 1 else end_no end as end_no,
        step,
        length
    from months, period_types
),
bounds as (
    select *,
        case when period_type = 'ytd' then end_no // 12 * 12 else end_no - length + 1 end as start_no
    from ends
),
-- a period keeps its number from mart to mart: a place for each month from 1850 on, type after type
numbered as (select *, (type_no * 3600 + end_no - 22200)::smallint as period_no from bounds)
select
    numbered.period_no,
    numbered.period_type,
    case numbered.period_type
        when 'year' then (numbered.end_no // 12)::varchar
        when 'quarter' then format('{}-Q{}', numbered.end_no // 12, numbered.end_no % 12 // 3 + 1)
        else format('{}-{:02d}', numbered.end_no // 12, numbered.end_no % 12 + 1)
    end as period,
    make_date(numbered.start_no // 12, numbered.start_no % 12 + 1, 1) as period_start,
    make_date(numbered.end_no // 12, numbered.end_no % 12 + 1, 1) as period_end,
    numbered.start_no,
    numbered.end_no,
    numbered.length,
    before.period_no as previous_no,
    year_before.period_no as last_year_no
from numbered
left join numbered as before
    on before.type_no = numbered.type_no and before.end_no = numbered.end_no - numbered.step
left join numbered as year_before
    on year_before.type_no = numbered.type_no and year_before.end_no = numbered.end_no - 12"""

# one row: a month that counts for a period on a clock. Flows: all months of the calendar period, also those
# not published. Stocks: the last month alone, or the newest one while the period runs
PERIOD_MONTHS = """
create or replace table period_months as
with reached as (
    select *
    from clocks, periods
    where start_no <= newest_no and end_no >= first_no
        and (period_type in ('quarter', 'year') or end_no <= newest_no)
)
select clock_no, period_no, unnest(range(start_no, end_no + 1))::integer as month_no
from reached where not is_stock
union all
select clock_no, period_no, least(end_no, newest_no)
from reached where is_stock"""

# one row: a month that counts for a stale period on a clock: no others are summed
STALE_MONTHS = """
create or replace table stale_months as
select clock_no, period_no, month_no from period_months semi join stale_periods using (period_no)"""

# indicators that add up halves and thirds: the last digit of such a sum depends on the order of its parts.
# Money does too, and is rounded to the fen (metrics/renewal.py)
INEXACT = """
create or replace table inexact as
select indicator_no
from indicator_rules
semi join (
    select indicator
    from indicator_months
    where numerator <> floor(numerator) or denominator <> floor(denominator) or squares <> floor(squares)
) as parted using (indicator)
where unit <> 'yuan'"""

# one row: an indicator, an area and a month that counts for a stale period
AREA_MONTHS = """
with wanted as (
    select distinct clock_no, make_date(month_no // 12, month_no % 12 + 1, 1) as month from stale_months
)
select
    indicator_no,
    clock_no,
    area_no,
    (year(month) * 12 + month(month) - 1)::integer as month_no,
    sum(numerator{in_order}) as numerator,
    sum(denominator{in_order}) as denominator,
    sum(squares{in_order}) as squares
from block_months
join indicator_rules using (indicator)
{chosen}
join clocks using (numerator_table, is_stock)
semi join wanted using (clock_no, month)
join area_members on area_members.township is not distinct from block_months.township
group by all"""

# one row: an indicator, an area and one of `stale_periods`. Grouped by one number: three times as fast
PERIOD_SUMS = """
with figures as (
    select
        (indicator_no * 1000000 + area_no) * 100000 + period_no as figure_no,
        sum(numerator{in_order}) as numerator,
        sum(denominator{in_order}) as denominator,
        sum(squares{in_order}) as squares
    from (select * replace (indicator_no::bigint as indicator_no) from area_months {chosen})
    join stale_months using (clock_no, month_no)
    group by figure_no
)
select
    (figure_no // 100000000000)::smallint as indicator_no,
    (figure_no // 100000 % 1000000)::integer as area_no,
    (figure_no % 100000)::smallint as period_no,
    numerator,
    denominator,
    squares
from figures"""

STEPS = (
    *AREA_STEPS,
    *BEFORE_PERIODS,
    INEXACT,
    CLOCKS,
    PERIODS,
    *AFTER_PERIODS,
    PERIOD_MONTHS,
)


def number_areas_and_periods(engine: DuckDB) -> None:
    """Leave `area_numbers`, `area_members`, `clocks`, `periods` and `extents` in the session.

    Reads `indicator_months`, `areas` and `indicator_rules` (metrics/mart.py).
    """
    engine.execute(_period_types())
    for step in STEPS:
        engine.execute(step)


def sum_by_month(engine: DuckDB) -> None:
    """Leave `period_reports` and `area_months` of the areas of `area_members`, after their numbers.

    Of the months that count for `stale_periods`.
    """
    engine.execute(STALE_MONTHS)
    engine.execute(f"create or replace table area_months as {AREA_MONTHS.format(in_order='', chosen='')}")
    sum_inexact_months(engine, "area_months")
    for step in REPORT_STEPS:
        engine.execute(step)


def sum_inexact_months(engine: DuckDB, name: str) -> None:
    """Have halves and thirds added up by township in the table `name`, laid out as `area_months`.

    Of all areas in `area_members`: a sum of sums differs from it in its last digit.
    """
    _sum_inexact(engine, name, AREA_MONTHS, "block_months.township")


def sum_by_period(engine: DuckDB) -> None:
    """Leave `period_sums` in the session: the sums of `stale_periods`, after `sum_by_month`.

    A sum over months or townships leaves missing ones out; where all are missing it is NULL, never 0.
    """
    engine.execute(f"create or replace table period_sums as {PERIOD_SUMS.format(in_order='', chosen='')}")
    _sum_inexact(engine, "period_sums", PERIOD_SUMS, "month_no")


def _sum_inexact(engine: DuckDB, name: str, sums: str, order: str) -> None:
    """In the table `name`, put what is not whole numbers added up by `order` in the place of what was not."""
    if engine.rows("select 1 from inexact limit 1"):
        inexact = {"in_order": f" order by {order}", "chosen": "semi join inexact using (indicator_no)"}
        engine.execute(f"delete from {name} where indicator_no in (select indicator_no from inexact)")
        engine.execute(f"insert into {name} {sums.format(**inexact)}")


def _period_types() -> str:
    rows = ", ".join(
        f"({number}, '{kind.name}', {kind.length}, {kind.step}, {kind.is_calendar})"
        for number, kind in enumerate(TYPES)
    )
    columns = "type_no, period_type, length, step, is_calendar"
    return f"create or replace table period_types as select * from (values {rows}) as t ({columns})"
