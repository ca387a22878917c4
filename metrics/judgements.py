"""Verdicts and changes beyond noise, judged once when a period is published and stored beside its sums.

A row keeps what it was judged to be: against the county, its own kind of township and the target, against the
period before and against the same period last year. Words are stored as an enum, one byte each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.changes import base_columns, class_of_change
from metrics.mart_views import BASES, figure_layers

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

_VERDICTS = "'not compared', 'similar', 'better_95', 'better_99_8', 'worse_95', 'worse_99_8'"
_CHANGES = "'noise', 'possible', 'real'"

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
    verdict_target_class enum ({_VERDICTS}),
    previous_change_class enum ({_CHANGES}),
    last_year_change_class enum ({_CHANGES})
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
    end as verdict_target_class,
    {previous} as previous_change_class,
    {last_year} as last_year_change_class
from bounded
where is_new
order by indicator_no, period_no, area_no"""


def judging_sql(has_mergers: bool) -> str:
    """The statement of `judge`."""
    previous, last_year = (class_of_change(base) for base in BASES)
    # year to date and rolling 12 share months with the period before: nothing to test
    previous = f"case when period_type not in ('ytd', 'rolling12') then {previous} end"
    layers = figure_layers("memory.reported_sums", BASES, has_mergers, base_columns)
    return _JUDGED.format(layers=layers, previous=previous, last_year=last_year)


def judge(engine: DuckDB, has_mergers: bool) -> None:
    """Add the new rows of the session's `reported_sums`, judged, to `period_sums` of the mart in use.

    Those that are not new are there to be compared with.
    """
    engine.execute(judging_sql(has_mergers))
