"""The SQL behind metrics/signals.py: months → points of charts → stored signals and the view over them."""

from __future__ import annotations

# how the month's last point and its lines are named; as in NHSRplotthedots
POINT_TYPE = """
create or replace {temp} macro point_type(good, direction) as
    case
        when direction = 0 then 'common_cause'
        when good = 'high' then if(direction > 0, 'special_cause_improvement', 'special_cause_concern')
        when good = 'low' then if(direction > 0, 'special_cause_concern', 'special_cause_improvement')
        else if(direction > 0, 'special_cause_neutral_high', 'special_cause_neutral_low')
    end"""

# will it reach the target as it goes on; a target on a limit is "inconsistent"
ASSURANCE = """
create or replace {temp} macro assurance_of(good, target, lower_limit, upper_limit) as
    case
        when coalesce(good not in ('high', 'low'), true) or target is null or lower_limit is null then null
        when target > upper_limit then if(good = 'high', 'consistent_fail', 'consistent_pass')
        when target < lower_limit then if(good = 'high', 'consistent_pass', 'consistent_fail')
        else 'inconsistent'
    end"""

# one row: a month of a series (of the county, a kind, a township) with a figure. `cases` and `rest` decide
# whether limits mean anything. `is_final`: it will not move, and no missing report has made it smaller
MONTHS = """
create or replace table memory.chart_months as
with months as (
    select period_no, period_start, (year(period_start) * 12 + month(period_start) - 1)::integer as place
    from periods where period_type = 'month'
)
select
    sums.indicator_no * 1000000::bigint + sums.area_no as series,
    {part}::smallint as part,
    months.place,
    indicators.every_months::integer as step,
    sums.period_no,
    areas.parent_no,
    figure_value(unit, numerator, denominator) as y,
    case unit when 'yuan' then null when 'days' then denominator else numerator end as cases,
    case unit when 'percent' then denominator - numerator end as rest,
    not sums.provisional and (complete or unit not in ('count', 'yuan')) as is_final,
    not is_final or is_too_few(unit, denominator) as is_shaky,
    indicators.is_stock
from period_sums as sums
join months using (period_no)
join indicators using (indicator_no)
join areas using (area_no)
where area_no between {first} and {last}
    and y is not null"""

PART = """(
        select count(*) from rebases
        where rebases.indicator_no = sums.indicator_no
            and rebases.area_no = sums.area_no
            and rebases.month <= months.period_start
    )"""

PARTS = """
create or replace table memory.chart_parts as
select
    series,
    part,
    count(*)::smallint as points,
    -- in their order: a sum of doubles depends on it in its last digit
    avg(y order by place) as mean,
    case
        when count(*) < {fewest_points} then 'short'
        when avg(cases) < {fewest_cases} or avg(rest) < {fewest_cases} then 'few_cases'
    end as reason
from memory.chart_months
group by series, part"""

CHARTED = """
create or replace table memory.chart_points as
select series, part, place, step, y
from memory.chart_months
where (series, part) in (select (series, part) from memory.chart_parts where reason is null)"""

SIGNALS = "create or replace table memory.chart_signals as {chart}"

# signals of a county too young for any: planning them takes longer than computing all its months
NO_SIGNALS = """
create or replace table memory.chart_signals (
    series bigint, part smallint, place integer, y double, mean double, moving_range double,
    range_of_all double, lower_limit double, upper_limit double, rule_no tinyint, direction tinyint
)"""

LINES = """
create or replace table memory.chart_lines as
with lines as (
    select
        series,
        part,
        any_value(mean) as baseline_mean,
        any_value(lower_limit) as lower_limit,
        any_value(upper_limit) as upper_limit,
        any_value(range_of_all) as range_of_all,
        any_value(moving_range) as moving_range
    from memory.chart_signals
    group by series, part
)
select
    parts.series,
    parts.part,
    points,
    -- the limits lie around the mean of the points that they are made from: `fix_after_n`
    coalesce(baseline_mean, parts.mean) as mean,
    range_of_all = 0 or moving_range = 0 as is_flat,
    if(is_flat, coalesce(baseline_mean, parts.mean), lower_limit) as lower_limit,
    if(is_flat, coalesce(baseline_mean, parts.mean), upper_limit) as upper_limit,
    case
        when parts.reason is not null then parts.reason
        when is_flat then 'no_variation'
        when lower_limit is null then 'gaps'
    end as reason
from memory.chart_parts as parts
left join lines using (series, part)"""

# one row: a point; no signal where there are no limits to speak of. `is_usual`: hardly worse, if at all, than
# the same month of the year before (by less than the way from the mean to a limit), under the same rebase
STORED_POINTS = """
create or replace table signal_points as
with years_ago as (
    select
        signals.series,
        signals.place,
        signals.direction * (signals.y - months.y) <= signals.upper_limit - signals.mean as is_usual
    from memory.chart_signals as signals
    join memory.chart_months as months
        on months.series = signals.series and months.part = signals.part and months.place = signals.place - 12
    where signals.rule_no > 0
)
select
    (months.series // 1000000)::smallint as indicator_no,
    (months.series % 1000000)::integer as area_no,
    months.period_no,
    months.part,
    months.y as value,
    if(lines.reason is null, coalesce(rule_no, 0), 0)::tinyint as rule_no,
    if(lines.reason is null, coalesce(direction, 0), 0)::tinyint as direction,
    is_shaky,
    coalesce(is_usual, false) as is_usual
from memory.chart_months as months
join memory.chart_lines as lines using (series, part)
left join memory.chart_signals as signals using (series, part, place)
left join years_ago using (series, place)
order by months.parent_no, months.series, months.place"""

# one row: a series between two rebases. Icons belong to the series: its last point, its last limits
STORED_SERIES = """
create or replace table signal_series as
with last_points as (
    select
        indicator_no,
        area_no,
        max(part) as last_part,
        max(period_no) as period_no,
        arg_max(direction, period_no) as last_direction
    from signal_points
    where area_no between {first} and {last}
    group by indicator_no, area_no
),
icons as (
    select
        indicator_no,
        area_no,
        case
            when reason = 'no_variation' then reason
            when reason is null then point_type(good, last_direction)
        end as variation,
        assurance_of(
            good,
            if(target_applies(unit, is_stock, 'month', true), target, null),
            lower_limit,
            upper_limit
        ) as assurance
    from last_points
    join indicators using (indicator_no)
    join periods using (period_no)
    join memory.chart_lines as lines
        on lines.series = indicator_no * 1000000::bigint + area_no and lines.part = last_part
    left join targets
        on targets.indicator_no = last_points.indicator_no and targets.year = year(period_end)
)
select
    (series // 1000000)::smallint as indicator_no,
    (series % 1000000)::integer as area_no,
    part,
    points,
    mean,
    lower_limit,
    upper_limit,
    points < {settled_points} as trial,
    reason,
    variation,
    assurance,
    trends.months as trend_months,
    trends.is_seasonal as trend_is_seasonal,
    trends.z as trend_z,
    trends.yearly_slope as trend_yearly_slope
from memory.chart_lines
left join memory.chart_trends as trends using (series, part)
left join icons on icons.indicator_no = series // 1000000 and icons.area_no = series % 1000000
order by series, part"""

# A stock remembers last month, so its points are not independent and its chart cries wolf: no alerts from it.
# A kind of township is the sum of what is watched already: its chart is there to be read
VIEW = """
create or replace view signals as
select
    indicators.indicator,
    areas.area_type,
    areas.area,
    periods.period as month,
    periods.period_start as month_start,
    points.value,
    lines.mean,
    lines.lower_limit,
    lines.upper_limit,
    {rule} as rule,
    case points.direction when 1 then 'up' when -1 then 'down' end as direction,
    lines.variation,
    lines.assurance,
    if(lines.reason is null, point_type(indicators.good, points.direction), null) as point_type,
    coalesce(
        rule in ({alert_rules}) and point_type = 'special_cause_concern' and not points.is_shaky
            and not indicators.is_stock and areas.area_type <> 'kind'
            and not ({seasons} and points.is_usual),
        false
    ) as is_alert,
    lines.trial,
    lines.reason,
    lines.points,
    points.part,
    rebases.reason as rebase_reason,
    points.indicator_no,
    points.area_no,
    points.period_no
from signal_points as points
join signal_series as lines using (indicator_no, area_no, part)
join indicators using (indicator_no)
join areas using (area_no)
join periods using (period_no)
left join rebases
    on rebases.indicator_no = points.indicator_no
    and rebases.area_no = points.area_no
    and rebases.month = periods.period_start"""
