"""The quiet ground that every Plotly figure stands on."""

from __future__ import annotations

from html import escape
from typing import Any

from charts.palette import Tones

FONT = "Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
SMALLEST = 12  # px; a chart on a phone is not scaled down, so this holds there too


def plane(tones: Tones, *, height: int, **more: Any) -> dict[str, Any]:
    """Layout without a frame: transparent, no legend, no zoom by accident, labels that do not clip."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 28, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "font": {"family": FONT, "size": SMALLEST, "color": tones.secondary},
        "hoverlabel": {
            "bgcolor": tones.ground,
            "bordercolor": tones.lines,
            "align": "left",
            "font": {"family": FONT, "size": 13, "color": tones.ink},
        },
        **more,
    }


def axis(tones: Tones, *, grid: bool, **more: Any) -> dict[str, Any]:
    """One axis with small labels; `grid` draws its lines."""
    return {
        "showgrid": grid,
        "gridcolor": tones.lines,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"size": SMALLEST, "color": tones.secondary},
        "title": {"font": {"size": SMALLEST, "color": tones.secondary}, "standoff": 8},
        **more,
    }


def titled(settings: dict[str, Any], text: str) -> dict[str, Any]:
    """The axis with a title."""
    return {**settings, "title": {**settings["title"], "text": safe(text)}}


def safe(text: object) -> str:
    """Plotly reads a little HTML in its texts: names from uploads must not be it."""
    return escape(str(text), quote=False)
