"""Native charts of the workbook: the numbers stand in cells beside each chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charts.palette import LIGHT
from data.language import say
from reports.chart_range import tick_format, value_range
from reports.story import Chart, Series

ROWS_OF_A_CHART = 22
LINES = {
    "value": {"color": LIGHT.ink, "width": 2},
    "mean": {"color": LIGHT.secondary, "width": 1.25},
    "upper": {"color": LIGHT.mark, "width": 1.25, "dash_type": "dash"},
    "lower": {"color": LIGHT.mark, "width": 1.25, "dash_type": "dash"},
    "target": {"color": LIGHT.accent, "width": 1.5, "dash_type": "long_dash"},
}


def write_charts(book: Any, charts: Sequence[Chart]) -> None:
    """A sheet with every chart above its table."""
    if not charts:
        return
    sheet = book.add_worksheet(say("图表"))
    sheet.set_column(0, 0, 14)
    top = 0
    for chart in charts:
        _write_table(book, sheet, chart, top)
        drawn = _native(book, sheet, chart, top)
        sheet.insert_chart(top, len(chart.series) + 2, drawn, {"description": chart.says})
        top += max(ROWS_OF_A_CHART, len(chart.categories) + 4)


def _write_table(book: Any, sheet: Any, chart: Chart, top: int) -> None:
    bold = book.add_format({"bold": True})
    shape = book.add_format({"num_format": chart.number_format})
    sheet.write_string(top, 0, chart.says, bold)
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(top + 1, column, series.name, bold)
        for row, value in enumerate(series.values, start=top + 2):
            if value is not None:
                sheet.write_number(row, column, value, shape)
    for row, category in enumerate(chart.categories, start=top + 2):
        sheet.write_string(row, 0, category)


def _native(book: Any, sheet: Any, chart: Chart, top: int) -> Any:
    drawn = book.add_chart({"type": "line" if chart.kind == "line" else "column"})
    first, last, name = top + 2, top + 1 + len(chart.categories), sheet.get_name()
    for column, series in enumerate(chart.series, start=1):
        drawn.add_series(
            {
                "name": [name, top + 1, column],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                **_look(chart, series),
            }
        )
    _dress(drawn, chart)
    return drawn


def _dress(drawn: Any, chart: Chart) -> None:
    low, high, step = value_range(chart)
    scale = {"min": low, "max": high, "major_unit": step, "num_format": tick_format(chart)}
    drawn.set_title({"name": chart.says, "overlay": False, "name_font": {"size": 11}})
    drawn.set_y_axis({**scale, "line": {"none": True}})
    drawn.set_legend({"position": "top"})
    drawn.set_size({"width": 900, "height": 400})


def _look(chart: Chart, series: Series) -> dict[str, Any]:
    if chart.kind != "line":
        return {"fill": {"color": LIGHT.mark}}
    marker = {"type": "circle", "size": 5} if series.role == "value" else {"type": "none"}
    return {"line": LINES[series.role], "marker": marker}
