"""The words on a control chart: its lines by their values, its newest signals by name.

A text stands on its own ground, so it is put where it covers no month: a line's name wherever its line has
room, a signal's name above or below. How wide a place of the axis is, only the browser knows: reckoned for a
chart beside another on a laptop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from charts.control_lines import levels
from charts.figure_words import word_width
from charts.measure import Measure
from charts.palette import Tones
from charts.plane import safe
from charts.signal_words import Episode, episodes
from charts.text import divisor, value_text
from data.language import say
from metrics.signal_queries import SignalPoint

MOST_NAMED = 4
# of the axes: how long a text is, and how far its lower and upper edge are from what it names
TEXT_WIDTH = 0.13
FONT, PLOT = 12, 420  # pixels: the plot of a chart beside another on a small laptop
ON_LINE = (-0.025, 0.07)
ABOVE, BELOW = (0.055, 0.12), (-0.09, -0.02)
SHIFTS = {ABOVE: 30, BELOW: -18}  # pixels; the value of the page's period stands between
Edges = tuple[float, float]


@dataclass(frozen=True)
class _Drawn:
    """What a text may cover: place → value of every month, on an axis of so many places and this height.

    names: where the names of lines begin, place and level.
    """

    values: Mapping[int, float]
    places: int
    height: float
    names: tuple[Edges, ...] = ()

    @property
    def width(self) -> float:
        return TEXT_WIDTH * self.places

    def room(self, start: float, level: float, edges: Edges) -> float:
        """How far the nearest month is from a text that begins at `start`, in heights; 0: it is covered."""
        low, high = (level + edge * self.height for edge in edges)
        near = (v for place, v in self.values.items() if start - 0.6 <= place <= start + self.width)
        return min((max(low - v, v - high, 0.0) for v in near), default=self.height) / self.height

    def is_named(self, start: float, level: float, edges: Edges) -> bool:
        """Whether the name of a line stands where a text that begins at `start` would."""
        low, high = (level + edge * self.height for edge in edges)
        below, above = (edge * self.height for edge in ON_LINE)
        return any(
            abs(start - place) < self.width and low < line + above and high > line + below
            for place, line in self.names
        )

    def is_late(self, place: int) -> bool:
        """Whether a text in the middle of this place would leave the plot."""
        return place > 0.85 * self.places

    def clearest(self, level: float) -> int:
        """The first place where a text on the line covers no month; where there is none, the roomiest."""
        starts = range(max(1, int(self.places - self.width)))
        return max(starts, key=lambda start: min(self.room(start, level, ON_LINE), 0.001))


def control_labels(
    points: Sequence[SignalPoint],
    periods: Sequence[str],
    measure: Measure,
    tones: Tones,
    span: Edges,
) -> list[dict[str, Any]]:
    """Texts in the plot; span: the ends of the value axis, in its unit."""
    places = {period: place for place, period in enumerate(periods)}
    shown = [point for point in points if point.month in places and point.lower_limit is not None]
    if not shown:
        return []
    values = {places[p.month]: p.value / divisor(measure) for p in points if p.month in places}
    drawn = _Drawn(values, len(places), span[1] - span[0])
    lines = _line_names(shown[0], drawn, measure, tones)
    taken = [(label["x"], label["y"]) for label in lines]
    return lines + _signal_names(shown, places, replace(drawn, names=tuple(taken)), measure, tones)


def _line_names(first: SignalPoint, drawn: _Drawn, measure: Measure, tones: Tones) -> list[dict[str, Any]]:
    (mean, _), (lower, _), (upper, _) = levels(first, measure)
    labels: list[dict[str, Any]] = []
    for word, level in ((say("上限"), upper), (say("均值"), mean), (say("下限"), lower)):
        text = f"{word} {value_text(level * divisor(measure), measure)}"
        place = drawn.clearest(level) - 0.5
        labels.append(_text(text, place, level, tones.secondary, tones) | {"yanchor": "bottom"})
    return labels


def _signal_names(
    points: Sequence[SignalPoint],
    places: dict[str, int],
    drawn: _Drawn,
    measure: Measure,
    tones: Tones,
) -> list[dict[str, Any]]:
    labels: list[dict[str, Any]] = []
    named: list[tuple[float, float]] = []
    for episode in reversed(episodes(points)):
        place = places[episode.newest.month]
        if len(labels) == MOST_NAMED:
            break
        start, end = _reach(episode.words, place, drawn)
        if any(start < right and end > left for left, right in named):
            continue  # names must not cover each other
        label = _signal_name(episode, place, drawn, measure, tones)
        if label:
            named.append((start, end))
            labels.append(label)
    return labels


def _reach(words: str, place: int, drawn: _Drawn) -> Edges:
    """From which place to which a signal's name is written."""
    width = max(word_width(words) * FONT / PLOT, 0.1) * drawn.places
    return (place - width, float(place)) if drawn.is_late(place) else (place - width / 2, place + width / 2)


def _signal_name(
    episode: Episode, place: int, drawn: _Drawn, measure: Measure, tones: Tones
) -> dict[str, Any] | None:
    """None where a line's own name stands above it as well as below: the words under the chart tell it."""
    colours = {"better": tones.better_text, "worse": tones.worse_text, "plain": tones.ink}
    level = episode.newest.value / divisor(measure)
    is_last = drawn.is_late(place)
    start = place - drawn.width * (1 if is_last else 0.5)
    sides = (ABOVE, BELOW) if episode.newest.direction == "up" else (BELOW, ABOVE)
    free = [each for each in sides if not drawn.is_named(start, level, each)]
    if not free:
        return None
    side = next((each for each in free if drawn.room(start, level, each)), free[0])
    label = _text(episode.words, place, level, colours[episode.tone], tones)
    return label | {"xanchor": "right" if is_last else "center", "yshift": SHIFTS[side]}


def _text(text: str, x: float, y: float, colour: str, tones: Tones) -> dict[str, Any]:
    """On a ground of its own, for it stands on lines."""
    place = {"x": x, "y": y, "showarrow": False, "xanchor": "left"}
    ground = {"bgcolor": tones.ground, "borderpad": 0, "opacity": 0.88}
    return {**place, **ground, "text": safe(text), "font": {"color": colour, "size": 12}}
