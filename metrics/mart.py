"""Writes the mart of one publication: a DuckDB file with every figure that pages, reports and scripts read.

The sums are rolled up in the session of the publication (metrics/periods.py) and stored; values, limits,
verdicts and changes are views over them (metrics/mart_views.py). Beside them the mart keeps what a receipt
needs: definitions, the SQL that was run, and the uploads that feed each table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused
from metrics.chart_settings import ChartSettings, load_chart_settings
from metrics.extents import STORED_RESTATED
from metrics.intervals import load_quantiles
from metrics.mart_companions import store_companions
from metrics.mart_views import view_statements
from metrics.periods import roll_up
from metrics.receipts import Definition, definitions_of, definitions_table, load_sources
from metrics.signals import store_signals

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB
    from data.export_format import Export
    from data.live import LiveData
    from data.settings import Settings
    from metrics.indicator_definition import Indicator

MART_FORMAT = "1"

# one row: an indicator, what the roll-up must know of it
INDICATOR_RULES = """
create or replace table indicator_rules as
select
    indicator,
    indicator_no::smallint as indicator_no,
    is_stock,
    limits_method,
    numerator_table,
    every_months::integer as every_months,
    provisional_days::integer as provisional_days
from definitions"""

# one row: an indicator, an area and a period, sorted as it is asked for. A township that did not exist in
# the period and has no figures has no row. A stock is complete once its last month is in; `is_whole`: all
# months of the calendar period have been published
STORED_SUMS = """
create table mart.period_sums as
with reports as (
    select (clock_no * 1000000::bigint + area_no) * 10000 + period_no as report_no, covered, expected
    from period_reports
),
newest as (select *, make_date(newest_no // 12, newest_no % 12 + 1, 1) as newest_month from clocks)
select
    sums.indicator_no,
    sums.area_no,
    sums.period_no,
    sums.numerator,
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
    on reports.report_no = (newest.clock_no * 1000000::bigint + sums.area_no) * 10000 + sums.period_no
where reports.expected > 0 or sums.numerator is not null
order by sums.indicator_no, sums.period_no, sums.area_no"""

STORED_TABLES = (
    STORED_SUMS,
    STORED_RESTATED,
    "create table mart.indicators as select * from definitions order by indicator_no",
    "create table mart.areas as select * from area_numbers order by area_no",
    """
create table mart.periods as
select period_no, period_type, period, period_start, period_end, previous_no, last_year_no
from periods order by period_no""",
    # a neutral indicator has no target, whatever the table says
    """
create table mart.targets as
select indicator_no, targets.year, targets.target::double as target, targets.warning::double as warning
from targets join definitions using (indicator)
where good in ('high', 'low')""",
    "create table mart.breakdown_months as select * from breakdown_months",
    "create table mart.exact_poisson as select * from exact_poisson",
    "create table mart.student_t as select * from student_t",
    "create table mart.as_of as select * from as_of",
    "create table mart.submissions as select * from submissions",
    "create table mart.uploads as select * from upload_sources order by upload",
    "create table mart.coverage as select * from coverage_sources order by table_name, month, township",
    """
create table mart.info as
select key, value from mart_info
union all
select 'first_month', strftime(min(month), '%Y-%m') from indicator_months
union all
select 'newest_month', strftime(max(month), '%Y-%m') from indicator_months""",
)


def build_mart(
    path: Path,
    engine: DuckDB,
    indicators: Mapping[str, Indicator],
    live: LiveData,
    settings: Settings,
    exports: Mapping[str, Export],
    county_folder: Path | None = None,
) -> None:
    """Write the mart file `path` from the session's tables.

    Reads the session's `indicator_months`, `breakdown_months`, `areas`, `targets`, `as_of` and `submissions`.
    `live`: the uploads that stand; `exports`: how often each is due; `county_folder`: the store, for the text
    of its own indicators.
    Raises Refused where a share has more cases above the line than below it, or a count is negative.
    """
    definitions = definitions_of(indicators, exports, county_folder)
    write_mart(path, engine, definitions, live, _info(settings), load_chart_settings(county_folder))


def write_mart(
    path: Path,
    engine: DuckDB,
    definitions: Sequence[Definition],
    live: LiveData,
    info: Mapping[str, str],
    charts: ChartSettings | None = None,
) -> None:
    """As `build_mart`, from definitions; `info`: what the mart says about itself."""
    engine.load("definitions", definitions_table(definitions))
    engine.execute(INDICATOR_RULES)
    roll_up(engine)
    refuse_impossible_sums(engine)
    load_quantiles(engine, fractional_events(engine))
    load_sources(engine, live, info)
    with engine.create_mart(path):
        for statement in STORED_TABLES:
            engine.execute(statement)
        store_companions(engine)
        _create_views(engine)
        store_signals(engine, charts or ChartSettings())


def _info(settings: Settings) -> dict[str, str]:
    names = {f"county_{code}": name for code, name in settings.county.items()}
    return {"format": MART_FORMAT, **names}


def refuse_impossible_sums(engine: DuckDB) -> None:
    """A share above 100 % or a negative count of events is an error in the data or in the definition."""
    found = engine.rows("""
        select indicator, area, period, numerator, denominator
        from period_sums
        join indicator_rules using (indicator_no)
        join area_numbers using (area_no)
        join periods using (period_no)
        where (limits_method = 'wilson' and numerator > denominator)
            or (limits_method in ('wilson', 'poisson') and numerator < 0)
        order by indicator_no, period_no, area_no desc
        limit 1""")
    for indicator, *figure in found:
        raise Refused(_impossible(*figure), where=indicator)


def _impossible(area: str, period: str, numerator: float, denominator: float | None) -> str:
    if denominator is None or numerator < 0:
        return say(
            "{area} {period}：件数是{numerator:g}，不能小于0，请核对数据或指标定义。",
            area=area,
            period=period,
            numerator=numerator,
        )
    return say(
        "{area} {period}：分子{numerator:g}大于分母{denominator:g}，请核对数据或指标定义。",
        area=area,
        period=period,
        numerator=numerator,
        denominator=denominator,
    )


def fractional_events(engine: DuckDB) -> list[float]:
    """The numbers of events under 10 that are not whole, none in the ordinary."""
    found = engine.rows("""
        select distinct numerator
        from period_sums join indicator_rules using (indicator_no)
        where limits_method = 'poisson' and numerator < 10 and numerator <> floor(numerator)""")
    return [numerator for (numerator,) in found]


def _create_views(engine: DuckDB) -> None:
    # views and macros without the name of the attached database: it is another one when the file is opened
    engine.execute("use mart")
    try:
        has_mergers = bool(engine.rows("select 1 from restated limit 1"))
        for statement in view_statements(has_mergers):
            engine.execute(statement)
    finally:
        engine.execute("use memory")
