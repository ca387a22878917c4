"""The words in a chart of the large screen: names along the bottom, what a line is, beside the line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from charts.figure_words import word_width
from charts.markup import Html, tag
from data.language import say
from reports.story import Chart

if TYPE_CHECKING:
    from reports.chart_html import Plot

MOST_LABELS = 9
TALLEST = 13.0  # em that upright names may take; longer ones are written smaller
SHORTEST_RUN = 4  # months; the mean of fewer is not named
NEAR_THE_TOP = 9.0  # %
NAME_WIDTH, NAME_HEIGHT = 9.0, 9.0  # %: half the room across of 均值 89.9%, and a line of words
TARGET_NAME = 0.25  # of the places: how far the name of the target reaches


@dataclass(frozen=True)
class Labels:
    """`height`: em that the names need below the plot."""

    labels: list[Html]
    height: float


def category_labels(chart: Chart, plot: Plot) -> Labels:
    """Months: a few, upright where there are many names that must all be read."""
    if chart.kind == "dots" and len(chart.categories) > MOST_LABELS:
        longest = max(word_width(name) for name in chart.categories)
        names = [_label(plot, place, name, "upright") for place, name in enumerate(chart.categories)]
        return Labels([*names, *_groups(chart, plot)], min(longest, TALLEST) + 0.8)
    names = [_label(plot, place, chart.categories[place], "level") for place in _shown(chart)]
    return Labels(names, 2.0)


def _label(plot: Plot, place: int, name: str, kind: str) -> Html:
    style = f"left:{plot.x(place):.2f}%"
    if kind == "upright" and word_width(name) > TALLEST:
        style += f";font-size:{TALLEST / word_width(name):.2f}em"
    return tag("span", name, class_=f"category {kind}", style=style)


def _shown(chart: Chart) -> list[int]:
    """Januaries and Julys of years of months; else every so many, the last one among them."""
    count = len(chart.categories)
    if len(chart.months) > 2 * MOST_LABELS:
        half_years = [place for place, month in enumerate(chart.months) if month[5:] in ("01", "07")]
        return half_years
    every = max(1, -(-count // MOST_LABELS))
    return [place for place in range(count) if (count - 1 - place) % every == 0]


def _groups(chart: Chart, plot: Plot) -> Iterable[Html]:
    """Where kinds stand side by side, the name of each above its own."""
    kinds = [series for series in chart.series if series.role == "value"]
    for series in kinds if len(kinds) > 1 else ():
        places = [place for place, value in enumerate(series.values) if value is not None]
        if places:
            middle = plot.x((places[0] + places[-1]) / 2)
            yield tag("span", series.name, class_="group", style=f"left:{middle:.2f}%")


def means_in_words(chart: Chart, plot: Plot) -> Iterable[Html]:
    """均值 8.4% above every stretch with one mean, the target and the county beside their lines."""
    upper = next((series.values for series in chart.series if series.role == "upper"), ())
    for series in chart.series:
        if series.role == "target" and series.values[0] is not None:
            style = f"top:{plot.y(series.values[0]):.2f}%"
            yield tag("span", f"{series.name} {plot.number(series.values[0])}", class_="target", style=style)
        elif series.role == "mean" and chart.kind != "line":
            yield from _level(plot, series.name, series.values[-1])
        elif series.role == "mean":
            yield from _stretches(plot, series.values, upper or series.values, _covered(chart))


def _covered(chart: Chart) -> list[tuple[int, float]]:
    """Place and value of the line's own months, and of the target at the left, where its name stands."""
    line, target = (
        next((series.values for series in chart.series if series.role == role), ())
        for role in ("value", "target")
    )
    named = target[: round(len(target) * TARGET_NAME)]
    return [(at, v) for values in (line, named) for at, v in enumerate(values) if v is not None]


def _level(plot: Plot, name: str, value: float | None) -> Iterable[Html]:
    if value is not None:
        style = f"top:{plot.y(value):.2f}%"
        yield tag("span", f"{name} {plot.number(value)}", class_="level-name", style=style)


def _stretches(
    plot: Plot,
    means: tuple[float | None, ...],
    upper: tuple[float | None, ...],
    covered: Sequence[tuple[int, float]],
) -> Iterable[Html]:
    for value, group in groupby(range(len(means)), key=lambda place: means[place]):
        places = list(group)
        if value is None or len(places) < SHORTEST_RUN:
            continue
        across = _clear_on_line(plot, value, places, covered)
        level = value
        if across is None:  # above all, which reads as the name of the upper limit: only where it must
            level = max([limit for place in places if (limit := upper[place]) is not None] or [value])
            across = plot.x((places[0] + places[-1]) / 2)
        top = plot.y(level)
        side = "below" if top < NEAR_THE_TOP else "above"
        words = say("均值 {value}", value=plot.number(value))
        yield tag("span", words, class_=f"mean {side}", style=f"left:{across:.2f}%;top:{top:.2f}%")


def _clear_on_line(
    plot: Plot, mean: float, places: Sequence[int], covered: Sequence[tuple[int, float]]
) -> float | None:
    """Where a name that stands on the line of the mean covers nothing else; None: nowhere."""
    level = plot.y(mean)
    for place in reversed(places):  # the newest stretch is what a meeting looks at
        middle = plot.x(place)
        near = [plot.y(value) for at, value in covered if abs(plot.x(at) - middle) <= NAME_WIDTH]
        is_inside = NAME_WIDTH < middle < 100 - NAME_WIDTH
        if is_inside and (min(near, default=100) > level + 1 or max(near, default=0) < level - NAME_HEIGHT):
            return middle
    return None
