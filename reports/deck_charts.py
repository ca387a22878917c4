"""Native charts of PowerPoint: every point can be edited, and the numbers lie in the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Inches

from charts.palette import LIGHT
from charts.text import month_of
from reports.chart_axes import stand_upright, style_axes
from reports.chart_marks import with_marks
from reports.chart_series import style_bars, style_series
from reports.deck_shapes import SMALLEST, Box, cut_to, describe, set_type
from reports.story import Chart, Series

LONGEST_NAME, LONGEST_KEY = 1.5, 3.0  # inches, on the axis and in the key
KINDS = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "dots": XL_CHART_TYPE.LINE_MARKERS,
    "bars": XL_CHART_TYPE.COLUMN_CLUSTERED,
}


def add_chart(slide: Any, box: Box, chart: Chart) -> None:
    """Draw a chart of the story as a native one."""
    drawn = list(with_marks(chart))
    data = CategoryChartData(number_format=chart.number_format)
    data.categories = [month_of(month) for month in chart.months] or names_on_axis(chart)
    for series in drawn:
        data.add_series(cut_to(series.name, SMALLEST, LONGEST_KEY), series.values)
    frame = slide.shapes.add_chart(KINDS[chart.kind], *(Inches(each) for each in box), data)
    frame.name = "chart"
    describe(frame, chart.says)
    native = frame.chart
    set_type(native.font, SMALLEST, LIGHT.secondary)
    native.has_title = False
    _legend(native, drawn)
    style_axes(native, chart)
    for element, series in zip(native.plots[0].series, drawn, strict=True):
        style_bars(element) if chart.kind == "bars" else style_series(element, series, chart.kind)
    if chart.kind == "bars":
        _value_on_each_bar(native.plots[0], chart)


def names_on_axis(chart: Chart) -> Sequence[str]:
    """Level names in full; upright ones cut, so that they leave room to draw."""
    if not stand_upright(chart):
        return chart.categories
    return [cut_to(name, SMALLEST, LONGEST_NAME) for name in chart.categories]


def _legend(native: Any, drawn: list[Series]) -> None:
    native.has_legend = len(drawn) > 1
    if not native.has_legend:
        return
    native.legend.position, native.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    legend = native.legend._element
    for place, series in enumerate(drawn):
        if series.role == "lower":  # both limits are one thing in the legend
            entry = legend.makeelement(qn("c:legendEntry"), {})
            entry.append(entry.makeelement(qn("c:idx"), {"val": str(place)}))
            entry.append(entry.makeelement(qn("c:delete"), {"val": "1"}))
            legend.find(qn("c:legendPos")).addnext(entry)


def _value_on_each_bar(plot: Any, chart: Chart) -> None:
    plot.gap_width = 120
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = chart.number_format, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    set_type(labels.font, SMALLEST + 4, LIGHT.ink, bold=True)
