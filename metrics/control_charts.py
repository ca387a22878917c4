"""XmR control charts in SQL: limits from the month-to-month noise of a series, and four rules for signals.

As NHSRplotthedots 0.2.2 (Wheeler's XmR, Nelson's screening of moving ranges, the Making Data Count rules):

1. `astronomical`  beyond a limit: mean ± 2.66 × the mean moving range
2. `trend`         n_trend points in a row, each above (or each below) the one before
3. `two_of_three`  two of three consecutive points in the outer third, all three on one side of the mean
4. `shift`         n_shift points in a row on one side of the mean

A point of several rules bears the first of them, in this order. All points of a run are flagged, of
`two_of_three` the outer ones only. Nothing reaches across a gap in time or across a rebase.

One window order serves all rules: a run that is long enough at a later point covers this one if that point
lies fewer than the length of the run ahead, so a look ahead over so many rows replaces a second grouping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metrics.chart_settings import ChartSettings

ALL_POINTS = 2_147_483_647  # a baseline that never ends

RULES = ("astronomical", "trend", "two_of_three", "shift")  # in the order of precedence, numbered from 1

# `part`: the rebase group; `follows`: one step after the point before it, with nothing missing between
_STEPPED = """
    select
        series,
        part,
        place,
        y,
        row_number() over points as nth,
        lag(y) over points as before,
        lag(y, 2) over points as before2,
        coalesce(place - lag(place) over points <= step, false) as follows,
        coalesce(lag(place) over points - lag(place, 2) over points <= step, false) as before_follows
    from {source}
    window points as (partition by series, part order by place)"""

# a point that is screened out of the moving ranges stays in the mean and on the chart
_LINES = """
    select
        series,
        part,
        count(*) as n,
        avg(y order by nth) filter (nth <= {baseline}) as mean,
        avg(abs(y - before) order by nth) filter (follows and nth <= {baseline}) as range_of_all
    from stepped
    group by series, part"""

_SCREENED = """
    select
        stepped.series,
        stepped.part,
        avg(abs(y - before) order by nth) as moving_range
    from stepped
    join lines using (series, part)
    where follows and nth <= {baseline} and {screen}
    group by stepped.series, stepped.part"""

# one row: a series and part. Its lines wait here until the points are named: windows cost by the column
_LIMITS = """
    select
        lines.*,
        moving_range,
        mean - 2.66e0 * moving_range as lower_limit,
        mean + 2.66e0 * moving_range as upper_limit
    from lines
    left join screened using (series, part)"""

# a value on the mean is on neither side, also where dividing has left some dust on it
_SIDE = "if(abs({y} - mean) <= 1e-12 * abs(mean), 0, sign({y} - mean))::tinyint"

_PLACED = f"""
    select
        series,
        part,
        place,
        y,
        nth,
        {_SIDE.format(y="y")} as side,
        coalesce(y < lower_limit or y > upper_limit, false) as is_outside,
        coalesce(not is_outside and abs(y - mean) > 2e0 / 3e0 * 2.66e0 * moving_range, false) as is_near,
        if(follows, sign(y - before), 0)::tinyint as slope,
        not follows or {_SIDE.format(y="before")} <> side as begins_side,
        not follows or not before_follows or sign(before - before2) <> slope as begins_slope
    from stepped
    join limits using (series, part)"""

# how many points up to this one lie on its side, and how many steps go its way; 0 on the mean and on a tie
_COUNTED = """
    select
        *,
        if(side = 0, 0, nth - max(if(begins_side, nth, null)) over past + 1) as side_run,
        if(slope = 0, 0, nth - max(if(begins_slope, nth, null)) over past + 1) as slope_run,
        side_run >= 3 and sum(is_near::tinyint) over (
            partition by series, part order by place rows 2 preceding
        ) >= 2 as ends_pair
    from placed
    window past as (partition by series, part order by place rows unbounded preceding)"""

# of a rise and a fall that share a point the later one names it: `last_slope` is larger the later it is
_FLAGGED = """
    select
        *,
        max(side_run) over (
            partition by series, part order by place rows between current row and {shift_ahead} following
        ) >= {n_shift} as in_shift,
        max(if(slope_run >= {trend_ahead}, 2 * nth + (slope > 0)::bigint, null)) over (
            partition by series, part order by place rows between current row and {trend_ahead} following
        ) as last_slope,
        is_near and bool_or(ends_pair) over (
            partition by series, part order by place rows between current row and 2 following
        ) as in_pair
    from counted"""

_NAMED = """
select
    series,
    part,
    place,
    y,
    n,
    mean,
    moving_range,
    range_of_all,
    lower_limit,
    upper_limit,
    is_outside,
    side,
    is_near,
    in_shift,
    case when last_slope is null then 0 when last_slope % 2 = 1 then 1 else -1 end::tinyint as trend,
    in_pair,
    case when is_outside then 1 when trend <> 0 then 2 when in_pair then 3 when in_shift then 4 else 0
        end::tinyint as rule_no,
    case rule_no when 0 then 0 when 2 then trend else side end::tinyint as direction
from flagged
join limits using (series, part)"""


def control_chart_sql(source: str, settings: ChartSettings) -> str:
    """SQL: one row a point of `source` with its chart's lines, its flags and the rule that names it.

    `source`: a table (series, part, place, step, y), y never NULL; `place` counts time in whole numbers,
    neighbours are at most `step` apart. `rule_no`: 0 = no signal, else RULES from 1; `direction`: 1 up,
    -1 down. Lines are not clipped at 0 or 100 %. `moving_range` is NULL where there is none to average: a
    single point, only gaps, and, with screening, a series that never moves.
    """
    baseline = settings.fix_after_n or ALL_POINTS
    return f"""
with stepped as ({_STEPPED.format(source=source)}
),
lines as ({_LINES.format(baseline=baseline)}
),
screened as ({_SCREENED.format(baseline=baseline, screen=_screen(settings))}
),
limits as ({_LIMITS}
),
placed as ({_PLACED}
),
counted as ({_COUNTED}
),
flagged as ({_flagged(settings)}
){_NAMED}"""


def _screen(settings: ChartSettings) -> str:
    return "abs(y - before) < 3.267e0 * range_of_all" if settings.screening else "true"


def _flagged(settings: ChartSettings) -> str:
    return _FLAGGED.format(
        n_shift=settings.n_shift, shift_ahead=settings.n_shift - 1, trend_ahead=settings.n_trend - 1
    )
