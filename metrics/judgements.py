"""Verdicts, given once when a period is published and stored beside its sums.

A row keeps what it was judged to be against the county, against its own kind of township and against the
target. Words are stored as an enum, one byte each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.mart_views import figure_layers

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

_VERDICTS = "'not compared', 'similar', 'better_95', 'better_99_8', 'worse_95', 'worse_99_8'"

# one row: an indicator, an area and a period. A township that did not exist in the period and has no figures
# has no row. `is_whole`: all months of the calendar period have been published
PERIOD_SUMS = f"""
create table period_sums (
    indicator_no smallint,
    area_no integer,
    period_no smallint,
    numerator double,
    denominator double,
    squares double,
    covered integer,
    expected integer,
    complete boolean,
    is_whole boolean,
    provisional boolean,
    verdict_county_class enum ({_VERDICTS}),
    verdict_kind_class enum ({_VERDICTS}),
    verdict_target_class enum ({_VERDICTS})
)"""

_JUDGED = """
insert into period_sums
{layers}
select
    indicator_no,
    area_no,
    period_no,
    numerator,
    denominator,
    squares,
    covered,
    expected,
    complete,
    is_whole,
    provisional,
    case
        when is_comparable(unit, good, area_type) and not too_few
            then verdict_class(good, county_value, lower95, upper95, lower998, upper998)
        else 'not compared'
    end as verdict_county_class,
    case
        when is_comparable(unit, good, area_type) and not too_few
            then verdict_class(good, kind_value, lower95, upper95, lower998, upper998)
        else 'not compared'
    end as verdict_kind_class,
    case
        when not too_few then verdict_class(good, target, lower95, upper95, lower998, upper998)
        else 'not compared'
    end as verdict_target_class
from bounded
order by indicator_no, period_no, area_no"""


def judging_sql() -> str:
    """The statement of `judge`."""
    return _JUDGED.format(layers=figure_layers("memory.reported_sums"))


def judge(engine: DuckDB) -> None:
    """Add the rows of the session's `reported_sums`, judged, to `period_sums` of the mart in use."""
    engine.execute(judging_sql())
