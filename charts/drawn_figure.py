"""A Plotly figure of lines, bands and marks as plain SVG: the same picture without Plotly in the browser.

Plotly takes a hundred milliseconds and more to draw a chart anew; this comes with the rest of the page. It
knows what our figures are made of (`plane.py`): linear axes with a stated range, scatter traces with lines,
filled shapes and marks, level lines, notes without arrows. Widths are percentages and heights pixels, so a
chart fits any column and its words are never scaled. Colours may be CSS variables (`palette.VARIABLES`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from charts.figure_words import axis_words, note_html, plain_lines
from charts.markup import Html, join, tag
from charts.scale import Scale

SIDE = 1000.0  # the lines' own plane, stretched to the plot
SHAPES = {
    "circle": "M-{0} 0a{0} {0} 0 1 0 {1} 0a{0} {0} 0 1 0 -{1} 0Z",
    "triangle-up": "M0-{0}L{0} {2}H-{0}Z",
    "triangle-down": "M0 {0}L{0}-{2}H-{0}Z",
    "diamond": "M0-{0}L{0} 0L0 {0}L-{0} 0Z",
}
Spec = Mapping[str, Any]


@dataclass(frozen=True)
class Plot:
    """Both axes of a figure, and its shares of the plot: 0 to 1 from the left and from the top."""

    across: Scale
    up: Scale

    def x(self, value: float) -> float:
        return (value - self.across.low) / ((self.across.high - self.across.low) or 1.0)

    def y(self, value: float) -> float:
        return 1 - (value - self.up.low) / ((self.up.high - self.up.low) or 1.0)


def drawn_figure(figure: Spec, label: str) -> Html:
    """`figure`: what `Figure.to_plotly_json()` gives; `label`: its finding, for who cannot see it."""
    layout, traces = figure["layout"], figure["data"]
    plot = Plot(Scale(*layout["xaxis"]["range"]), Scale(*layout["yaxis"]["range"]))
    words = axis_words(plot, layout)
    parts = (
        tag("div", join(words.grid), class_="grid"),
        _lines(plot, traces, layout.get("shapes") or ()),
        tag("svg", join(_marks(plot, traces)), class_="marks"),
        join(words.labels),
        join(note_html(plot, note, layout) for note in layout.get("annotations") or ()),
    )
    margin = layout["margin"]
    room = f"{margin['t']}px {margin['r']}px {words.bottom}px {words.left:.1f}em"
    inside = tag("div", *parts, class_="plot")
    return tag(
        "div",
        inside,
        class_="drawing",
        role="img",
        aria_label=label,
        style=f"height:{layout['height']}px;padding:{room}",
    )


def _lines(plot: Plot, traces: Iterable[Spec], shapes: Iterable[Spec]) -> Html:
    level = [
        _path(f"M0 {SIDE * plot.y(s['y0']):.1f}H{SIDE:.0f}", s["line"], "")
        for s in shapes
        if s["type"] == "line"
    ]
    paths = [_trace_path(plot, trace) for trace in traces if "lines" in trace.get("mode", "")]
    box = f"0 0 {SIDE:.0f} {SIDE:.0f}"
    return tag("svg", *level, *paths, class_="lines", viewBox=box, preserveAspectRatio="none")


def _trace_path(plot: Plot, trace: Spec) -> Html:
    corners = (trace.get("line") or {}).get("shape") == "hvh"
    runs = [_way(plot, run, corners) for run in _runs(trace["x"], trace["y"])]
    is_filled = trace.get("fill") == "toself"
    drawing = "".join(f"{way}Z" if is_filled else way for way in runs)
    return _path(drawing, trace.get("line") or {}, trace.get("fillcolor", "") if is_filled else "")


def _runs(x: Sequence[float], y: Sequence[float | None]) -> list[list[tuple[float, float]]]:
    """Points without a gap between them: a missing value breaks the line."""
    pairs = list(zip(x, y, strict=True))
    groups = groupby(pairs, key=lambda pair: pair[1] is None or pair[1] != pair[1])
    return [[(a, b) for a, b in run if b is not None] for is_gap, run in groups if not is_gap]


def _way(plot: Plot, run: Sequence[tuple[float, float]], corners: bool) -> str:
    places = [(SIDE * plot.x(a), SIDE * plot.y(b)) for a, b in run]
    way = f"M{places[0][0]:.1f} {places[0][1]:.1f}"
    for (before, _), (x, y) in pairwise(places):
        # a level that changes does so half way between two periods
        way += f"H{(before + x) / 2:.1f}V{y:.1f}H{x:.1f}" if corners else f"L{x:.1f} {y:.1f}"
    return way


def _path(way: str, line: Spec, fill: str) -> Html:
    style = f"stroke:{line.get('color') or 'none'};stroke-width:{line.get('width', 2)};fill:{fill or 'none'}"
    dash = {"dash": ";stroke-dasharray:6 5", "dot": ";stroke-dasharray:2 4"}.get(str(line.get("dash")), "")
    return tag("path", d=way, style=style + dash, vector_effect="non-scaling-stroke")


def _marks(plot: Plot, traces: Iterable[Spec]) -> Iterable[Html]:
    for trace in traces:
        if "markers" not in trace.get("mode", "") and not trace.get("text"):
            continue
        texts = trace.get("text") or [""] * len(trace["x"])
        colours = (trace.get("marker") or {}).get("color", "none")
        for place, (x, y, words) in enumerate(zip(trace["x"], trace["y"], texts, strict=True)):
            if y is not None and y == y:
                colour = colours if isinstance(colours, str) else colours[place]
                yield _mark(plot.x(x), plot.y(y), trace.get("marker") or {}, colour, plain_lines(words))


def _mark(x: float, y: float, marker: Spec, colour: str, words: str) -> Html:
    half = marker.get("size", 6) / 2
    symbol, is_open, _ = str(marker.get("symbol") or "circle").partition("-open")
    edge = marker.get("line") or {}
    stroke = (
        f"stroke:{edge['color']};stroke-width:{edge.get('width', 1)}" if edge.get("color") else "stroke:none"
    )
    if is_open:
        colour, stroke = "none", f"stroke:{colour};stroke-width:1.5"
    shape = tag(
        "path",
        d=SHAPES[symbol].format(f"{half:g}", f"{2 * half:g}", f"{0.6 * half:g}"),
        style=f"fill:{colour};{stroke}",
        data_tip=words or None,
    )
    return tag("svg", shape, x=f"{100 * x:.2f}%", y=f"{100 * y:.2f}%")
