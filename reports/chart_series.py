"""How each series of a native chart is drawn: shape and dash tell it apart, colour comes on top."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from charts.palette import LIGHT
from reports.deck_shapes import SMALLEST, colour, set_type
from reports.error_bars import add_error_bars
from reports.story import Series

# role → colour, width in points, dash
LINES = {
    "value": (LIGHT.ink, 2.25, None),
    "mean": (LIGHT.secondary, 1.5, None),
    "upper": (LIGHT.mark, 1.5, MSO_LINE.DASH),
    "lower": (LIGHT.mark, 1.5, MSO_LINE.DASH),
    "target": (LIGHT.accent, 1.75, MSO_LINE.LONG_DASH),
}
# tone → colour, shape, size
MARKS = {
    "better": (LIGHT.better, XL_MARKER_STYLE.TRIANGLE, 13),
    "worse": (LIGHT.worse, XL_MARKER_STYLE.DIAMOND, 13),
    "chosen": (LIGHT.accent, XL_MARKER_STYLE.DIAMOND, 15),
}
SHAPES = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.TRIANGLE)


def style_series(drawn: Any, series: Series, kind: str) -> None:
    """A line, a set of dots with their intervals, or the marks of one tone."""
    drawn.smooth = False
    if series.role in MARKS:
        drawn.format.line.fill.background()
        _mark(drawn.marker, *MARKS[series.role])
        return
    code, width, dash = LINES[series.role]
    if kind == "dots" and series.role == "value":
        _dots(drawn, series)
        return
    drawn.format.line.color.rgb, drawn.format.line.width = colour(code), Pt(width)
    if dash is not None:
        drawn.format.line.dash_style = dash
    if series.role == "value":
        _mark(drawn.marker, code, XL_MARKER_STYLE.CIRCLE, 6)
        _label_last(drawn, series)
    else:
        drawn.marker.style = XL_MARKER_STYLE.NONE


def _dots(drawn: Any, series: Series) -> None:
    drawn.format.line.fill.background()
    place = int(drawn._element.find(qn("c:idx")).get("val"))
    _mark(drawn.marker, LIGHT.secondary, SHAPES[place % len(SHAPES)], 9)
    add_error_bars(drawn, series)


def _mark(marker: Any, code: str, shape: Any, size: int) -> None:
    marker.style, marker.size = shape, size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = colour(code)
    marker.format.line.color.rgb = colour(code)


def _label_last(drawn: Any, series: Series) -> None:
    """The newest value stands beside its point."""
    known = [place for place, value in enumerate(series.values) if value is not None]
    if not known:
        return
    label = drawn.points[known[-1]].data_label
    label.position = XL_LABEL_POSITION.ABOVE
    set_type(label.font, SMALLEST + 4, LIGHT.ink, bold=True)
    element = label._get_or_add_dLbl()
    for tag in ("c:showSerName", "c:showCatName", "c:showLegendKey"):
        element.find(qn(tag)).set("val", "0")
    element.find(qn("c:showVal")).set("val", "1")


def style_bars(drawn: Any) -> None:
    """One quiet colour: the numbers stand on the bars."""
    drawn.invert_if_negative = False
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = colour(LIGHT.mark)
