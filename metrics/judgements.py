"""Verdicts, given once when a period is published and stored beside its sums.

A row keeps what it was judged to be against the county, against its own kind of township and against the
target. Words are stored as an enum, one byte each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.mart_views import PARENT_NO, WHOLE_NO, figure_layers

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
        when is_comparable(unit, good, if(area_no = 0, 'county', 'township')) and not too_few
            then verdict_class(good, county_value, lower95, upper95, lower998, upper998)
        else 'not compared'
    end as verdict_county_class,
    case
        when is_comparable(unit, good, if(area_no = 0, 'county', 'township')) and not too_few
            then verdict_class(good, kind_value, lower95, upper95, lower998, upper998)
        else 'not compared'
    end as verdict_kind_class,
    case
        when not too_few then target_verdict(
            good,
            verdict_class(good, target, lower95, upper95, lower998, upper998),
            lacks_reports(unit, covered, expected)
        )
        else 'not compared'
    end as verdict_target_class
from bounded
order by {order}"""


# what is read together stands together: of a province, one area with the areas right below it
ORDER, ORDER_OF_BRANCHES = "indicator_no, period_no, area_no", "parent_no, indicator_no, period_no, area_no"


def judging_sql(above: str = WHOLE_NO, beside: str = "") -> str:
    """The statement of `judge`."""
    layers = figure_layers("memory.reported_sums", above=above, beside=beside)
    return _JUDGED.format(layers=layers, order=ORDER_OF_BRANCHES if above == PARENT_NO else ORDER)


def judge(engine: DuckDB, above: str = WHOLE_NO, beside: str = "") -> None:
    """Add the rows of the session's `reported_sums`, judged, to `period_sums` of the mart in use.

    above: what they are judged against, the whole or the area right above. beside: the table with the sums
    of that, "" where `reported_sums` has them.
    """
    engine.execute(judging_sql(above, beside))
