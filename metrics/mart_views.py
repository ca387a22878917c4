"""What a reader of the mart sees: views that divide and bound the stored sums.

The mart stores sums, which are small whole numbers, and the verdicts that were given when they were published
(metrics/judgements.py); everything else follows from the sums by formula when it is read. That keeps a mart
of 240,000 figures under three megabytes, and a page computes the few hundred figures that it shows.

`compared_values`   value, limits, the county, the target and the verdicts
`indicator_values`  the same with the changes on the period before and on the same period last year
"""

from __future__ import annotations

from metrics.changes import base_columns, change_columns, change_macros
from metrics.extents import JOIN, SUM
from metrics.intervals import interval_macros, limit_columns
from metrics.verdicts import verdict_macros

BASES = ("previous", "last_year")

# Divide once, last. A rate per head is a yearly one: 12 × events / person-months
_VALUE_MACROS = (
    """
create or replace {temp} macro events_per(unit, denominator) as
    case unit
        when 'count' then 1e0
        when 'per_10k' then 120000e0 / nullif(denominator, 0)
        when 'per_100k' then 1200000e0 / nullif(denominator, 0)
    end""",
    """
create or replace {temp} macro figure_value(unit, numerator, denominator) as
    case unit
        when 'percent' then 100e0 * numerator / nullif(denominator, 0)
        when 'days' then numerator / nullif(denominator, 0)
        when 'per_10k' then 120000e0 * numerator / nullif(denominator, 0)
        when 'per_100k' then 1200000e0 * numerator / nullif(denominator, 0)
        else numerator
    end""",
)

# The sums of a figure beside those of the county and of the past: joined while they are nothing but sums, so
# that a filter on indicator, area or period reaches every side before anything is computed
_PAIRED = """
    select
        now.*,
        indicators.indicator,
        indicators.unit,
        indicators.good,
        indicators.is_stock,
        indicators.limits_method,
        areas.area,
        areas.area_type,
        {above_column}
        periods.period_type,
        periods.period,
        periods.period_start,
        periods.period_end,
        county.numerator as county_numerator,
        county.denominator as county_denominator,
        kind.numerator as kind_numerator,
        kind.denominator as kind_denominator,
        {base_sums}
        targets.target as year_target,
        targets.warning as year_warning,
        exact_poisson.lower95 as exact_lower95,
        exact_poisson.upper95 as exact_upper95,
        exact_poisson.lower998 as exact_lower998,
        exact_poisson.upper998 as exact_upper998,
        student_t.t95 as table_t_95,
        student_t.t998 as table_t_998
    from {sums} as now
    join indicators using (indicator_no)
    join areas using (area_no)
    join periods using (period_no)
    left join {beside} as county
        on county.indicator_no = now.indicator_no
        and county.period_no = now.period_no
        and county.area_no = {above}
    left join {beside} as kind
        on kind.indicator_no = now.indicator_no
        and kind.period_no = now.period_no
        and kind.area_no = areas.kind_no
    {base_joins}
    left join targets
        on targets.indicator_no = now.indicator_no and targets.year = year(periods.period_end)
    left join exact_poisson
        on indicators.limits_method = 'poisson' and exact_poisson.events = now.numerator
    left join student_t
        on indicators.limits_method = 't' and student_t.degrees = now.denominator - 1"""

_SUMMED = ("numerator", "denominator", "squares", "complete")
_BASE_SUMS = """{base}.numerator as {base}_numerator,
        {base}.denominator as {base}_denominator,
        {base}.squares as {base}_squares,
        {base}.complete as {base}_complete,
        {base}.expected as {base}_expected,"""
# a restated past is that of the townships of now, by whose number nothing is left to compare
_RESTATED_EXPECTED = """
        if(coalesce(restated.has_{base}, false), now.expected, {base}.expected) as {base}_expected,"""
_BASE_SPAN = """
        {base}.is_whole as {base}_is_whole,"""

_BASE_JOIN = """left join {sums} as {base}
        on {base}.indicator_no = now.indicator_no
        and {base}.area_no = now.area_no
        and {base}.period_no = periods.{base}_no"""

_VALUED = """
    select
        *,
        figure_value(unit, numerator, denominator) as value,
        figure_value(unit, county_numerator, county_denominator) as county_value,
        figure_value(unit, kind_numerator, kind_denominator) as kind_value,
        events_per(unit, denominator) as per_event,
        mean_variance(numerator, squares, denominator) as variance,
        sqrt(variance) as standard_error,
        coalesce(table_t_95, t_quantile_95(denominator - 1e0)) as t_95,
        coalesce(table_t_998, t_quantile_998(denominator - 1e0)) as t_998,
        is_too_few(unit, denominator) as too_few,
        target_applies(unit, is_stock, period_type, is_whole) as has_target,
        if(has_target, year_target, null) as target,
        if(has_target, year_warning, null) as warning
    from paired"""

# `suppressed`: a township's own totals are never hidden inside; breakdown cells are, where they are read
_COLUMNS = """
    indicator,
    period_type,
    period,
    period_start,
    period_end,
    area_type,
    area,
    numerator,
    denominator,
    squares,
    value,
    lower95,
    upper95,
    lower998,
    upper998,
    county_value,
    verdict_word(verdict_county_class::varchar) as verdict_county,
    verdict_county_class::varchar as verdict_county_class,
    kind_value,
    verdict_word(verdict_kind_class::varchar) as verdict_kind,
    verdict_kind_class::varchar as verdict_kind_class,
    target,
    warning,
    target_met(good, value, target, lacks_reports(unit, covered, expected)) as target_met,
    verdict_word(verdict_target_class::varchar) as verdict_target,
    verdict_target_class::varchar as verdict_target_class,
    covered,
    expected,
    complete,
    provisional,
    too_few,
    false as suppressed,"""

# a layer computes what the next one needs, so that nothing is written, planned or computed twice
_LAYERS = """
with paired as ({paired}
),
valued as ({valued}
),
tested as (
    select
{tested}
    from valued
),
bounded as (
    select
    *,
{limits}
    from tested
)"""

# one row: an indicator, an area and a period
_VIEW = """
create or replace view {name} as{layers}
select{columns}
    indicator_no,
    area_no,
    period_no
from bounded"""


# what a figure is compared with: the whole, or where there are branches the area right above its own
WHOLE_NO, PARENT_NO = "0", "areas.parent_no"


def figure_layers(
    sums: str, bases: tuple[str, ...] = (), has_mergers: bool = False, above: str = WHOLE_NO, beside: str = ""
) -> str:
    """SQL: `with … bounded`, the rows of the table `sums` with values, limits, county, target and past sums.

    bases: the past that a figure is compared with. has_mergers: townships went into others, so that some
    pasts are restated (metrics/extents.py). above: `WHOLE_NO` or `PARENT_NO`. beside: the table that has the
    sums of county and kind, "" for `sums` itself.
    """
    restated = "".join(SUM.replace("{column}", column) for column in _SUMMED) + _RESTATED_EXPECTED
    columns = (restated if has_mergers else _BASE_SUMS) + _BASE_SPAN
    joins = [_BASE_JOIN.format(base=base, sums=sums) for base in bases]
    paired = _PAIRED.format(
        sums=sums,
        beside=beside or sums,
        above=above,
        above_column="areas.parent_no," if above == PARENT_NO else "",
        base_sums="\n        ".join(columns.format(base=base) for base in bases),
        base_joins="\n    ".join(joins + [JOIN] * (has_mergers and bool(bases))),
    )
    tested = ",\n".join(("    *", *(base_columns(base) for base in bases)))
    return _LAYERS.format(paired=paired, valued=_VALUED, tested=tested, limits=limit_columns())


def all_macros(temp: str = "") -> tuple[str, ...]:
    """Every macro of the mart, in the order in which they need each other."""
    values = tuple(macro.format(temp=temp) for macro in _VALUE_MACROS)
    return values + interval_macros(temp) + verdict_macros(temp) + change_macros(temp)


def view_statements(has_mergers: bool = False, above: str = WHOLE_NO) -> tuple[str, ...]:
    """What makes the tables of a mart readable, once its macros are there."""
    views = {"compared_values": (), "indicator_values": BASES}
    return tuple(_view(name, bases, has_mergers, above) for name, bases in views.items())


def _view(name: str, bases: tuple[str, ...], has_mergers: bool, above: str) -> str:
    changes = "".join(change_columns(base) for base in bases)
    layers = figure_layers("period_sums", bases, has_mergers, above)
    return _VIEW.format(name=name, layers=layers, columns=_COLUMNS + changes)
