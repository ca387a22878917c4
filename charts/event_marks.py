"""Events on a trend: a numbered line where it happened, and under the chart what it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from charts.markup import Html, join, tag
from charts.palette import Tones
from charts.plane import safe
from charts.text import bracketed
from data.language import language, pick

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from metrics.events import Event

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class EventMark:
    """`number`: ①; `place`: which period of the chart, from 0; `words`: '2025年7月8日 暴雨（沙湾镇）'."""

    number: str
    place: int
    words: str


def marks_of(
    events: Sequence[Event], periods: Sequence[str], period_type: str, names: Mapping[str, str]
) -> tuple[EventMark, ...]:
    """The events inside the chart's periods, oldest first; `names`: township → name."""
    places = {period: place for place, period in enumerate(periods)}
    inside = [event for event in events if period_of_day(event.day, period_type) in places]
    return tuple(
        EventMark(
            CIRCLED[number] if number < len(CIRCLED) else f"({number + 1})",
            places[period_of_day(event.day, period_type)],
            f"{day_text(event.day)} {pick(event.words)}" + bracketed(names.get(event.township, "")),
        )
        for number, event in enumerate(inside)
    )


def period_of_day(day: date, period_type: str) -> str:
    """The period that a day falls in; one of twelve months is named by its last."""
    if period_type == "year":
        return str(day.year)
    if period_type == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return f"{day:%Y-%m}"


def day_text(day: date) -> str:
    """2025年7月8日 · 2025-07-08."""
    return f"{day:%Y-%m-%d}" if language() == "en" else f"{day.year}年{day.month}月{day.day}日"


def marked(figure: Figure, marks: Sequence[EventMark], tones: Tones) -> Figure:
    """The trend with its events."""
    if marks:
        labels = [*figure.layout.annotations, *event_labels(marks, tones)]
        figure.update_layout(shapes=event_lines(marks, tones), annotations=labels)
    return figure


def event_lines(marks: Sequence[EventMark], tones: Tones) -> list[dict[str, Any]]:
    """A dotted line over the whole height for each."""
    line = {"color": tones.secondary, "width": 1, "dash": "dot"}
    return [
        {
            "type": "line",
            "x0": place,
            "x1": place,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": line,
            "layer": "below",
        }
        for place in dict.fromkeys(mark.place for mark in marks)
    ]


def event_labels(marks: Sequence[EventMark], tones: Tones) -> list[dict[str, Any]]:
    """The numbers over their line; those of one period stand beside each other."""
    return [
        {
            "x": place,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
            "text": safe("".join(mark.number for mark in marks if mark.place == place)),
            "hovertext": safe(" ".join(mark.words for mark in marks if mark.place == place)),
            "font": {"color": tones.ink, "size": 13},
        }
        for place in dict.fromkeys(mark.place for mark in marks)
    ]


def events_said(marks: Sequence[EventMark]) -> list[str]:
    """Each as it is read."""
    return [f"{mark.number} {mark.words}" for mark in marks]


def events_html(marks: Sequence[EventMark]) -> Html:
    """The list under the chart; nothing without events."""
    if not marks:
        return Html("")
    return tag("ul", join(tag("li", each) for each in events_said(marks)), class_="events")
