"""What an indicator counts, as its file says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts.markup import Html, tag
from charts.measure import Measure
from charts.text import unit_text
from data.language import say

ROLES = ("numerator", "minus", "denominator")


def definition_html(row: Mapping[str, Any], measure: Measure) -> Html:
    """A list of terms. `row`: the indicator's row of the mart's `indicators`."""
    names = {"numerator": say("分子"), "minus": say("减去"), "denominator": say("分母")}
    terms = [(say("为什么看"), measure.why), (say("方向"), measure.direction_words)]
    terms.append((say("单位"), unit_text(measure)))
    terms += [(names[role], _counted(row, role)) for role in ROLES if _text(row, f"{role}_table")]
    terms.append(
        (say("分母"), say("常住人口（人·月），折算为一年")) if measure.unit.startswith("per_") else ("", "")
    )
    terms += [(say("依据"), measure.source), (say("审定日期"), measure.reviewed)]
    shown = [(term, words) for term, words in terms if words]
    rows = (tag("div", tag("dt", term), tag("dd", words)) for term, words in shown)
    return tag("dl", *rows, class_="definition")


def _counted(row: Mapping[str, Any], role: str) -> Html:
    table, by, where = (_text(row, f"{role}_{part}") for part in ("table", "by", "where"))
    summed = _text(row, f"{role}_sum")
    what = say("{column}之和", column=summed) if summed else say("行数")
    condition = tag("code", where) if where else say("全部行")
    words = say("{table} 的{what}，按 {by} 归月，条件：", table=table, what=what, by=by)
    return tag("span", words, condition)


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""
