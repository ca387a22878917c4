-- grain: one row per township, export and period of that export; township NULL: rows whose township is unknown
-- columns: township text, export text, month date, is_expected boolean, is_covered boolean, is_on_time boolean,
--   received_on date, deadline date, rows_read count, rows_refused count
-- A half-year report stands in the month of the survey where that is known, else in the half's last month.
with received as (
    select
        received_coverage.*,
        months_in_period,
        is_expected,
        month - to_months((month(month) - 1) % months_in_period) as period_start
    from received_coverage
    join published_exports using (export)
),

-- a register or a target that was never due is no sign of late reports
periods as (
    select
        export,
        months_in_period,
        is_expected,
        unnest(generate_series(
            min(period_start),
            max(newest_month),
            to_months(months_in_period)
        ))::date as period_start
    from received
    cross join (select max(month) as newest_month from published_months) as span
    group by
        export,
        months_in_period,
        is_expected
),

dated as (
    select
        periods.export,
        periods.period_start::date as period_start,
        periods.is_expected,
        (periods.period_start + to_months(months_in_period - 1))::date as last_month,
        known.month as known_month
    from periods
    left join (
        select
            export,
            period_start,
            max(month) as month
        from received
        group by
            export,
            period_start
    ) as known
        on known.export = periods.export
        and known.period_start = periods.period_start
),

due as (
    select
        dated.export,
        period_start,
        dated.is_expected,
        coalesce(known_month, last_month) as month,
        last_month <= (select max(month) from published_months) as has_ended,
        report_deadlines.is_due,
        (last_month + to_months(1) + to_days("day" - 1))::date as deadline
    from dated
    join report_deadlines
        on report_deadlines.export = dated.export
        and dated.last_month >= since
        and dated.last_month < until
),

arrived as (
    select
        export,
        period_start,
        township,
        min(received_on) as received_on,
        sum(rows_read) as rows_read,
        sum(rows_refused) as rows_refused
    from received
    group by
        export,
        period_start,
        township
),

expected as (
    select
        due.export,
        due.period_start,
        areas.township
    from due
    cross join areas
    where due.is_expected
        and due.is_due
        and coalesce(areas.valid_from <= last_day(due.month), true)
        and coalesce(areas.valid_to >= due.month, true)
),

-- what came unasked has rows to count, too
all_rows as (
    select
        coalesce(expected.export, arrived.export) as export,
        coalesce(expected.period_start, arrived.period_start::date) as period_start,
        coalesce(expected.township, arrived.township) as township,
        expected.export is not null as is_expected,
        arrived.export is not null and arrived.township is not null as is_covered,
        arrived.received_on,
        coalesce(arrived.rows_read, 0)::bigint as rows_read,
        coalesce(arrived.rows_refused, 0)::bigint as rows_refused
    from expected
    full join arrived
        on arrived.export = expected.export
        and arrived.period_start = expected.period_start
        and arrived.township = expected.township
)

select
    all_rows.township,
    all_rows.export,
    due.month,
    all_rows.is_expected,
    all_rows.is_covered,
    all_rows.is_covered and all_rows.received_on <= due.deadline as is_on_time,
    all_rows.received_on,
    due.deadline,
    all_rows.rows_read,
    all_rows.rows_refused
from all_rows
join due
    on due.export = all_rows.export
    and due.period_start = all_rows.period_start
-- while a half runs nobody is late, but what came early counts
where due.has_ended
    or all_rows.received_on is not null
