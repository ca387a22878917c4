"""The charts of the papers as data: categories, series, limits and the sentence that says what they show."""

from __future__ import annotations

from collections.abc import Sequence

from charts.area_figures import AreaFigure
from charts.index_words import kind_words
from charts.measure import Measure
from charts.sentences import ranking_sentence
from charts.signal_words import TONES, episodes
from charts.text import month_of, number_text, period_text, unit_text, value_text
from charts.trend_axes import divisor
from data.language import language, say
from metrics.index.results import AreaIndex, PeriodIndex
from metrics.signal_queries import SignalPoint
from reports.story import Chart, Series

MOST_MONTHS = 36
MOST_BARS = 30


def number_format(measure: Measure) -> str:
    """As spreadsheets write it: 5.1%, 3,276. Values stay in the indicator's unit, so % is a text."""
    decimals = "." + "0" * measure.decimals if measure.decimals else ""
    percent = '"%"' if measure.unit == "percent" else ""
    return f"#,##0{decimals}{percent}"


def cell_format(value: float | None, measure: Measure) -> str:
    """The format of one number of a spreadsheet: a share that is not whole reads '<0.1%', as on the pages."""
    shown = number_text(value, measure)
    return f'"{shown}%"' if shown[:1] in "<>" else number_format(measure)


def control_chart(points: Sequence[SignalPoint], measure: Measure, target: float | None) -> Chart:
    """The county's months with mean, limits and target; `points` oldest first, at least one."""
    shown = points[-MOST_MONTHS:]
    scale = divisor(measure)
    lines = [Series(say("全县"), _scaled(shown, "value", scale), "value", _tones(shown))]
    for role, name in (("mean", say("均值")), ("upper", say("控制界限")), ("lower", say("控制界限"))):
        values = _limits(shown, role, measure)
        if any(value is not None for value in values):
            lines.append(Series(name, values, role))
    if target is not None and measure.is_judged:
        lines.append(Series(say("目标"), (target / scale,) * len(shown), "target"))
    says = _what_it_shows(shown, measure)
    categories = tuple(short_month(point.month) for point in shown)
    unit, caption, months = unit_text(measure), _caption(shown), tuple(point.month for point in shown)
    return Chart("line", categories, tuple(lines), number_format(measure), says, unit, caption, months)


def short_month(month: str) -> str:
    """2025-07 → 25年7月, Jul 25."""
    day = month_of(month)
    if language() == "en":
        return f"{period_text('month', month)[:3]} {day:%y}"
    return say("{year}年{month}月", year=f"{day:%y}", month=day.month)


def _scaled(points: Sequence[SignalPoint], name: str, scale: float) -> tuple[float | None, ...]:
    values = (getattr(point, name) for point in points)
    return tuple(None if value is None else value / scale for value in values)


def _limits(points: Sequence[SignalPoint], role: str, measure: Measure) -> tuple[float | None, ...]:
    """Limits where the series may be judged; a share ends at 0 and 100, everything else at 0."""
    column = "mean" if role == "mean" else f"{role}_limit"
    found: list[float | None] = []
    for value, point in zip(_scaled(points, column, divisor(measure)), points, strict=True):
        if value is None or point.reason:
            found.append(None)
        else:
            found.append(min(max(value, 0.0), 100.0) if measure.unit == "percent" else max(value, 0.0))
    return tuple(found)


def _tones(points: Sequence[SignalPoint]) -> tuple[str, ...]:
    """Only a point that bears a signal is coloured."""
    return tuple(TONES.get(point.point_type or "", "plain") if point.rule else "plain" for point in points)


def _what_it_shows(points: Sequence[SignalPoint], measure: Measure) -> str:
    newest = points[-1]
    words = say(
        "{name}：{month}{value}",
        name=measure.name,
        month=period_text("month", newest.month),
        value=value_text(newest.value, measure),
    )
    signal = signal_sentence(points)
    return words + say("，") + (signal or say("{n}个月的走势", n=len(points)))


def signal_sentence(points: Sequence[SignalPoint]) -> str:
    """'近4个月持续偏低' where the newest point bears a signal."""
    found = episodes(points)
    if not found or not points[-1].rule:
        return ""
    return say("最近{n}个月{signal}", n=len(found[-1].points), signal=found[-1].words)


def _caption(points: Sequence[SignalPoint]) -> str:
    if any(point.upper_limit is not None and not point.reason for point in points):
        return say("逐月控制图：虚线之间为正常波动，着色的大点为信号")
    return say("逐月走势：点数或件数不足，不画控制界限")


def ranking_chart(figures: Sequence[AreaFigure], measure: Measure, chosen: str = "") -> Chart:
    """Townships by value with 95 % intervals, the county beside them; `chosen` stands out."""
    known = sorted((f for f in figures if f.value is not None), key=lambda f: f.value or 0.0, reverse=True)
    shown = _around(known, chosen)
    dots = Series(
        say("各乡镇"),
        tuple(f.value for f in shown),
        tones=tuple("chosen" if f.area == chosen else "plain" for f in shown),
        lower=tuple(f.lower95 for f in shown),
        upper=tuple(f.upper95 for f in shown),
    )
    county = next((f.county_value for f in shown if f.county_value is not None), None)
    lines = () if county is None else (Series(say("全县"), (county,) * len(shown), "mean"),)
    names = tuple(f.name for f in shown)
    left_out = say("，只画相邻的{n}个乡镇", n=len(shown)) if len(shown) < len(known) else ""
    caption = say("竖线为95%区间，横线为全县") + left_out
    says = ranking_sentence(known, measure)
    return Chart("dots", names, (dots, *lines), number_format(measure), says, unit_text(measure), caption)


def _around(known: Sequence[AreaFigure], chosen: str) -> Sequence[AreaFigure]:
    """At most so many as can be read, with the chosen one among them."""
    place = next((number for number, figure in enumerate(known) if figure.area == chosen), 0)
    start = min(max(place - MOST_BARS // 2, 0), max(len(known) - MOST_BARS, 0))
    return known[start : start + MOST_BARS]


def scores_chart(found: PeriodIndex, says: str) -> Chart:
    """The index of every township, kind by kind, the best first inside a kind: kinds are not compared."""
    areas = [area for kind in found.kinds for area in found.of_kind(kind) if area.score is not None]
    shown = areas[:MOST_BARS]
    series = tuple(_scores_of(kind, shown) for kind in found.kinds if any(a.kind == kind for a in shown))
    left_out = say("，另有{n}个乡镇见工作簿", n=len(areas) - len(shown)) if len(areas) > len(shown) else ""
    caption = say("各类分别排列，竖线为95%区间") + left_out
    return Chart("dots", tuple(area.name for area in shown), series, "0.0", says, say("分"), caption)


def _scores_of(kind: str, areas: Sequence[AreaIndex]) -> Series:
    def of(value: float | None, area: AreaIndex) -> float | None:
        return value if area.kind == kind else None

    tones = {"well": "better", "support": "worse"}
    return Series(
        kind_words(kind),
        tuple(of(area.score, area) for area in areas),
        tones=tuple(tones.get(area.listed, "plain") for area in areas),
        lower=tuple(of(area.score_low, area) for area in areas),
        upper=tuple(of(area.score_high, area) for area in areas),
    )
