"""Boxes of words beside the charts: how to read one, where a number comes from."""

from __future__ import annotations

from charts.area_figures import AreaFigure
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.text import plain_number, value_text
from data.language import say


def how_to_read(words: str) -> Html:
    """怎么看: plain words with an example from the very chart."""
    return tag("div", tag("b", say("怎么看")), " ", words, class_="how")


def origin_box(figure: AreaFigure, measure: Measure, receipt: str, definition: str) -> Html:
    """这个数从哪来: what the county's figure is made of, and the way to its SQL and uploads."""
    parts = [tag("span", f"{figure.name} ", tag("b", value_text(figure.value, measure)))]
    parts += [_part(say("分子"), figure.numerator), _part(say("分母"), figure.denominator)]
    parts.append(_word(say("定义"), link(definition, tag("code", measure.id)), _reviewed(measure)))
    if figure.expected:
        words = say("{covered}/{expected}个乡镇月已报送", covered=figure.covered, expected=figure.expected)
        parts.append(_word(say("报送情况"), words))
    more = link(receipt, say("查看SQL与上报记录"))
    return tag(
        "div", tag("b", say("这个数从哪来")), join(part for part in parts if part), more, class_="origin"
    )


def _part(name: str, value: float | None) -> Html:
    return Html("") if value is None else _word(name, plain_number(value, 0))


def _word(name: str, *words: object) -> Html:
    return tag("span", f"{name} ", *words)


def _reviewed(measure: Measure) -> str:
    return say("（{date} 审定）", date=measure.reviewed) if measure.reviewed else ""


def chart_head(title: str, note: str) -> Html:
    """Title and reading aid above a chart."""
    return tag("div", tag("h2", title), tag("p", note), class_="chart-head")
