"""How many reports a period needs and how many it has: the "23 of 24" beside every sum.

A township that exists in a month owes that month's report. A half-yearly report counts for the periods that
hold its month, or the last one of the half where it did not come: what came after the end of a period is not
in its sum. In a period inside one half (a month, a quarter, a year to date until May), it must be of that
period.
Months that are not published yet are owed too, so that a running quarter is never complete.
"""

from __future__ import annotations

# one row: a township and a report that is due from it: a month, or the half-year of a half-yearly export
# (in a month or a quarter of such an export: that month, that quarter). It stands where it came, first_no to
# last_no if it came in several months; else in its last month, where it is due
REPORT_UNITS = """
create or replace table report_units as
with
unit_lengths as (
    select distinct clock_no, case when is_stock then 1 else least(every_months, length) end as unit_months
    from clocks, (select distinct length from periods)
),
-- of the stale periods alone, in whole years: a report of half a year is told by all of its months
stale_years as (
    select distinct unnest(range(start_no // 12, end_no // 12 + 1)) as year_no
    from periods semi join stale_periods using (period_no)
),
township_months as (
    select township, month_no, valid_from, valid_to
    from block_areas, (
        select unnest(range(min(start_no), max(end_no) + 1))::integer as month_no from periods
    )
    where month_no // 12 in (select year_no from stale_years)
),
valid_months as (
    select township, month_no
    from township_months
    where coalesce(valid_from <= last_day(make_date(month_no // 12, month_no % 12 + 1, 1)), true)
        and coalesce(valid_to >= make_date(month_no // 12, month_no % 12 + 1, 1), true)
),
covered_months as (
    select clock_no, township, (year(month) * 12 + month(month) - 1)::integer as month_no
    from block_months join clocks on indicator = representative
    where covered
)
select
    clock_no,
    unit_months,
    valid_months.month_no // unit_months as unit_no,
    valid_months.township,
    bool_or(covered_months.township is not null) as is_covered,
    coalesce(min(covered_months.month_no), max(valid_months.month_no)) as first_no,
    coalesce(max(covered_months.month_no), max(valid_months.month_no)) as last_no
from unit_lengths
cross join valid_months
left join covered_months using (clock_no, township, month_no)
group by all
-- a report of half a year is due at its end: who ended before owes none, unless it came
having bool_or(valid_months.month_no % unit_months = unit_months - 1) or is_covered"""

# one row: a clock, a period and an area, with the reports that were due and those that came
PERIOD_REPORTS = """
create or replace table period_reports as
with
area_units as (
    select
        clock_no,
        unit_months,
        unit_no,
        area_no,
        first_no,
        last_no,
        count(*) as expected,
        count_if(is_covered) as covered
    from report_units join area_members using (township)
    group by all
),
period_units as (
    select distinct
        clock_no,
        period_no,
        start_no,
        end_no,
        case when is_stock then 1 else least(every_months, length) end as unit_months,
        month_no // unit_months as unit_no
    from stale_months
    join clocks using (clock_no)
    join periods using (period_no)
),
placed as (
    select
        *,
        first_no <= end_no and last_no >= start_no as is_of_period,
        start_no // unit_months = unit_no and end_no // unit_months = unit_no as is_inside_unit
    from period_units join area_units using (clock_no, unit_months, unit_no)
)
select
    clock_no,
    period_no,
    area_no,
    sum(expected)::integer as expected,
    sum(if(is_of_period, covered, 0))::integer as covered
from placed
where is_of_period or is_inside_unit
group by all"""

REPORT_STEPS = (REPORT_UNITS, PERIOD_REPORTS)
