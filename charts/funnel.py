"""A funnel: the smaller a township, the further chance alone may carry it from the county."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from charts.area_figures import AreaFigure
from charts.funnel_spread import PER_HEAD, spread_curve
from charts.measure import Measure
from charts.palette import Tones, verdict_of
from charts.plane import axis, plane, safe, titled
from charts.ranking import figure_title
from charts.text import listed, plain_number, value_text, with_word
from data.language import language, say
from metrics.funnels import expected_limits, proportion_limits

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

LINES = (("lower998", "solid"), ("lower95", "dash"), ("upper95", "dash"), ("upper998", "solid"))
CURVE_POINTS = 80
Curve = dict[str, list[float]]
Ends = tuple[float, float]


def has_funnel(measure: Measure, county: float | None) -> bool:
    """Shares and rates per head have one, unless no case or every one counts; the spread of days differs."""
    if not county or not measure.is_compared:
        return False
    return measure.unit in PER_HEAD or (measure.unit == "percent" and county < 100)


def funnel(figures: Sequence[AreaFigure], measure: Measure, county: float, tones: Tones) -> Figure:
    """Townships by size (denominator; people for rates) and value, with limits around the county.

    `county` is the county's value in the indicator's unit. Limits: `metrics/funnels.py`; dotted ones where
    townships differ by more than chance: `metrics/overdispersion.py`.
    """
    import plotly.graph_objects as go

    shown = [figure for figure in figures if figure.value is not None and figure.denominator]
    curve = _curve(shown, measure, county)
    ends = _ends(shown, curve, measure)
    traces = [_line(curve, name, dash, tones, ends) for name, dash in LINES]
    spread = spread_curve(shown, curve["size"], measure, county)
    traces += [_line(spread, side, "dot", tones, ends) for side in spread if side.endswith("998")]
    traces += [_dots(shown, measure, tones, word) for word in ("similar", "better", "worse")]
    notes = [_county_label(county, measure, tones), *_names(shown, measure, tones)]
    layout = _layout(measure, county, tones, max(curve["size"]), ends)
    return go.Figure(data=traces, layout=layout | {"annotations": notes})


def _layout(measure: Measure, county: float, tones: Tones, widest: float, ends: Ends) -> dict[str, Any]:
    is_share = measure.unit == "percent"
    across = axis(tones, grid=False, range=[0, widest], tickformat=",d")
    return plane(
        tones,
        height=430,
        xaxis=titled(across, say("件数（分母）") if is_share else say("常住人口（人）")),
        yaxis=axis(tones, grid=True, range=list(ends), ticksuffix="%" if is_share else ""),
        shapes=[_county_line(county, tones)],
    )


def _size(figure: AreaFigure, measure: Measure) -> float:
    """Cases for a share; people (not person-months) for a rate per head."""
    months = max(1, figure.covered)
    return (figure.denominator or 0.0) / (1 if measure.unit == "percent" else months)


def _curve(figures: Sequence[AreaFigure], measure: Measure, county: float) -> Curve:
    sizes = [_size(figure, measure) for figure in figures]
    largest = 1.12 * max(sizes, default=1.0)
    if measure.unit == "percent":
        smallest = max(5.0, largest / 250)
        steps = [smallest * (largest / smallest) ** (i / (CURVE_POINTS - 1)) for i in range(CURVE_POINTS)]
        limits = proportion_limits(county / 100, steps)
        return {"size": steps} | {n: [100 * getattr(limit, n) for limit in limits] for n, _ in LINES}
    return _rate_curve(figures, measure, county, largest)


def _rate_curve(figures: Sequence[AreaFigure], measure: Measure, county: float, largest: float) -> Curve:
    """Rates: a count of x events lies on a limit where exactly L(x) or U(x) were expected."""
    months = max((figure.covered for figure in figures), default=12) or 12
    per_head = county / PER_HEAD[measure.unit] * months / 12  # events a person in the period
    steps = [largest * (i + 1) / CURVE_POINTS for i in range(CURVE_POINTS)]
    most = int(3 * per_head * largest) + 20
    limits = expected_limits(range(most))
    curve: Curve = {"size": steps}
    for name, expected_name in zip(
        ("upper95", "upper998", "lower95", "lower998"),
        ("lower95", "lower998", "upper95", "upper998"),
        strict=True,
    ):
        edge = [getattr(limit, expected_name) for limit in limits]
        curve[name] = [_events_at(edge, per_head * size) / size / per_head * county for size in steps]
    return curve


def _events_at(edge: Sequence[float], expected: float) -> float:
    """How many events lie on the limit where `expected` are expected: linear between whole counts."""
    for count in range(1, len(edge)):
        if edge[count] >= expected:
            below = edge[count - 1]
            return max(0.0, count - 1 + (expected - below) / (edge[count] - below))
    return float(len(edge) - 1)


def _ends(figures: Sequence[AreaFigure], curve: Curve, measure: Measure) -> Ends:
    """Bottom and top of the axis: townships and the limits of a small one; from 0 unless all are high."""
    found = [figure.value for figure in figures if figure.value is not None]
    small = CURVE_POINTS // 4
    low, high = min([*found, curve["lower998"][small]]), max([*found, curve["upper998"][small]])
    room = 0.12 * (high - low)
    top = min(high + room, 101.0) if measure.unit == "percent" else high + room
    return (0.0 if low < 0.4 * high else low - room, top)


def _line(curve: Curve, name: str, dash: str, tones: Tones, ends: Ends) -> dict[str, Any]:
    colour = tones.secondary if dash == "solid" else tones.mark
    bottom, top = ends[0] - (ends[1] - ends[0]), ends[1] + (ends[1] - ends[0])
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _rounded(curve["size"]),
        "y": _rounded([min(max(value, bottom), top) for value in curve[name]]),
        "line": {"color": colour, "width": 1, "dash": dash},
        "hoverinfo": "skip",
    }


def _rounded(values: Sequence[float]) -> list[float]:
    return [float(f"{value:.5g}") for value in values]


def _tone(figure: AreaFigure) -> str:
    word = "not compared" if figure.too_few else verdict_of(figure.verdict_class)
    return word if word in ("better", "worse") else "similar"


def _dots(figures: Sequence[AreaFigure], measure: Measure, tones: Tones, word: str) -> dict[str, Any]:
    colours = {"similar": tones.mark, "better": tones.better_text, "worse": tones.worse_text}
    shapes = {"similar": "circle", "better": "triangle-up", "worse": "triangle-down"}
    mine = [figure for figure in figures if _tone(figure) == word]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": _rounded([_size(figure, measure) for figure in mine]),
        "y": _rounded([figure.value or 0.0 for figure in mine]),
        "marker": {"color": colours[word], "symbol": shapes[word], "size": 9 if word == "similar" else 11},
        "text": [safe(figure_title(figure, measure)) for figure in mine],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _county_line(county: float, tones: Tones) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": county,
        "y1": county,
        "line": {"color": tones.ink, "width": 1.2},
    }


def _county_label(county: float, measure: Measure, tones: Tones) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "y": county,
        "yanchor": "bottom",
        "showarrow": False,
        "text": safe(say("全县 {value}", value=value_text(county, measure))),
        "font": {"color": tones.ink},
    }


def _names(figures: Sequence[AreaFigure], measure: Measure, tones: Tones) -> list[dict[str, Any]]:
    """Only those beyond 99.8 % are named, the furthest first, so that names do not cover each other."""
    beyond = [f for f in figures if not f.too_few and f.verdict_class.endswith("99_8")]
    beyond.sort(key=lambda figure: -abs((figure.value or 0.0) - (figure.county_value or 0.0)))
    colours = {"better": tones.better_text, "worse": tones.worse_text}
    return [
        {
            "x": _size(f, measure),
            "y": f.value,
            "text": safe(f.name),
            "showarrow": False,
            "xanchor": "left",
            "xshift": 8,
            "font": {"color": colours.get(_tone(f), tones.secondary)},
        }
        for f in beyond[:6]
    ]


def example_sentence(figures: Sequence[AreaFigure], measure: Measure, county: float) -> str:
    """Plain words with two townships of this very chart: one that looks extreme and is not, one that is."""
    # one of too few cases may lie anywhere, and one level with the county does not look like anything
    inside = [f for f in figures if f.verdict_class == "similar" and f.denominator and f.value != county]
    smaller_half = sorted(inside, key=lambda figure: figure.denominator or 0.0)[: (len(inside) + 1) // 2]
    outside = [f for f in figures if _tone(f) != "similar" and f.verdict_class.endswith("99_8")]
    sentences = []
    if smaller_half:
        far = _furthest(smaller_half, county)
        looks = say("看起来高") if (far.value or 0.0) > county else say("看起来低")
        words = _named(far, measure) | {"looks": looks}
        sentences.append(say("{name} {value}{looks}，但只有 {counts}，落在漏斗内，属正常波动。", **words))

    if outside:
        far = _furthest(outside, county)
        sentences.append(
            say("{name} {value}（{counts}）在99.8%界限之外，值得找原因。", **_named(far, measure))
        )
    return (" " if language() == "en" else "").join(sentences)


def _furthest(figures: Sequence[AreaFigure], county: float) -> AreaFigure:
    return max(figures, key=lambda figure: abs((figure.value or 0.0) - county))


def _named(figure: AreaFigure, measure: Measure) -> dict[str, str]:
    value, counts = value_text(figure.value, measure), _counts(figure, measure)
    return {"name": figure.name, "value": value, "counts": counts}


def _counts(figure: AreaFigure, measure: Measure) -> str:
    numerator = plain_number(figure.numerator or 0.0, 0)
    if measure.unit == "percent":
        return f"{numerator}/{plain_number(figure.denominator or 0.0, 0)}"
    return with_word(numerator, measure.counted or say("件"))


def funnel_sentence(figures: Sequence[AreaFigure], measure: Measure) -> str:
    """The finding of the funnel, for a reader who cannot see it."""
    beyond = [
        figure.name
        for figure in figures
        if _tone(figure) != "similar" and figure.verdict_class.endswith("99_8")
    ]
    if not beyond:
        return say("{name}：没有乡镇在99.8%界限之外。", name=measure.name)
    return say("{name}：{names}在99.8%界限之外。", name=measure.name, names=listed(beyond))
