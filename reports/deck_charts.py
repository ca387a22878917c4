"""Native charts of PowerPoint: every point can be edited, and the numbers lie in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Inches

from charts.palette import LIGHT
from charts.text import month_of
from data.language import say
from reports.chart_axes import style_axes
from reports.chart_series import style_bars, style_series
from reports.deck_shapes import SMALLEST, Box, describe, set_type
from reports.story import Chart, Series

KINDS = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "dots": XL_CHART_TYPE.LINE_MARKERS,
    "bars": XL_CHART_TYPE.COLUMN_CLUSTERED,
}


def add_chart(slide: Any, box: Box, chart: Chart) -> None:
    """Draw a chart of the story as a native one."""
    drawn = list(with_marks(chart))
    data = CategoryChartData(number_format=chart.number_format)
    data.categories = [month_of(month) for month in chart.months] or chart.categories
    for series in drawn:
        data.add_series(series.name, series.values)
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


def with_marks(chart: Chart) -> Iterator[Series]:
    """The series of a chart; points with a tone again, as series of their own whose shape tells the tone.

    A point coloured inside its series is shown so by one office program and not by the next.
    """
    names = {"better": say("改善信号"), "worse": say("变差信号"), "chosen": ""}
    if chart.unit == say("分"):
        names |= {"better": say("做得好"), "worse": say("需要支持")}
    yield from chart.series
    for tone, name in names.items():
        marked = [_only(series, tone) for series in chart.series if tone in series.tones]
        if marked:
            values = tuple(
                next((v for v in column if v is not None), None) for column in zip(*marked, strict=True)
            )
            yield Series(name or _name_of_chosen(chart), values, tone)


def _only(series: Series, tone: str) -> tuple[float | None, ...]:
    """The values that have the tone."""
    return tuple(v if each == tone else None for v, each in zip(series.values, series.tones, strict=True))


def _name_of_chosen(chart: Chart) -> str:
    tones = chart.series[0].tones
    return chart.categories[tones.index("chosen")]


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
