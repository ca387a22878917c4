"""The figures of a mart as plain rows, for a program: every value unrounded, no data frame in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.engines.mart_connection import MartConnection, open_mart
from data.language import language, say
from data.nearest import did_you_mean
from data.refusal import Refused
from metrics.mart_queries import Choice, figures_query

__all__ = ["COLUMNS", "Choice", "figures"]

# programs rely on these columns in this order: add after them, never between
RELIED_ON = (
    *("indicator", "area", "area_name", "period", "numerator", "denominator", "value"),
    *("lower95", "upper95", "lower998", "upper998", "verdict_county", "verdict_target"),
    *("suppressed", "complete"),
)
ADDED = (
    *("period_type", "area_type", "county_value", "target", "warning", "target_met", "covered", "expected"),
    *("provisional", "too_few", "verdict_county_class", "verdict_target_class"),
    *("previous_value", "previous_change", "previous_change_class"),
    *("last_year_value", "last_year_change", "last_year_change_class"),
)
COLUMNS = RELIED_ON + ADDED
NAME_AT = COLUMNS.index("area_name")


def figures(mart: Path, choice: Choice) -> list[tuple[Any, ...]]:
    """Rows of `COLUMNS`, in catalogue, period and register order. Raises Refused for an unknown indicator."""
    stored = [column for column in COLUMNS if column != "area_name"]
    area_at = stored.index("area")
    with open_mart(mart) as connection:
        _refuse_unknown(connection, choice)
        names = _area_names(connection)
        rows = connection.rows(*figures_query(stored, _of_level(connection, choice)))
    return [(*row[:NAME_AT], names[row[area_at]], *row[NAME_AT:]) for row in rows]


def _area_names(connection: MartConnection) -> dict[str, str]:
    """Area → its name; the county's and the kinds' in the running language."""
    names = dict(connection.rows("select area, name from areas"))
    county = dict(connection.rows("select key, value from info where key like 'county_%'"))
    if names.get("county") in (None, "", "county"):
        names["county"] = county.get(f"county_{language()}") or county.get("county_zh", "county")
    kinds = {"town": say("镇"), "township": say("乡"), "subdistrict": say("街道"), "park": say("园区")}
    return names | {f"kind:{kind}": name for kind, name in kinds.items() if f"kind:{kind}" in names}


def _of_level(connection: MartConnection, choice: Choice) -> Choice:
    """A level that the whole is alone on means the whole: one province is the area `county`."""
    whole = dict(connection.rows("select key, value from info where key = 'whole_levels'"))
    if choice.area_type in whole.get("whole_levels", "").split():
        return replace(choice, area="county", area_type=None)
    return choice


def _refuse_unknown(connection: MartConnection, choice: Choice) -> None:
    asked: Sequence[str] = [choice.indicator] if isinstance(choice.indicator, str) else choice.indicator or ()
    known = [name for (name,) in connection.rows("select indicator from indicators order by indicator_no")]
    for name in asked:
        if name not in known:
            raise Refused(say("没有名为“{name}”的指标。", name=name) + did_you_mean(name, known))
