"""What is looked at in the sums before they are judged: the impossible, and events that are not whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused
from metrics.intervals import load_quantiles

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

# of the last mart: no figure stands for them any more
FORGOTTEN_EVENTS = """
delete from exact_poisson
where events <> floor(events) and events not in (
    select numerator
    from period_sums join indicators using (indicator_no)
    where limits_method = 'poisson' and numerator <> floor(numerator)
)"""
ADDED_EVENTS = """
insert into exact_poisson
select * from memory.exact_poisson anti join exact_poisson as kept using (events)"""


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


def load_events(engine: DuckDB) -> list[float]:
    """`fractional_events`, with their exact limits in the session where there are any."""
    events = fractional_events(engine)
    if events:
        load_quantiles(engine, events)
    return events


def add_events(engine: DuckDB, events: list[float]) -> None:
    """Have the limits of `load_events` and of what stands in `exact_poisson` of the mart being written.

    After what is stale was taken out of it.
    """
    if engine.rows("select 1 from exact_poisson where events <> floor(events) limit 1"):
        engine.execute(FORGOTTEN_EVENTS)
    if events:
        engine.execute(ADDED_EVENTS)
