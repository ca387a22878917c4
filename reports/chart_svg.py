"""A chart of the story as SVG, 1200 × 640: to be saved as a picture or shown as it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from charts.figure_words import word_width
from charts.markup import Html, join, tag
from charts.palette import LIGHT
from reports.chart_marks import with_marks
from reports.chart_range import number_of, value_range
from reports.story import Chart, Series

WIDTH, HEIGHT = 1200, 640
LEFT, RIGHT, TOP, BOTTOM = 90, 70, 110, 110
FONT = "'Noto Sans SC','Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"
LINES = {
    "value": (LIGHT.ink, 2.5, ""),
    "mean": (LIGHT.secondary, 1.5, ""),
    "upper": (LIGHT.mark, 1.5, "6 5"),
    "lower": (LIGHT.mark, 1.5, "6 5"),
    "target": (LIGHT.accent, 2.0, "12 6"),
}
MARKS = {"better": LIGHT.better, "worse": LIGHT.worse, "chosen": LIGHT.accent}
MOST_LABELS = 9


def chart_svg(chart: Chart, title: str, source: str) -> Html:
    """The whole picture; the chart's finding is its text alternative, `source` stands in the foot."""
    parts = (
        tag("title", chart.says),
        tag("rect", width=WIDTH, height=HEIGHT, fill=LIGHT.ground),
        _text(LEFT - 60, 44, title, 26, weight="bold"),
        _text(LEFT - 60, HEIGHT - 22, source, 17, LIGHT.faint),
        _legend(list(with_marks(chart))),
        *_Plane(chart).drawn(),
    )
    return tag(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=chart.says,
        font_family=FONT,
    )


def _text(x: float, y: float, text: str, size: int, fill: str = LIGHT.ink, **more: object) -> Html:
    weight = more.pop("weight", None)
    return tag(
        "text", text, x=f"{x:.1f}", y=f"{y:.1f}", font_size=size, fill=fill, font_weight=weight, **more
    )


def _legend(series: Sequence[Series]) -> Html:
    drawn, x = [], float(LEFT - 60)
    for each in series:
        if each.role == "lower":
            continue
        drawn += [_sample(each, x), _text(x + 36, 84, each.name, 18, LIGHT.secondary)]
        x += 62 + sum(18 if ord(sign) > 0x2E7F else 10 for sign in each.name)
    return join(drawn)


def _sample(series: Series, x: float) -> Html:
    if series.role in MARKS:
        return _mark(series.role, x + 15, 78)
    colour, width, dash = LINES[series.role]
    return tag(
        "line",
        x1=x,
        x2=x + 30,
        y1=78,
        y2=78,
        stroke=colour,
        stroke_width=width,
        stroke_dasharray=dash or None,
    )


def _mark(tone: str, x: float, y: float) -> Html:
    """A triangle for better, a diamond for worse and for the chosen one: never colour alone."""
    shape = [(0, -9), (8, 6), (-8, 6)] if tone == "better" else [(0, -9), (9, 0), (0, 9), (-9, 0)]
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in shape)
    return tag("polygon", points=points, fill=MARKS[tone])


class _Plane:
    """Where things stand between the axes."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._low, self._high, self._step = value_range(chart)
        self._room = WIDTH - LEFT - RIGHT

    def drawn(self) -> list[Html]:
        return [*self._grid(), *self._names(), *self._series()]

    def _x(self, place: int) -> float:
        return LEFT + (place + 0.5) / max(len(self._chart.categories), 1) * self._room

    def _y(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def _grid(self) -> list[Html]:
        found, value = [], self._low
        while value <= self._high + 1e-9:
            y = self._y(value)
            line = tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=f"{y:.1f}", y2=f"{y:.1f}", stroke=LIGHT.lines)
            found += [
                line,
                _text(
                    LEFT - 10, y + 6, self._number(value, axis=True), 17, LIGHT.secondary, text_anchor="end"
                ),
            ]
            value += self._step
        return found

    def _number(self, value: float, axis: bool = False) -> str:
        return number_of(self._chart, value, on_axis=axis)

    def _names(self) -> list[Html]:
        count = len(self._chart.categories)
        if self._chart.kind == "dots" and count > MOST_LABELS:
            return [self._upright(place) for place in range(count)]
        every = max(1, -(-count // MOST_LABELS))
        shown = [place for place in range(count) if (count - 1 - place) % every == 0]
        y = HEIGHT - BOTTOM + 30
        names = self._chart.categories
        return [_text(self._x(p), y, names[p], 17, LIGHT.secondary, text_anchor="middle") for p in shown]

    def _upright(self, place: int) -> Html:
        x, y = self._x(place) + 6, HEIGHT - BOTTOM + 10
        turned = f"rotate(-90 {x:.1f} {y})"
        return _text(
            x, y, self._chart.categories[place], 15, LIGHT.secondary, text_anchor="end", transform=turned
        )

    def _series(self) -> list[Html]:
        found: list[Html] = []
        for series in with_marks(self._chart):
            points = [(self._x(n), self._y(v)) for n, v in enumerate(series.values) if v is not None]
            if series.role in MARKS:
                found += [_mark(series.role, x, y) for x, y in points]
            elif series.role == "value" and self._chart.kind != "line":
                found += self._bars(series) if self._chart.kind == "bars" else self._dots(series)
            else:
                found += self._line(series, points)
        return found

    def _line(self, series: Series, points: Sequence[tuple[float, float]]) -> list[Html]:
        colour, width, dash = LINES[series.role]
        look = {"fill": "none", "stroke": colour, "stroke_width": width, "stroke_dasharray": dash or None}
        found = [tag("polyline", points=path, **look) for path in self._paths(series)]
        if series.role == "value" and points:
            found += [tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=3.5, fill=colour) for x, y in points]
            found.append(self._newest(series, *points[-1]))
        return found

    def _newest(self, series: Series, x: float, y: float) -> Html:
        """The newest figure behind its point, where no line leads; a long one above it."""
        words = self._number(next(v for v in reversed(series.values) if v is not None))
        if x + 10 + 22 * word_width(words) <= WIDTH:
            return _text(x + 10, y + 8, words, 22, weight="bold")
        return _text(x + 10, y - 10, words, 22, weight="bold", text_anchor="middle")

    def _paths(self, series: Series) -> list[str]:
        """A path for each stretch of neighbours: no line leads over a month of which nothing is known."""
        stretches = groupby(enumerate(series.values), lambda placed: placed[1] is not None)
        return [
            " ".join(f"{self._x(n):.1f},{self._y(v):.1f}" for n, v in placed if v is not None)
            for is_known, placed in stretches
            if is_known
        ]

    def _dots(self, series: Series) -> list[Html]:
        found = []
        for place, value in enumerate(series.values):
            if value is None:
                continue
            x = f"{self._x(place):.1f}"
            low, high = (side[place] if side else None for side in (series.lower, series.upper))
            if low is not None and high is not None:
                ends = (f"{self._y(max(low, self._low)):.1f}", f"{self._y(min(high, self._high)):.1f}")
                found.append(
                    tag("line", x1=x, x2=x, y1=ends[0], y2=ends[1], stroke=LIGHT.mark, stroke_width=2)
                )
            found.append(tag("circle", cx=x, cy=f"{self._y(value):.1f}", r=5, fill=LIGHT.secondary))
        return found

    def _bars(self, series: Series) -> list[Html]:
        found = []
        width = min(120.0, self._room / len(series.values) * 0.5)
        for place, value in enumerate(series.values):
            if value is not None:
                x, y = self._x(place), self._y(value)
                height = max(self._y(self._low) - y, 0.0)
                place_of = {"x": f"{x - width / 2:.1f}", "y": f"{y:.1f}", "height": f"{height:.1f}"}
                found.append(tag("rect", width=width, fill=LIGHT.mark, **place_of))
                found.append(_text(x, y - 10, self._number(value), 22, weight="bold", text_anchor="middle"))
        return found
