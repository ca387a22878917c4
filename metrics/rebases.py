"""Rebases in the mart: where the level of a series is set anew by decision, checked against its points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused
from metrics.chart_settings import FILE_NAME, ChartSettings, Rebase, refuse_unknown

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

_TABLE = (
    "create or replace table rebases (indicator_no smallint, area_no integer, month date, reason varchar)"
)

_INSERT = """
insert into rebases
select indicator_no, area_no, ?::date, ?
from indicators, areas
where indicator = ? and area = ?"""

# the months in which the series has a figure
_MONTHS = """
select strftime(period_start, '%Y-%m')
from period_sums
join periods using (period_no)
join indicators using (indicator_no)
join areas using (area_no)
where period_type = 'month' and numerator is not null and indicator = ? and area = ?
order by period_start"""


def load_rebases(engine: DuckDB, settings: ChartSettings) -> None:
    """Leave `rebases` in the database in use, which holds the sums, indicators and areas of a mart.

    Raises Refused for one that is not the month of a point: silently it would change nothing.
    """
    engine.execute(_TABLE)
    if not settings.rebases:
        return
    names = [[name for (name,) in engine.rows(f"select {key} from {key}s")] for key in ("indicator", "area")]
    refuse_unknown(settings, *names)
    for rebase in settings.rebases:
        _refuse_unmatched(engine, rebase)
        engine.execute(_INSERT, [rebase.month, rebase.reason, rebase.indicator, rebase.area])


def _refuse_unmatched(engine: DuckDB, rebase: Rebase) -> None:
    months = [month for (month,) in engine.rows(_MONTHS, [rebase.indicator, rebase.area])]
    found = f"{rebase.month:%Y-%m}"
    if found in months:
        return
    key = f"[rebase] {rebase.entry} month"
    if not months:
        text = say(
            "{key}：{indicator} {area} 没有数据。", key=key, indicator=rebase.indicator, area=rebase.area
        )
        raise Refused(text, where=FILE_NAME)
    text = say(
        "{key}：{month}没有{indicator} {area}的数，有数的月份是{first}至{last}。",
        key=key,
        month=found,
        indicator=rebase.indicator,
        area=rebase.area,
        first=months[0],
        last=months[-1],
    )
    raise Refused(text, where=FILE_NAME)
