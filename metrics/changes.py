"""Did it change, or is it noise: a figure against the period before and against the same period last year.

The change itself is a percentage of the base for counts and money, a difference in the unit ("points") for
rates. Whether it is more than chance is a difference test, never an overlap of intervals:

- shares: Newcombe's interval for a difference of two proportions, from their Wilson limits (Newcombe 1998,
  method 10, no continuity correction);
- counts of events and rates per head: the score test that two Poisson rates are equal
  (z = (x₁ − x₂·t₁/t₂) / √((x₁ + x₂)·t₁/t₂), t = person-months, or 1 for counts);
- mean days: Welch's t test, with Hill's expansion of the quantile at the fractional degrees of freedom.

"real" at 99.8 %, "possible" at 95 %, else "noise"; NULL where nothing is tested: money, stocks counted in
pieces, activity counts, too few cases, a missing figure, a count of an incomplete period, a count of a
township that existed only in a part of one of the periods (or of a kind that had other townships), and two
periods that overlap (year to date or rolling 12 against the month before). A total of a period that is not
whole (a running year, the year in which reporting began) has no change at all, and a stock of one no class.
"""

from __future__ import annotations

from metrics.intervals import EVENTS, LEVELS, MEAN, SHARE

# percent of the base for totals, a plain difference for rates; NULL = "—"
_CHANGE = """
create or replace {temp} macro change_of(unit, value, base) as
    case
        when unit in ('count', 'yuan') then 100e0 * (value - base) / nullif(base, 0)
        else value - base
    end"""

_NEWCOMBE = """
create or replace {temp} macro newcombe_differs(p1, lower1, upper1, p2, lower2, upper2) as
    case
        when p1 > p2 then p1 - p2 > sqrt(pow(p1 - lower1, 2) + pow(upper2 - p2, 2))
        else p2 - p1 > sqrt(pow(upper1 - p1, 2) + pow(p2 - lower2, 2))
    end"""

# `ratio` = t₁/t₂, the first exposure over the second; NULL where nobody was exposed
_RATE_SCORE = """
create or replace {temp} macro rate_score(x1, x2, ratio) as
    case
        when ratio is null then null
        when x1 + x2 = 0 then 0e0
        else abs(x1 - x2 * ratio) / sqrt((x1 + x2) * ratio)
    end"""

# v = squared standard error of a mean (mean_variance), k = number of values
_WELCH_DEGREES = """
create or replace {temp} macro welch_degrees(v1, k1, v2, k2) as
    pow(v1 + v2, 2) / nullif(pow(v1, 2) / (k1 - 1e0) + pow(v2, 2) / (k2 - 1e0), 0)"""

_CHANGE_CLASS = """
create or replace {temp} macro change_class(at_95, at_998) as
    case when at_998 then 'real' when at_95 then 'possible' when at_95 is not null then 'noise' end"""


def change_macros(temp: str = "") -> tuple[str, ...]:
    """The macros in SQL, to be created after those of metrics/intervals.py."""
    macros = (_CHANGE, _NEWCOMBE, _RATE_SCORE, _WELCH_DEGREES, _CHANGE_CLASS)
    return tuple(macro.format(temp=temp) for macro in macros)


def base_columns(base: str) -> str:
    """SQL: what the tests need of the figure that stands `base` ("previous", "last_year") in the past.

    The row carries the sums of both figures: `numerator` … and `<base>_numerator` ….
    """
    limits = ",\n".join(
        f"    100e0 * wilson_{side}({base}_numerator, {base}_denominator, {z}) as {base}_{side}{level}"
        for level, z in LEVELS.items()
        for side in ("lower", "upper")
    )
    return f"""    figure_value(unit, {base}_numerator, {base}_denominator) as {base}_value,
    is_too_few(unit, {base}_denominator) as {base}_too_few,
    mean_variance({base}_numerator, {base}_squares, {base}_denominator) as {base}_variance,
    welch_degrees(variance, denominator, {base}_variance, {base}_denominator) as {base}_degrees,
    rate_score(
        numerator,
        {base}_numerator,
        if(unit = 'count', 1e0, nullif(denominator, 0) / nullif({base}_denominator, 0))
    ) as {base}_score,
{limits}"""


def class_of_change(base: str) -> str:
    """SQL: the word for the change since `base`, NULL where nothing is tested.

    A count of a period with missing reports is lower for that alone: it is not tested. Nor is one of fewer
    township-months: a township that began in the period before would always have grown. A county is the same
    land, however it is divided.
    """
    return f"""case
        when not too_few and not {base}_too_few
            and (unit <> 'count' or (complete and {base}_complete))
            and (unit <> 'count' or area_type not in ('township', 'kind') or expected = {base}_expected)
            then change_class({_differs(base, "95")}, {_differs(base, "998")})
    end"""


def _differs(base: str, level: str) -> str:
    now = f"value, lower{level}, upper{level}"
    then = f"{base}_value, {base}_lower{level}, {base}_upper{level}"
    return f"""case limits_method
                when '{SHARE}' then newcombe_differs({now}, {then})
                when '{EVENTS}' then {base}_score > {LEVELS[level]}
                when '{MEAN}' then abs(value - {base}_value)
                    > t_quantile_{level}({base}_degrees) * sqrt(variance + {base}_variance)
            end"""


_CHANGE_COLUMNS = """
    {base}_numerator,
    {base}_denominator,
    {base}_value,
    case
        when unit not in ('count', 'yuan') or is_stock or {spans}
            then change_of(unit, value, {base}_value)
    end as {base}_change,
    {change_class} as {base}_change_class,"""
# a running year has fewer months than the whole one before: its totals are lower for that alone, and a stock
# is of another season. NULL where the past has no row
_SPANS = "is_whole and coalesce({base}_is_whole, true)"


def change_columns(base: str) -> str:
    """SQL: the sums and the value of the figure that stands `base` in the past, the change and its class."""
    change_class = class_of_change(base)
    if base == "previous":  # year to date and rolling 12 share months with the period before: nothing to test
        change_class = f"case when period_type not in ('ytd', 'rolling12') then {change_class} end"
    spans = _SPANS.format(base=base)
    change_class = f"case when not is_stock or {spans} then {change_class} end"
    return _CHANGE_COLUMNS.format(base=base, spans=spans, change_class=change_class)
