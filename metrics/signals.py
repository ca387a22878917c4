"""Control-chart signals and trends of every indicator, for townships, kinds and the county, in the mart.

A publication computes them once, after the sums; pages, alerts and scripts only read the view `signals`:
one row a point, with the lines of its chart, the rule that names it, and the icons of its series.

What is charted: monthly values. Not charted, with a word in `reason`:
- `short`         fewer points than `fewest_points` since the last rebase: a run chart, no icon
- `few_cases`     under `fewest_cases` a month, or as few of the others (n − x): limits would cry wolf
- `no_variation`  it never moves: the limits are the mean, and there is nothing to signal
- `gaps`          no two months in a row, so nothing to measure the noise by

What cannot be an alert is a figure that is shaky: it still moves, it has too few cases, or it is a total of a
month in which reports are missing, and lower for that alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from metrics.area_blocks import EVERYTHING, Block, begun_or_added
from metrics.chart_settings import SETTING_KEYS, ChartSettings
from metrics.control_charts import RULES, control_chart_sql
from metrics.rebases import load_rebases
from metrics.signal_tables import (
    ASSURANCE,
    CHARTED,
    LINES,
    MONTHS,
    NO_SIGNALS,
    PART,
    PARTS,
    POINT_TYPE,
    SIGNALS,
    STORED_POINTS,
    STORED_SERIES,
    VIEW,
)
from metrics.trends import FEWEST_MONTHS, NO_TRENDS, TRENDS
from metrics.year_trends import find_year_trends, store_year_trends, years_to_test

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB


def signal_macros(temp: str = "") -> tuple[str, ...]:
    """The words for a point and for a target; `temp="temp"` for a session without a file."""
    return POINT_TYPE.format(temp=temp), ASSURANCE.format(temp=temp)


def begin_signals(engine: DuckDB, settings: ChartSettings) -> None:
    """Add `rebases` and the words for points to the mart being written, which holds its sums and areas.

    Raises Refused where a rebase names an indicator, an area or a month that has no point.
    """
    load_rebases(engine, settings)
    for statement in signal_macros():
        engine.execute(statement)


def store_signals(
    engine: DuckDB,
    settings: ChartSettings,
    blocks: Sequence[Block] = (EVERYTHING,),
    years_stand: bool = False,
) -> None:
    """Add the tables that are named here and in `_store`, and the view `signals`, to the attached mart.

    blocks: the areas that are charted at once. years_stand: `year_trends` is there and holds. What
    `begin_signals` needs and leaves is committed: it is read on two connections.
    """
    years = None if years_stand else years_to_test(engine)
    for number, block in enumerate(blocks):
        with engine.reading_mart():
            _chart(engine, settings, block, years)
        with engine.writing_mart():
            _store(engine, settings, block, number)
            if years is not None:
                store_year_trends(engine, number)
            if block == blocks[-1]:
                engine.execute(_view(settings))
                engine.execute(_settings_table(settings))


def _chart(engine: DuckDB, settings: ChartSettings, block: Block, years: int | None) -> None:
    """Leave `chart_months`, `chart_lines`, `chart_signals` and `chart_trends` in the session.

    years: as many are there to be tested, and `tested_years` is left too; None: that stands.
    """
    part = PART if settings.rebases else "0"
    engine.execute(MONTHS.format(part=part, first=block.first, last=block.last))
    engine.execute(
        PARTS.format(fewest_points=settings.fewest_points, fewest_cases=f"{settings.fewest_cases}e0")
    )
    ((longest,),) = engine.rows("select coalesce(max(points), 0) from memory.chart_parts")
    tasks = [partial(_find_signals, settings=settings, longest=longest), partial(_test, longest=longest)]
    if years is not None:
        tasks.append(partial(find_year_trends, block=block, years=years))
    engine.side_by_side(tasks)


def _find_signals(engine: DuckDB, settings: ChartSettings, longest: int) -> None:
    if longest >= settings.fewest_points:
        engine.execute(CHARTED)
        engine.execute(SIGNALS.format(chart=control_chart_sql("memory.chart_points", settings)))
    else:
        engine.execute(NO_SIGNALS)
    engine.execute(LINES)


def _test(engine: DuckDB, longest: int) -> None:
    engine.execute(TRENDS if longest >= FEWEST_MONTHS else NO_TRENDS)


def _store(engine: DuckDB, settings: ChartSettings, block: Block, number: int) -> None:
    series = STORED_SERIES.format(settled_points=settings.settled_points, first=block.first, last=block.last)
    for statement in (STORED_POINTS, series):
        engine.execute(begun_or_added(statement, number))


def _view(settings: ChartSettings) -> str:
    words = " ".join(f"when {number} then '{rule}'" for number, rule in enumerate(RULES, start=1))
    alerts = ", ".join(f"'{rule}'" for rule in settings.alert_rules) or "null"
    return VIEW.format(
        rule=f"case points.rule_no {words} end", alert_rules=alerts, seasons=settings.alert_beyond_last_year
    )


def _settings_table(settings: ChartSettings) -> str:
    rows = ", ".join(f"('{key}', '{text}')" for key, text in settings_as_text(settings).items())
    return f"create or replace table chart_settings as select * from (values {rows}) as t (key, value)"


def settings_as_text(settings: ChartSettings) -> Mapping[str, str]:
    """The settings that a mart was made with, as it keeps them: `alert_rules` separated by blanks."""
    found = {key: getattr(settings, key) for key in SETTING_KEYS}
    return {key: " ".join(v) if isinstance(v, tuple) else str(v).lower() for key, v in found.items()}


def settings_from_text(kept: Mapping[str, str]) -> ChartSettings:
    """What a chart that is drawn from a mart needs of the settings that the mart was made with."""
    return ChartSettings(
        screening=kept["screening"] == "true",
        fewest_points=int(kept["fewest_points"]),
        fewest_cases=int(kept["fewest_cases"]),
    )
