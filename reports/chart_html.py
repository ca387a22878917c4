"""A chart of the story for a large screen: it fills whatever box it is given, and its words never stretch.

Places are percentages of the plot; sizes are multiples of `--u`, a thousandth or so of the screen
(`pages/shared/styles/8_meeting.css`), so a chart is the same at 720 and at 2160 lines. Colours are CSS
variables. `chart_svg.py` draws the same charts as pictures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from charts.figure_words import word_width
from charts.markup import Html, tag
from reports.chart_labels import category_labels, means_in_words
from reports.chart_marks import with_marks
from reports.chart_range import number_of, value_range
from reports.story import Chart, Series

SIDE = 1000.0  # the plane of the lines, stretched to the plot
MARKED = ("better", "worse", "chosen")


def chart_html(chart: Chart) -> Html:
    """The chart; its finding is its text alternative."""
    plot = Plot(chart)
    names = category_labels(chart, plot)
    parts = (
        tag("div", *plot.grid(), class_="grid"),
        tag(
            "svg",
            *plot.areas(),
            class_="lines",
            viewBox=f"0 0 {SIDE:.0f} {SIDE:.0f}",
            preserveAspectRatio="none",
        ),
        *plot.marks(),
        *means_in_words(chart, plot),
        *names.labels,
    )
    left = max(word_width(plot.number(value, on_axis=True)) for value in plot.ticks) + 1
    room = f"--left:{left:.1f}em;--bottom:{names.height:.1f}em"
    inside = tag("div", *parts, class_="plot")
    return tag(
        "div", inside, class_=f"slide-chart {chart.kind}", role="img", aria_label=chart.says, style=room
    )


class Plot:
    """Where things stand: percentages from the left and from the top."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.low, self.high, self.step = value_range(chart)
        self.count = max(len(chart.categories), 1)
        self._phases = _phases(chart)

    @property
    def ticks(self) -> list[float]:
        """The values of the lines across."""
        steps = round((self.high - self.low) / self.step)
        return [self.low + number * self.step for number in range(steps + 1)]

    def x(self, place: float) -> float:
        return 100 * (place + 0.5) / self.count

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return 100 * (1 - min(max(share, 0.0), 1.0))

    def number(self, value: float, *, on_axis: bool = False) -> str:
        """'5.1%', '3,276': as the chart's figures are written."""
        return number_of(self.chart, value, on_axis=on_axis)

    def grid(self) -> Iterable[Html]:
        """A line and its number at every tick."""
        for value in self.ticks:
            style = f"top:{self.y(value):.2f}%"
            yield tag("u", style=style)
            yield tag("span", self.number(value, on_axis=True), class_="tick", style=style)

    def areas(self) -> Iterable[Html]:
        """The band between the limits, then every line."""
        limits = {
            series.role: series.values for series in self.chart.series if series.role in ("lower", "upper")
        }
        if len(limits) == 2:
            yield from self._band(limits["lower"], limits["upper"])
        for series in self.chart.series:
            is_line = series.role != "value" or self.chart.kind == "line"
            begins = self._phases if series.role in ("mean", "lower", "upper") else ()
            way = "".join(self._way(run) for run in runs(series.values, begins)) if is_line else ""
            if way:
                yield tag("path", d=way, class_=f"line-{series.role}", vector_effect="non-scaling-stroke")

    def _band(self, lower: Sequence[float | None], upper: Sequence[float | None]) -> Iterable[Html]:
        both = [low if high is not None else None for low, high in zip(lower, upper, strict=True)]
        for run in runs(both, self._phases):
            places = [place for place, _ in run]
            above = [(place, value) for place in reversed(places) if (value := upper[place]) is not None]
            corners = [*run, *above]
            way = "M" + "L".join(f"{10 * self.x(x):.1f} {10 * self.y(y):.1f}" for x, y in corners)
            yield tag("path", d=f"{way}Z", class_="band")

    def _way(self, run: Sequence[tuple[int, float]]) -> str:
        points = [f"{10 * self.x(place):.1f} {10 * self.y(value):.1f}" for place, value in run]
        if len(points) == 1:  # a level of one category is still a line
            return f"M{points[0]}h.1"
        return f"M{'L'.join(points)}"

    def marks(self) -> Iterable[Html]:
        """Dots with their intervals, bars, the shapes of signals; a line's newest figure in words."""
        for series in with_marks(self.chart):
            if series.role == "value" and self.chart.kind == "bars":
                yield from self._bars(series)
            elif series.role == "value":
                yield from self._dots(series)
            elif series.role in MARKED:
                yield from (self._mark(series.role, *each) for run in runs(series.values) for each in run)
        if self.chart.kind == "line":
            yield from self._newest()

    def _dots(self, series: Series) -> Iterable[Html]:
        if series.lower and series.upper:
            for place, (low, high) in enumerate(zip(series.lower, series.upper, strict=True)):
                if low is not None and high is not None and series.values[place] is not None:
                    top, height = self.y(high), self.y(low) - self.y(high)
                    style = f"left:{self.x(place):.2f}%;top:{top:.2f}%;height:{height:.2f}%"
                    yield tag("i", class_="interval", style=style)
        yield from (self._mark("dot", *each) for run in runs(series.values) for each in run)

    def _mark(self, shape: str, place: int, value: float) -> Html:
        name = self.chart.categories[place]
        style = f"left:{self.x(place):.2f}%;top:{self.y(value):.2f}%"
        return tag("i", class_=f"mark {shape}", style=style, data_tip=f"{name}\n{self.number(value)}")

    def _bars(self, series: Series) -> Iterable[Html]:
        for place, value in enumerate(series.values):
            if value is not None:
                x, top = self.x(place), self.y(value)
                yield tag(
                    "i", class_="bar", style=f"left:{x:.2f}%;top:{top:.2f}%;width:{40 / self.count:.1f}%"
                )
                yield tag("b", self.number(value), class_="on-bar", style=f"left:{x:.2f}%;top:{top:.2f}%")

    def _newest(self) -> Iterable[Html]:
        line = next((series for series in self.chart.series if series.role == "value"), None)
        known = [(place, v) for place, v in enumerate(line.values) if v is not None] if line else []
        if known:
            place, value = known[-1]
            style = f"left:{self.x(place):.2f}%;top:{self.y(value):.2f}%"
            yield tag("b", self.number(value), class_=f"newest {self._tone(line, place)}", style=style)

    def _tone(self, line: Series | None, place: int) -> str:
        return line.tones[place] if line and line.tones else "plain"


def _phases(chart: Chart) -> frozenset[int]:
    """Where a control chart begins with a new mean: limits of two phases are not one line."""
    mean = next((series.values for series in chart.series if series.role == "mean"), ())
    return frozenset(place + 1 for place, (one, other) in enumerate(pairwise(mean)) if one != other)


def runs(
    values: Sequence[float | None], begins: Collection[int] = frozenset()
) -> list[list[tuple[int, float]]]:
    """(place, value) of figures without a gap between them; `begins`: places where a new run begins."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    found = [known[:1]] if known else []
    for (before, _), (place, value) in pairwise(known):
        if place - before > 1 or place in begins:
            found.append([])
        found[-1].append((place, value))
    return found
