"""The words in a drawn figure: numbers along its axes, names of lines, notes beside points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from charts.markup import Html, join, tag
from charts.scale import Scale

if TYPE_CHECKING:
    from charts.drawn_figure import Plot

_MARKS = re.compile(r"(<br>|<b>|</b>)")
# where the anchor of a note stands in its box, as shares of its width and height to go back by
_BACK = {"left": 0, "center": -50, "right": -100, "top": 0, "middle": -50, "bottom": -100}
ROOM = 8  # px between a number and the plot


@dataclass(frozen=True)
class AxisWords:
    """`left`: em that the numbers at the left need; `bottom`: px that the words below need."""

    grid: list[Html]
    labels: list[Html]
    left: float
    bottom: int


def axis_words(plot: Plot, layout: Mapping[str, Any]) -> AxisWords:
    """Lines of the grid, the numbers of both axes and their titles."""
    across, up = layout["xaxis"], layout["yaxis"]
    heights = [(100 * plot.y(tick), text) for tick, text in _ticks(plot.up, up)]
    places = [(100 * plot.x(tick), text) for tick, text in _ticks(plot.across, across)]
    grid = [tag("u", style=f"top:{share:.2f}%") for share, _ in heights] if up.get("showgrid") else []
    labels = [tag("span", text, class_="tick-up", style=f"top:{share:.2f}%") for share, text in heights]
    labels += [
        tag("span", rich(text), class_="tick-across", style=f"left:{share:.2f}%") for share, text in places
    ]
    title = (across.get("title") or {}).get("text")
    lines = max((text.count("<br>") + 1 for _, text in places), default=0)
    if title:
        labels.append(tag("span", rich(title), class_="axis-title"))
    widest = max((word_width(text) for _, text in heights), default=0.0)
    return AxisWords(grid, labels, widest + 0.8, ROOM + 18 * lines + (18 if title else 0))


def _ticks(scale: Scale, axis: Mapping[str, Any]) -> list[tuple[float, str]]:
    """Value and text of each number on an axis; those that it names, else round ones."""
    if axis.get("tickvals") is not None:
        return list(zip(axis["tickvals"], map(str, axis["ticktext"]), strict=True))
    ticks = [tick for tick in scale.ticks if scale.low <= tick <= scale.high]
    decimals = max((len(f"{tick:.6f}".rstrip("0").partition(".")[2]) for tick in ticks), default=0)
    return [(tick, f"{tick:,.{decimals}f}{axis.get('ticksuffix') or ''}") for tick in ticks]


def note_html(plot: Plot, note: Mapping[str, Any], layout: Mapping[str, Any]) -> Html:
    """One note at a point of the plot; `xref` "paper": x is a share of its width."""
    x = note["x"] if note.get("xref") == "paper" else plot.x(note["x"])
    font = note.get("font") or {}
    across, down = note.get("xanchor", "center"), note.get("yanchor", "middle")
    right, lower = note.get("xshift") or 0, -(note.get("yshift") or 0)
    style = (
        f"left:{100 * x:.2f}%;top:{100 * plot.y(note['y']):.2f}%;color:{font.get('color', 'inherit')};"
        f"transform:translate(calc({_BACK[across]}% + {right}px),calc({_BACK[down]}% + {lower}px))"
    )
    backed = " backed" if note.get("bgcolor") else ""
    return tag("span", rich(note["text"]), class_=f"note-{across}{backed}", style=style)


def rich(words: str) -> Html:
    """The little HTML that our figures write: bold and line breaks; everything else is text."""
    parts = (Html(part) if _MARKS.fullmatch(part) else unescape(part) for part in _MARKS.split(words))
    return join(parts)


def plain_lines(words: str) -> str:
    """The same as text with line breaks."""
    return unescape(re.sub("</?b>", "", words.replace("<br>", "\n")))


def word_width(text: str) -> float:
    """About how many em a text is wide: a Chinese character one, any other a little over half."""
    return sum(1.0 if ord(character) > 0x2E7F else 0.56 for character in text)
