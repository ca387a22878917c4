"""Axes of the native charts: where they begin and end, and labels that do not run into each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import XL_TICK_LABEL_POSITION
from pptx.oxml.ns import qn

from charts.palette import LIGHT
from charts.past_words import month_no
from data.language import language
from reports.chart_range import tick_format, value_range
from reports.deck_shapes import colour
from reports.story import Chart

MOST_LABELS = 9  # months that have room to stand level
MOST_LEVEL = 6  # names of townships that have


def style_axes(native: Any, chart: Chart) -> None:
    """Quiet lines, the unit at the numbers, and a range that shows the differences."""
    values, categories = native.value_axis, native.category_axis
    values.major_gridlines.format.line.color.rgb = colour(LIGHT.lines)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = tick_format(chart), False
    low, high, step = value_range(chart)
    values.minimum_scale, values.maximum_scale, values.major_unit = low, high, step
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.format.line.color.rgb = colour(LIGHT.mark)
    categories.has_major_gridlines = False
    _turn_labels(categories, "-5400000" if stand_upright(chart) else "0")
    if chart.kind == "line":
        _name_some(categories, chart.months)


def stand_upright(chart: Chart) -> bool:
    """Whether the names of the categories have no room to stand level."""
    return chart.kind == "dots" and len(chart.categories) > MOST_LEVEL


def _turn_labels(categories: Any, angle: str) -> None:
    body = categories.tick_labels.font._rPr.getparent().getparent().getparent().find(qn("a:bodyPr"))
    body.set("rot", angle)
    body.set("vert", "horz")


def _name_some(categories: Any, months: Sequence[str]) -> None:
    """A time axis: some months have names, and a month without a figure keeps its place."""
    spanned = month_no(months[-1]) - month_no(months[0]) + 1
    every = next(step for step in (1, 2, 3, 6, 12, spanned) if spanned / step <= MOST_LABELS)
    categories.tick_labels.number_format = "mmm yy" if language() == "en" else 'yy"年"m"月"'
    categories.tick_labels.number_format_is_linked = False
    element = categories._element
    for tag in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    values = (("c:baseTimeUnit", "months"), ("c:majorUnit", str(every)), ("c:majorTimeUnit", "months"))
    for tag, value in values:
        element.append(element.makeelement(qn(tag), {"val": value}))
