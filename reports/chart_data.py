"""The charts of the papers as data: categories, series, limits and the sentence that says what they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from charts.area_figures import AreaFigure
from charts.index_words import kind_words
from charts.measure import Measure
from charts.past_words import month_no, month_of_no
from charts.sentences import ranking_sentence
from charts.signal_runs import months_of_signal
from charts.signal_words import TONES, episodes
from charts.text import divisor, month_of, number_text, period_text, unit_text, value_text
from data.language import language, say
from metrics.index.results import AreaIndex, PeriodIndex
from metrics.signal_queries import SignalPoint
from reports.story import Chart, Series

MOST_MONTHS = 36
MOST_BARS = 30
Placed = tuple[str, SignalPoint | None]  # a month and its point


def number_format(measure: Measure) -> str:
    """As spreadsheets write it: 5.1%, 3,276. Values stay in the indicator's unit, so % is a text.

    No format cuts digits off: where the pages do, two more are shown, 98.98% for their 98%.
    """
    places = measure.decimals + 2 * measure.truncate
    decimals = "." + "0" * places if places else ""
    percent = '"%"' if measure.unit == "percent" else ""
    return f"#,##0{decimals}{percent}"


def cell_format(value: float | None, measure: Measure) -> str:
    """The format of one number of a spreadsheet: a share that is not whole reads '<0.1%', as on the pages.

    So does one whose decimals are cut off.
    """
    shown = number_text(value, measure)
    if value and value > 0 and (measure.truncate or shown[:1] in "<>"):
        return f'"{shown}%"' if measure.unit == "percent" else f'"{shown}"'
    return number_format(measure)


def control_chart(points: Sequence[SignalPoint], measure: Measure, targets: Mapping[str, float]) -> Chart:
    """The county's months with mean, limits and target; `points` oldest first, at least one.

    targets: month → what held in it, in the indicator's unit; a total of a whole year is no month's.

    A month without a figure between two that have one keeps its place, so that no line leads over it.
    """
    placed = _in_their_places(points)
    shown = [point for _, point in placed if point is not None]
    scale = divisor(measure)
    lines = [Series(say("全县"), _scaled(placed, "value", scale), "value", _tones(placed))]
    for role, name in (("mean", say("均值")), ("upper", say("控制界限")), ("lower", say("控制界限"))):
        values = _limits(placed, role, measure)
        if any(value is not None for value in values):
            lines.append(Series(name, values, role))
    aims = tuple(None if (aim := targets.get(month)) is None else aim / scale for month, _ in placed)
    if any(aim is not None for aim in aims) and measure.is_judged:
        lines.append(Series(say("目标"), aims, "target"))
    says = _what_it_shows(shown, measure)
    months = tuple(month for month, _ in placed)
    unit, caption, names = unit_text(measure), _caption(shown), tuple(map(short_month, months))
    return Chart("line", names, tuple(lines), number_format(measure), says, unit, caption, months)


def _in_their_places(points: Sequence[SignalPoint]) -> list[Placed]:
    """The newest months, each with its point; None where one is missing. A survey has a month in six."""
    numbers = [month_no(point.month) for point in points]
    usual = _usual_step(numbers)
    placed: list[Placed] = []
    for point, number in zip(points, numbers, strict=True):
        before = month_no(placed[-1][0]) if placed else number
        placed += [(month_of_no(each), None) for each in range(before + usual, number, usual)]
        placed.append((point.month, point))
    newest = placed[-MOST_MONTHS:]
    first = next(place for place, (_, point) in enumerate(newest) if point is not None)
    return newest[first:]


def _usual_step(numbers: Sequence[int]) -> int:
    """Months from one figure to the next, mostly."""
    return (
        Counter(later - earlier for earlier, later in pairwise(numbers)).most_common(1)[0][0]
        if len(numbers) > 1
        else 1
    )


def short_month(month: str) -> str:
    """2025-07 → 25年7月, Jul 25."""
    day = month_of(month)
    if language() == "en":
        return f"{period_text('month', month)[:3]} {day:%y}"
    return say("{year}年{month}月", year=f"{day:%y}", month=day.month)


def _scaled(placed: Sequence[Placed], name: str, scale: float) -> tuple[float | None, ...]:
    values = (None if point is None else getattr(point, name) for _, point in placed)
    return tuple(None if value is None else value / scale for value in values)


def _limits(placed: Sequence[Placed], role: str, measure: Measure) -> tuple[float | None, ...]:
    """Limits where the series may be judged; a share ends at 0 and 100, everything else at 0."""
    column = "mean" if role == "mean" else f"{role}_limit"
    found: list[float | None] = []
    for value, (_, point) in zip(_scaled(placed, column, divisor(measure)), placed, strict=True):
        if value is None or point is None or point.reason:
            found.append(None)
        else:
            found.append(min(max(value, 0.0), 100.0) if measure.unit == "percent" else max(value, 0.0))
    return tuple(found)


def _tones(placed: Sequence[Placed]) -> tuple[str, ...]:
    """Only a point that bears a signal is coloured."""
    return tuple(
        TONES.get(point.point_type or "", "plain") if point is not None and point.rule else "plain"
        for _, point in placed
    )


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
    if not points or not points[-1].rule:
        return ""
    newest = points[-1]
    return say("最近{n}个月{signal}", n=months_of_signal(points), signal=episodes([newest])[0].words)


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
