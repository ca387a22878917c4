"""What the mart's `signals` are asked: rows for programs and for pages, in catalogue and register order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from data.engines.mart_connection import MartConnection, open_mart
from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused

# programs rely on these columns in this order: add after them, never between
RELIED_ON = (
    *("indicator", "area", "period", "value", "mean", "lower_limit", "upper_limit"),
    *("rule", "direction", "variation", "assurance"),
)
ADDED = ("area_type", "point_type", "is_alert", "trial", "reason", "rebase_reason")
COLUMNS = RELIED_ON + ADDED

AREA_TYPES = ["township"]


@dataclass(frozen=True)
class SignalChoice:
    """Which points: everything where nothing is said. An area may be the word `township`: all of them."""

    indicator: str | Sequence[str] | None = None
    area: str | Sequence[str] | None = None
    start: date | None = None
    end: date | None = None
    alerts_alone: bool = False
    point_type: str | None = None


@dataclass(frozen=True)
class SignalPoint:
    """One point of a control chart, in the indicator's unit; None = nothing to say.

    `rule`: one of control_charts.RULES; `direction`: up or down; `variation` and `assurance` belong to
    the series; `reason`: why there are no limits (metrics/signals.py); `rebase_reason`: where a new level
    begins.
    """

    indicator: str
    area: str
    month: str
    value: float
    mean: float
    lower_limit: float | None
    upper_limit: float | None
    rule: str | None
    direction: str | None
    variation: str | None
    assurance: str | None
    point_type: str | None
    is_alert: bool
    trial: bool
    reason: str | None
    rebase_reason: str | None


SIGNAL_POINT = ", ".join(each.name for each in fields(SignalPoint))


def signals_query(columns: str, choice: SignalChoice) -> tuple[str, list[object]]:
    """The SELECT and its parameters; `columns` is SQL of ours, never of a user."""
    conditions, values = ["true"], list[object]()
    for condition, chosen in (
        ("indicator in ({marks})", choice.indicator),
        # "county" is the whole, not every county of a province
        ("(area in ({marks}) or area_type in ({marks}) and area_type <> 'county')", choice.area),
    ):
        if chosen is not None:
            listed = [chosen] if isinstance(chosen, str) else list(chosen)
            marks = ", ".join("?" * len(listed)) or "null"
            conditions.append(condition.format(marks=marks))
            values += listed * condition.count("{marks}")
    for condition, day in (("month_start >= ?", choice.start), ("month_start <= ?", choice.end)):
        if day is not None:
            conditions.append(condition)
            values.append(day)
    if choice.alerts_alone:
        conditions.append("is_alert")
    if choice.point_type is not None:
        conditions.append("point_type = ?")
        values.append(choice.point_type)
    where = " and ".join(conditions)
    order = "indicator_no, area_no, period_no"
    return f"select {columns} from signals where {where} order by {order}", values


# one row an indicator of one area
VARIATIONS = """
select area, indicator, any_value(variation)
from signal_series
join indicators using (indicator_no)
join areas using (area_no)
where variation is not null
group by all"""


def signal_rows(mart: Path, choice: SignalChoice) -> list[tuple[Any, ...]]:
    """Rows of `COLUMNS`, one a point. Raises Refused for an indicator or area that the mart does not have."""
    listed = ", ".join("month as period" if column == "period" else column for column in COLUMNS)
    with open_mart(mart) as connection:
        _refuse_unknown(connection, "indicator", choice.indicator, say("没有名为“{name}”的指标。"))
        _refuse_unknown(connection, "area", choice.area, say("没有名为“{name}”的地区。"))
        return connection.rows(*signals_query(listed, choice))


def _refuse_unknown(
    connection: MartConnection, key: str, chosen: str | Sequence[str] | None, message: str
) -> None:
    asked: Sequence[str] = [chosen] if isinstance(chosen, str) else chosen or ()
    known = [name for (name,) in connection.rows(f"select {key} from {key}s order by {key}_no")]
    known += AREA_TYPES if key == "area" else []
    for name in asked:
        if name not in known:
            raise Refused(message.format(name=name) + did_you_mean(name, known))
