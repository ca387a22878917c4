"""Axes and labels of a trend: periods along the bottom, names at the end of their lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charts.area_figures import AreaFigure
from charts.figure_words import word_width
from charts.measure import Measure
from charts.palette import Tones
from charts.plane import axis, safe
from charts.text import divisor, period_text, value_text
from data.language import language, say

LABEL_WIDTH = 64
MAX_LABELS = 7  # as many as a phone has room for
CLOSE = 0.14  # of the height of a plot: labels so near each other meet
FITS_MARGIN = 5.1  # em


def period_axis(periods: Sequence[str], period_type: str, tones: Tones) -> dict[str, Any]:
    """Places 0, 1, 2 … of the periods, a few of them named."""
    every = max(1, -(-len(periods) // MAX_LABELS))
    # count back from the newest, so that the newest always has its label
    shown = [place for place in range(len(periods)) if (len(periods) - 1 - place) % every == 0]
    texts = [_short(period_type, periods[place]) for place in shown]
    room = [-0.5, len(periods) - 0.5]
    return axis(tones, grid=False, tickvals=shown, ticktext=texts, range=room, tickangle=0)


def _short(period_type: str, period: str) -> str:
    """'2025-07' → 25年7月 / Jul 25: short enough to stand level."""
    if period_type == "year":
        return period
    year, _, rest = period.partition("-")
    if rest.startswith("Q"):
        return f"{rest}<br>{year}"
    if language() == "en":
        return f"{period_text('month', period)[:3]}<br>{year}"
    return say("{month}月", month=int(rest)) + f"<br>{year}"


def value_axis(
    series: Sequence[AreaFigure],
    county: Sequence[AreaFigure],
    measure: Measure,
    tones: Tones,
    lines: Sequence[float] = (),
) -> dict[str, Any]:
    """Room for every value, limit and target, and `lines` (in the unit of the axis); a share not below 0."""
    suffix = "%" if measure.unit == "percent" else ""
    settings = axis(tones, grid=True, ticksuffix=suffix)
    # lines of a control chart stand in the place of the 95 % band
    bands = [] if lines else [limit for f in series for limit in (f.lower95, f.upper95)]
    known = [v for v in (*(v for f in series for v in (f.value, f.target)), *bands) if v is not None]
    known += [f.value for f in county if f.value is not None]
    if not known:
        return {**settings, "range": [0, 1]}
    known = [value / divisor(measure) for value in known] + list(lines)
    low, high = min(known), max(known)
    room = 0.08 * (high - low) or max(abs(high) * 0.1, 1.0)
    floor = max(0.0, low - room) if measure.unit == "percent" or low < 0.5 * high else low - room
    return {**settings, "range": [max(0.0, floor), high + room], "nticks": 6}


def labels(
    series: Sequence[AreaFigure],
    county: Sequence[AreaFigure],
    measure: Measure,
    tones: Tones,
    chosen: str,
    span: Sequence[float],
) -> list[dict[str, Any]]:
    """Names at the end of their lines instead of a legend, and the value of the chosen period.

    span: the ends of the value axis, in its unit.
    """
    found = _end_labels(series, county, measure, tones)
    place = next((at for at, f in enumerate(series) if f.period == chosen and f.value is not None), None)
    if place is None:
        return found
    value = (series[place].value or 0.0) / divisor(measure)
    crowded = any(abs(label["y"] - value) < CLOSE * (span[1] - span[0]) for label in found)
    is_short = word_width(value_text(series[place].value, measure)) <= FITS_MARGIN
    label = _value_label(series[place], measure, tones) | {"x": place, "y": value}
    return [*found, label | _beside_line(series, place, is_short=is_short and not crowded)]


def _end_labels(
    series: Sequence[AreaFigure], county: Sequence[AreaFigure], measure: Measure, tones: Tones
) -> list[dict[str, Any]]:
    target = series[-1].target if series and measure.is_judged else None
    beside = county[-1].value if county else None
    target_is_above = target is not None and (beside is None or target >= beside)
    named = (
        (target, safe(say("目标")), tones.accent, target_is_above),
        (beside, safe(say("全县")), tones.secondary, not target_is_above),
    )
    return _levelled(
        [
            _end_label(
                value / divisor(measure), f"{words}<br>{safe(value_text(value, measure))}", colour, above
            )
            for value, words, colour, above in named
            if value is not None
        ]
    )


def _levelled(labels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A label alone stands level with its line; two lean away from each other."""
    if len(labels) == 1:
        labels[0]["yshift"] = -9 if labels[0]["yanchor"] == "bottom" else 9
    return labels


def _value_label(figure: AreaFigure, measure: Measure, tones: Tones) -> dict[str, Any]:
    return {
        "showarrow": False,
        "bgcolor": tones.ground,  # on a phone the line is nowhere far
        "text": f"<b>{safe(value_text(figure.value, measure))}</b>",
        "font": {"color": tones.ink, "size": 13},
    }


def _beside_line(series: Sequence[AreaFigure], place: int, *, is_short: bool) -> dict[str, Any]:
    """Where the value of a period does not lie on the line that leads to it and away from it.

    is_short: it has room in the margin, and no other label stands there at its height.
    """
    value = series[place].value or 0.0
    before = series[place - 1].value if place else None
    after = series[place + 1].value if place + 1 < len(series) else None
    comes_down, goes_up = before is not None and before > value, after is not None and after > value
    is_last = place >= 0.8 * len(series)
    if after is None and is_short:  # nothing of the line is there
        return {"xanchor": "left", "xshift": 8}
    if not comes_down:  # what comes from below leaves free what is above and to the left
        return {"xanchor": "right" if is_last or goes_up else "center", "yshift": 14}
    if goes_up or after is None or is_last:
        return {"xanchor": "right" if is_last else "center", "yshift": -14}
    return {"xanchor": "left", "yshift": 14}


def _end_label(height: float, text: str, colour: str, is_above: bool) -> dict[str, Any]:
    """In the margin; two labels lean away from each other, for their lines may be close."""
    return {
        "xref": "paper",
        "x": 1,
        "xanchor": "left",
        "xshift": 6,
        "align": "left",
        "y": height,
        "yanchor": "bottom" if is_above else "top",
        "showarrow": False,
        "text": text,
        "font": {"color": colour, "size": 12},
    }
