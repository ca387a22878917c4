"""The five-year test of every series, stored in the mart; what it tests is told by metrics/annual_trends.py.

Whole years alone, with every report of every township. Not tested: stocks, of which each year has one day
only, money and other totals without limits, and years in which a rebase has begun a new level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.annual_trends import YEARS, year_trend_sql
from metrics.area_blocks import Block, begun_or_added
from metrics.intervals import SHARE

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB
    from metrics.chart_settings import ChartSettings

_SOURCE = """(
        select
            indicator_no * 1000000::bigint + area_no as series,
            year(period_start)::double as year,
            limits_method = '{share}' as is_share,
            numerator,
            denominator,
            value,
            lower95,
            upper95
        from compared_values as figures
        join indicators using (indicator_no)
        where period_type = 'year'
            and figures.area_no between {first} and {last}
            and figures.complete
            and value is not null
            and lower95 is not null
            and not indicators.is_stock
            and not exists (
                select 1 from rebases
                where rebases.indicator_no = figures.indicator_no
                    and rebases.area_no = figures.area_no
                    and rebases.month > figures.period_start
            )
    )"""

# one row: a series with five whole years
_TESTED = """
create or replace table memory.tested_years as
select
    (series // 1000000)::smallint as indicator_no,
    (series % 1000000)::integer as area_no,
    chi2,
    slope,
    verdict
from ({trends})
order by series"""

# whether no whole year is computed anew, and none is gone: the test of every series stands
_STANDS = """
with figures as (
    select indicator_no, area_no, period_no, complete from period_sums
    union all
    select indicator_no, area_no, period_no, complete from memory.reported_sums
),
stale as (
    select period_no
    from memory.periods join memory.stale_periods using (period_no)
    where period_type = 'year'
    union all
    select period_no from periods anti join memory.periods using (period_no) where period_type = 'year'
)
select not exists (select 1 from figures semi join stale using (period_no) where complete)
    and not exists (select 1 from rebases)"""

_NONE = """
create or replace table memory.tested_years (
    indicator_no smallint, area_no integer, chi2 double, slope double, verdict varchar
)"""


def year_trends_stand(engine: DuckDB, settings: ChartSettings) -> bool:
    """Whether the tests of the last mart, of which the database in use is a copy, hold for what comes.

    Before anything of that copy is changed. A year that is not whole has no part in them.
    """
    [(stands,)] = engine.rows(_STANDS)
    return bool(stands) and not settings.rebases


def code_of_year_trends() -> str:
    """What the tests are made with; another code makes them anew."""
    return _TESTED.format(trends=year_trend_sql(_SOURCE))


def years_to_test(engine: DuckDB) -> int:
    """How many years the attached mart has."""
    ((years,),) = engine.rows("select count(*) from mart.periods where period_type = 'year'")
    return int(years)


def find_year_trends(engine: DuckDB, block: Block, years: int) -> None:
    """Leave the tests of a block's series in the session, reading the mart in use with its rebases."""
    if years < YEARS:
        engine.execute(_NONE)
        return
    source = _SOURCE.format(share=SHARE, first=block.first, last=block.last)
    engine.execute(_TESTED.format(trends=year_trend_sql(source)))


def store_year_trends(engine: DuckDB, number: int) -> None:
    """Add what `find_year_trends` left of the `number`th block to the mart being written."""
    stored = "create or replace table year_trends as select * from memory.tested_years"
    engine.execute(begun_or_added(stored, number))
