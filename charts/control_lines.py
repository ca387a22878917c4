"""What a control chart adds to a trend: mean, limits, and its signals marked and named.

Limits are clipped to 0 (and 100 %) for display only. A seasonal baseline is drawn the same way: the range
that each month had in earlier years.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from charts.measure import Measure
from charts.palette import Tones
from charts.plane import safe
from charts.signal_words import episodes
from charts.text import divisor
from metrics.seasons import ExpectedRange
from metrics.signal_queries import SignalPoint

SHAPES = {"better": "triangle-up", "worse": "triangle-down", "plain": "diamond"}


def control_traces(
    points: Sequence[SignalPoint], periods: Sequence[str], measure: Measure, tones: Tones
) -> list[dict[str, Any]]:
    """Mean and limits of each stretch between rebases, and a mark on every signal."""
    places = {period: place for place, period in enumerate(periods)}
    shown = [point for point in points if point.month in places and point.lower_limit is not None]
    traces = []
    for _, run in groupby(shown, key=lambda point: (point.mean, point.lower_limit)):
        stretch = list(run)
        ends = [places[stretch[0].month] - 0.4, places[stretch[-1].month] + 0.4]
        for level, style in levels(stretch[0], measure):
            traces.append(_line(ends, [level, level], style, tones))
    return traces + _marks(shown, places, measure, tones)


def levels(point: SignalPoint, measure: Measure) -> list[tuple[float, str]]:
    """Mean, lower and upper limit as drawn, in the unit of the axis, each with the style of its line."""
    lower, upper = limits_shown(point.lower_limit or 0.0, point.upper_limit or 0.0, measure)
    return [(point.mean / divisor(measure), "solid"), (lower, "dash"), (upper, "dash")]


def limits_shown(lower: float, upper: float, measure: Measure) -> tuple[float, float]:
    """Clipped to what the value can be, in the unit of the axis."""
    lower, upper = max(lower, 0.0), min(upper, 100.0) if measure.unit == "percent" else upper
    return lower / divisor(measure), upper / divisor(measure)


def _line(x: list[float], y: list[float], style: str, tones: Tones) -> dict[str, Any]:
    colour = tones.secondary if style == "solid" else tones.mark
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": [float(f"{value:.6g}") for value in y],
        "line": {"color": colour, "width": 1.2, "dash": style},
        "hoverinfo": "skip",
    }


def _marks(
    points: Sequence[SignalPoint], places: dict[str, int], measure: Measure, tones: Tones
) -> list[dict[str, Any]]:
    found = episodes(points)
    colours = {"better": tones.better_text, "worse": tones.worse_text, "plain": tones.ink}
    traces = []
    for tone, shape in SHAPES.items():
        mine = [(point, each.words) for each in found if each.tone == tone for point in each.points]
        if mine:
            marker = {"size": 11, "symbol": shape, "color": colours[tone]}
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [places[point.month] for point, _ in mine],
                    "y": [point.value / divisor(measure) for point, _ in mine],
                    "marker": marker,
                    "text": [safe(words) for _, words in mine],
                    "hovertemplate": "%{text}<extra></extra>",
                    "cliponaxis": False,
                }
            )
    return traces


def season_traces(
    season: Sequence[tuple[int, ExpectedRange]], measure: Measure, tones: Tones
) -> list[dict[str, Any]]:
    """The expected range as a band with its middle; with each range its place on the axis."""
    if not season:
        return []
    places = [place for place, _ in season]
    shown = [limits_shown(each.lower, each.upper, measure) for _, each in season]
    band = {
        "type": "scatter",
        "mode": "lines",
        "x": [*places, *reversed(places)],
        "y": [upper for _, upper in shown] + [lower for lower, _ in reversed(shown)],
        "fill": "toself",
        "fillcolor": tones.band,
        "line": {"width": 1, "color": tones.mark, "dash": "dot"},
        "hoverinfo": "skip",
    }
    expected = [each.expected / divisor(measure) for _, each in season]
    middle = _line([float(place) for place in places], expected, "dot", tones)
    return [band, middle, *_season_marks(season, measure, tones)]


def _season_marks(
    season: Sequence[tuple[int, ExpectedRange]], measure: Measure, tones: Tones
) -> list[dict[str, Any]]:
    outside = [(each, place) for place, each in season if each.direction]
    if not outside:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [place for _, place in outside],
            "y": [each.value / divisor(measure) for each, _ in outside],
            "marker": {"size": 12, "symbol": "diamond-open", "color": tones.ink},
            "hoverinfo": "skip",
        }
    ]


def line_ends(
    points: Sequence[SignalPoint], season: Sequence[tuple[int, ExpectedRange]], measure: Measure
) -> list[float]:
    """Every limit that the axis must have room for, in its unit."""
    found = [(p.lower_limit, p.upper_limit) for p in points]
    found += [(each.lower, each.upper) for _, each in season]
    pairs = [limits_shown(low, high, measure) for low, high in found if low is not None and high is not None]
    return [end for pair in pairs for end in pair]
