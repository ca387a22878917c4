"""One figure over time: the line, its 95 % band, the target, the county beside a township, and the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from charts.area_figures import AreaFigure
from charts.control_labels import control_labels
from charts.control_lines import control_traces, line_ends, season_traces
from charts.measure import Measure
from charts.palette import Tones
from charts.plane import plane, safe
from charts.text import bracketed, counts_text, divisor, period_text, value_text
from charts.trend_axes import LABEL_WIDTH, labels, period_axis, value_axis
from data.language import say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from metrics.seasons import ExpectedRange
    from metrics.signal_queries import SignalPoint


def trend(
    series: Sequence[AreaFigure],
    measure: Measure,
    period_type: str,
    tones: Tones,
    *,
    county: Sequence[AreaFigure] = (),
    chosen: str = "",
    control: Sequence[SignalPoint] = (),
    season: Sequence[tuple[int, ExpectedRange]] = (),
) -> Figure:
    """`series`: one area's periods in time order; a missing one has value None and leaves a gap.

    `county` is drawn thin beside it; `chosen`: the period of the page; a neutral figure has no target line;
    `control` (the chart of these months) or `season` (place and range) stands instead of the 95 % band.
    """
    from plotly.graph_objects import Figure

    periods, ends = [figure.period for figure in series], line_ends(control, season, measure)
    traces = season_traces(season, measure, tones) if ends else _band(series, tones)
    traces += _lines(series, county, periods, measure, period_type, tones)
    traces += control_traces(control, periods, measure, tones)
    layout = _layout(series, county, measure, period_type, tones, chosen, ends)
    _add_names(layout, control_labels(control, periods, measure, tones, layout["yaxis"]["range"]))
    return Figure(data=traces, layout=layout)


def _add_names(layout: dict[str, Any], names: list[dict[str, Any]]) -> None:
    """A signal's name goes further down where the value of its period stands below the point, too."""
    values = [label for label in layout["annotations"] if label.get("xref") != "paper"]
    taken = {label["x"] for label in values if (label.get("yshift") or 0) < 0}
    for label in names:
        is_under = label["x"] in taken and label.get("yshift", 0) < 0
        layout["annotations"].append(label | {"yshift": 2 * label["yshift"]} if is_under else label)


def _lines(
    series: Sequence[AreaFigure],
    county: Sequence[AreaFigure],
    periods: Sequence[str],
    measure: Measure,
    period_type: str,
    tones: Tones,
) -> list[dict[str, Any]]:
    beside = [_county_line(county, periods, measure, tones)] if county else []
    target = [_target_line(series, measure, tones)] if measure.is_judged else []
    return [*beside, _line(series, measure, period_type, tones), *target]


def _layout(
    series: Sequence[AreaFigure],
    county: Sequence[AreaFigure],
    measure: Measure,
    period_type: str,
    tones: Tones,
    chosen: str,
    ends: Sequence[float],
) -> dict[str, Any]:
    up = value_axis(series, county, measure, tones, ends)
    layout = plane(
        tones,
        height=420,
        hovermode="x",
        xaxis=period_axis([figure.period for figure in series], period_type, tones),
        yaxis=up,
        annotations=labels(series, county, measure, tones, chosen, up["range"]),
    )
    layout["margin"] |= {"t": 20, "r": LABEL_WIDTH}
    return layout


def _places(count: int) -> list[int]:
    return list(range(count))


def _values(series: Sequence[AreaFigure], name: str, divisor: float = 1.0) -> list[float | None]:
    found = [getattr(figure, name) for figure in series]
    return [None if value is None else float(f"{value / divisor:.6g}") for value in found]


def _line(series: Sequence[AreaFigure], measure: Measure, period_type: str, tones: Tones) -> dict[str, Any]:
    hollow = [tones.ground if figure.provisional else tones.accent for figure in series]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": _places(len(series)),
        "y": _values(series, "value", divisor(measure)),
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": tones.accent, "width": 2},
        "marker": {"size": 6, "color": hollow, "line": {"color": tones.accent, "width": 1.5}},
        "text": [_hover(figure, measure, period_type) for figure in series],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _hover(figure: AreaFigure, measure: Measure, period_type: str) -> str:
    counts = counts_text(figure.numerator, figure.denominator, measure)
    value = value_text(figure.value, measure) + bracketed(counts)
    lines = [period_text(period_type, figure.period), f"<b>{safe(value)}</b>"]
    if not figure.complete and figure.expected:
        lines.append(
            say("{covered}/{expected} 个乡镇月已报送", covered=figure.covered, expected=figure.expected)
        )
    if figure.provisional:
        lines.append(say("暂定：还会变动"))
    return "<br>".join(lines)


def _band(series: Sequence[AreaFigure], tones: Tones) -> list[dict[str, Any]]:
    """The interval as one closed shape for each unbroken run of periods."""
    return [_band_of(series, run, tones) for run in _band_runs(series)]


def has_band(series: Sequence[AreaFigure]) -> bool:
    """Whether there are two periods side by side that have an interval: sums of money have none."""
    return bool(_band_runs(series))


def _band_runs(series: Sequence[AreaFigure]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for place, figure in enumerate(series):
        if figure.lower95 is None or figure.upper95 is None or figure.value is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if len(run) > 1]


def _band_of(series: Sequence[AreaFigure], run: Sequence[int], tones: Tones) -> dict[str, Any]:
    upper = [series[i].upper95 for i in run]
    lower = [series[i].lower95 for i in reversed(run)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*run, *reversed(run)],
        "y": [float(f"{value:.6g}") for value in [*upper, *lower] if value is not None],
        "fill": "toself",
        "fillcolor": tones.band,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _county_line(
    county: Sequence[AreaFigure], periods: Sequence[str], measure: Measure, tones: Tones
) -> dict[str, Any]:
    by_period = {figure.period: figure for figure in county}
    matched = [by_period.get(period) for period in periods]
    texts = [say("全县 {value}", value=value_text(f.value if f else None, measure)) for f in matched]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _places(len(periods)),
        "connectgaps": False,
        "y": [None if f is None or f.value is None else f.value / divisor(measure) for f in matched],
        "line": {"color": tones.mark, "width": 1.5},
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _target_line(series: Sequence[AreaFigure], measure: Measure, tones: Tones) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _places(len(series)),
        "y": _values(series, "target", divisor(measure)),
        "line": {"color": tones.accent, "width": 1.2, "dash": "dash", "shape": "hvh"},
        "hoverinfo": "skip",
    }


def trend_sentence(series: Sequence[AreaFigure], measure: Measure, period_type: str) -> str:
    """What the line says, for a reader who cannot see it."""
    known = [figure for figure in series if figure.value is not None]
    if not known:
        return say("{name}：没有数据。", name=measure.name)
    lowest = min(known, key=lambda figure: figure.value or 0.0)
    highest = max(known, key=lambda figure: figure.value or 0.0)
    return say(
        "{name}：{last}为{value}；期间最低{low}（{low_when}），最高{high}（{high_when}）。",
        name=measure.name,
        last=period_text(period_type, known[-1].period),
        value=value_text(known[-1].value, measure),
        low=value_text(lowest.value, measure),
        low_when=period_text(period_type, lowest.period),
        high=value_text(highest.value, measure),
        high_when=period_text(period_type, highest.period),
    )
