"""Control-chart signals of every indicator, for each township and the county, stored in the mart.

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

from collections.abc import Mapping
from typing import TYPE_CHECKING

from metrics.chart_settings import SETTING_KEYS, ChartSettings
from metrics.control_charts import RULES, control_chart_sql
from metrics.rebases import load_rebases
from metrics.signal_tables import (
    ASSURANCE,
    CHARTED,
    LINES,
    MONTHS,
    PART,
    PARTS,
    POINT_TYPE,
    SIGNALS,
    STORED_POINTS,
    STORED_SERIES,
    VIEW,
)

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB


def signal_macros(temp: str = "") -> tuple[str, ...]:
    """The words for a point and for a target; `temp="temp"` for a session without a file."""
    return POINT_TYPE.format(temp=temp), ASSURANCE.format(temp=temp)


def store_signals(engine: DuckDB, settings: ChartSettings) -> None:
    """Add `signal_points`, `signal_series`, `rebases`, `chart_settings` and the view `signals` to the mart.

    The mart being written holds its sums, areas, periods, targets and macros. Raises Refused where a rebase
    names an indicator, an area or a month that has no point.
    """
    load_rebases(engine, settings)
    for statement in _statements(settings):
        engine.execute(statement)


def _statements(settings: ChartSettings) -> tuple[str, ...]:
    part = PART if settings.rebases else "0"
    numbers = {"fewest_points": settings.fewest_points, "fewest_cases": f"{settings.fewest_cases}e0"}
    return (
        *signal_macros(),
        MONTHS.format(part=part),
        PARTS.format(**numbers),
        CHARTED,
        SIGNALS.format(chart=control_chart_sql("chart_points", settings)),
        LINES,
        STORED_POINTS,
        STORED_SERIES.format(settled_points=settings.settled_points),
        _view(settings),
        _settings_table(settings),
    )


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
