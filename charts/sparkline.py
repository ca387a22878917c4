"""A line the size of a word: the last months of one figure, without axes."""

from __future__ import annotations

from collections.abc import Sequence

from charts.drawing import drawn_line
from charts.markup import Html, tag
from charts.text import is_missing

WIDTH, HEIGHT, MARGIN = 100, 30, 4


def sparkline(
    values: Sequence[float | None],
    *,
    tone: str = "plain",
    title: str = "",
    ends: tuple[float, float] | None = None,
) -> Html:
    """A line through `values` in time order; a missing month is a gap. `tone`: plain, better or worse.

    `ends`: lowest and highest value of an axis that several lines share; without it a line fills its box.

    The line stretches with its box, so the last point is a dot of HTML and stays round.
    """
    known = [value for value in values if value is not None and not is_missing(value)]
    if len(known) < 2:
        return Html("")
    points = _points(values, *(ends or (min(known), max(known))))
    line = drawn_line(_path(points), WIDTH, HEIGHT)
    return tag("span", line, _last_dot(points), class_=f"spark spark-{tone}", title=title or None)


def _points(values: Sequence[float | None], low: float, high: float) -> list[tuple[float, float] | None]:
    step = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)
    room = HEIGHT - 2 * MARGIN
    return [
        None
        if value is None or is_missing(value)
        else (MARGIN + i * step, MARGIN + room * (0.5 if high == low else (high - value) / (high - low)))
        for i, value in enumerate(values)
    ]


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        parts.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    return "".join(parts)


def _last_dot(points: Sequence[tuple[float, float] | None]) -> Html:
    if points[-1] is None:
        return Html("")
    left, top = points[-1]
    return tag("i", style=f"left:{100 * left / WIDTH:.1f}%;top:{100 * top / HEIGHT:.1f}%")
