"""The questions that a mart is asked, as SQL with `?` for every value that a person chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused
from metrics.mart_views import PARENT_NO, WHOLE_NO

FIGURE_COLUMNS = (
    *("indicator", "period_type", "period", "period_start", "period_end", "area_type", "area"),
    *("numerator", "denominator", "squares", "value", "lower95", "upper95", "lower998", "upper998"),
    *("county_value", "verdict_county", "verdict_county_class", "target", "warning", "target_met"),
    *("verdict_target", "verdict_target_class", "covered", "expected", "complete", "provisional"),
    *("too_few", "suppressed", "kind_value", "verdict_kind", "verdict_kind_class"),
)
CHANGE_COLUMNS = tuple(
    f"{base}_{column}"
    for base in ("previous", "last_year")
    for column in ("numerator", "denominator", "value", "change", "change_class")
)
COLUMNS = FIGURE_COLUMNS + CHANGE_COLUMNS

# what of a figure compares it with nothing: planning the comparisons takes longer than reading such figures
PLAIN_COLUMNS = frozenset(
    (
        *("indicator", "period_type", "period", "period_start", "period_end", "area_type", "area"),
        *("numerator", "denominator", "squares", "value", "covered", "expected", "complete", "provisional"),
    )
)
_PLAIN = """(
    select *, figure_value(unit, numerator, denominator) as value
    from period_sums
    join indicators using (indicator_no)
    join areas using (area_no)
    join periods using (period_no)
)"""

# a figure beside the county's, and beside its target: without limits, kind and past, which take long to plan
_STANDING = """(
    select
        now.* replace (now.verdict_county_class::varchar as verdict_county_class),
        indicators.* exclude (indicator_no),
        areas.* exclude (area_no),
        periods.* exclude (period_no),
        figure_value(unit, now.numerator, now.denominator) as value,
        is_too_few(unit, now.denominator) as too_few{columns}
    from period_sums as now
    join indicators using (indicator_no)
    join areas using (area_no)
    join periods using (period_no){joins}
)"""
# (columns, as they are computed, what is joined for them)
_BESIDE = (
    (
        frozenset({"county_value"}),
        """,
        figure_value(unit, county.numerator, county.denominator) as county_value""",
        """
    left join period_sums as county
        on county.indicator_no = now.indicator_no
        and county.period_no = now.period_no
        and county.area_no = {above}""",
    ),
    (
        frozenset({"target", "warning"}),
        """,
        target_applies(unit, is_stock, period_type, now.is_whole) as has_target,
        if(has_target, targets.target, null) as target,
        if(has_target, targets.warning, null) as warning""",
        """
    left join targets
        on targets.indicator_no = now.indicator_no and targets.year = year(periods.period_end)""",
    ),
)
STANDING_COLUMNS = PLAIN_COLUMNS.union({"too_few", "verdict_county_class"}, *(each[0] for each in _BESIDE))

# one row: an item of one breakdown of the county in one period; below it, metrics/small_numbers.py
BREAKDOWN = """
select
    item,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    figure_value(any_value(unit), sum(numerator), sum(denominator)) as value,
    false as suppressed
from breakdown_months
join indicators using (indicator)
join periods on month between period_start and period_end
where indicator = $1
    and dimension = $2
    and period_type = $3
    and period = $4
    {members}
group by item
order by 2 desc, item"""

RECEIPT_FIGURE = """
select
    areas.name as area_name,
    figures.numerator,
    figures.denominator,
    figures.value,
    figures.covered,
    figures.expected
from compared_values as figures
join areas using (area_no)
where figures.indicator = ?
    and figures.area = ?
    and figures.period_type = ?
    and figures.period = ?"""

# one row: an upload behind a figure. Tables about the reports themselves are fed by every upload; the
# register in force gives the population
RECEIPT_UPLOADS = """
with asked as (
    select *
    from indicators, periods
    where indicator = $1 and period_type = $3 and period = $4
),
feeding as (
    select distinct upload
    from coverage, asked
    where (
            coverage.table_name in (numerator_table, minus_table, denominator_table)
            or numerator_table not in (select table_name from uploads)
        )
        and month <= period_end
        and (reaches_back or month >= period_start)
        and ($2 = 'county' or township in (
            select area from areas where area_type = 'township' and $2 in (area, 'kind:' || kind)
        ) {of_branch})
    union
    select upload
    from uploads, asked
    where denominator_table = 'townships'
        and table_name = 'townships'
        and (
            month <= period_end
            or upload = (select min(upload) from uploads where table_name = 'townships')
        )
)
select upload, export, month, file, rows, "by", "at", received
from uploads
semi join feeding using (upload)
order by upload"""


@dataclass(frozen=True)
class Choice:
    """Which figures: everything where nothing is said. `start` and `end` bound a period's last month."""

    indicator: str | Sequence[str] | None = None
    area: str | Sequence[str] | None = None
    area_type: str | None = None
    period_type: str = "month"
    period: str | None = None
    start: str | date | None = None
    end: str | date | None = None


def of_branch(parameter: str) -> str:
    """The condition that a township lies in the branch which a parameter of the query, "$2", names."""
    return f"""township in (
        select below.area
        from areas as below, areas as branch
        where branch.area = {parameter}
            and below.area_type = 'township'
            and below.area_no between branch.first_no and branch.last_no
    )"""


def figures_query(
    columns: Sequence[str], choice: Choice, has_branches: bool | None = None
) -> tuple[str, list[object]]:
    """The SELECT of these columns and its parameters, in catalogue, period and register order.

    has_branches: whether the mart compares its areas with those right above them; None where nobody knows, so
    that its own views are asked, whose planning takes longer.
    """
    for column in columns:
        if column not in COLUMNS:
            raise Refused(say("没有名为“{name}”的列。", name=column) + did_you_mean(column, COLUMNS))
    view = _source_of(columns, has_branches)
    conditions, values = _conditions(choice)
    listed = ",\n    ".join(columns)
    where = "\n    and ".join(conditions)
    sql = f"select\n    {listed}\nfrom {view}\nwhere {where}\norder by indicator_no, period_no, area_no"
    return sql, values


def histories_query(choice: Choice) -> tuple[str, list[object]]:
    """One row an area and indicator: its values in time order.

    A total of fewer months than its period has is left out: its line would rise for that alone.
    """
    conditions, values = _conditions(choice)
    where = " and ".join(conditions)
    is_part = "unit in ('count', 'yuan') and not is_stock and not is_whole"
    listed = f"area, indicator, list(case when not ({is_part}) then value end order by period_no)"
    return f"select {listed} from {_PLAIN} where {where} group by area, indicator", values


def _source_of(columns: Sequence[str], has_branches: bool | None) -> str:
    """What is read for these columns: the least that has them."""
    if PLAIN_COLUMNS.issuperset(columns):
        return _PLAIN
    if has_branches is not None and STANDING_COLUMNS.issuperset(columns):
        above = PARENT_NO if has_branches else WHOLE_NO
        beside = [each for each in _BESIDE if each[0].intersection(columns)]
        joined = "".join(join.format(above=above) for *_, join in beside)
        return _STANDING.format(columns="".join(each for _, each, _ in beside), joins=joined)
    return "indicator_values" if set(columns) & set(CHANGE_COLUMNS) else "compared_values"


def _conditions(choice: Choice) -> tuple[list[str], list[object]]:
    conditions, values = ["period_type = ?"], list[object]([choice.period_type])
    for column, chosen in (("indicator", choice.indicator), ("area", choice.area)):
        if chosen is not None:
            listed = [chosen] if isinstance(chosen, str) else list(chosen)
            conditions.append(f"{column} in ({', '.join('?' * len(listed))})" if listed else "false")
            values += listed
    for condition, value in (
        ("area_type = ?", choice.area_type),
        ("period = ?", choice.period),
        ("period_end >= ?", first_day(choice.start)),
        ("period_end <= ?", first_day(choice.end)),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    return conditions, values


def first_day(month: str | date | None) -> date | None:
    """ "2025-07" or any day of it → its first day. Raises Refused for what is no month."""
    if month is None or isinstance(month, date):
        return month.replace(day=1) if month else None
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise Refused(say("“{month}”不是月份，应写作 2025-07。", month=month)) from error
