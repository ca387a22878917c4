"""The trend of one indicator in one area: its control chart, or its season, and what they say in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from charts.area_figures import AreaFigure
from charts.boxes import chart_head, how_to_read
from charts.event_marks import EventMark, events_html, events_said, marked
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import VARIABLES
from charts.past_words import (
    annual_words,
    few_for_season,
    month_of_no,
    monthly_points,
    monthly_shares,
    season_example,
    season_words,
    size_example,
    size_words,
    target_words,
    trend_words,
)
from charts.signal_words import (
    control_example,
    icons_html,
    marks_words,
    reason_text,
    rebases_text,
    rules_text,
    settings_text,
    signals_sentence,
)
from charts.text import begun
from charts.trend import has_band, trend, trend_sentence
from data.language import say
from metrics.mart_reader import Mart
from metrics.seasons import ExpectedRange, expected_ranges
from metrics.share_charts import share_ranges
from metrics.signal_queries import SignalPoint
from metrics.signals import settings_from_text
from pages.shared.address import href
from pages.shared.event_reads import event_marks, events_problem
from pages.shared.figures import COUNTY, measures, series_of, townships
from pages.shared.filters import choose
from pages.shared.plot import prepared_drawing
from pages.shared.signal_reads import chart_settings, series_trend, signal_points
from pages.shared.view import gathered, show_html

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from pages.shared.indicator_views import Screen

Marks = tuple[EventMark, ...]
LIMITS, SEASON, SIZE = "limits", "season", "size"


def show_trend(screen: Screen) -> None:
    """The choices, the chart, and under it the signals, the rules and how to read it."""
    areas = {COUNTY: say("全县")} | townships(screen.mart)
    with gathered() as controls:
        area = choose("area", say("地区"), areas, default=COUNTY)
        points = signal_points(screen.mart, screen.measure.id, area)
        grain = _choose_grain(points)
        against = _choose_against(screen.measure) if grain == "month" else LIMITS
    show_html(tag("div", *controls, class_="choosers plain"))
    control = points if grain == "month" and against == LIMITS else ()
    series = series_of(screen.mart, screen.measure.id, area, grain)
    note = _note(screen, area, control, against, series)
    show_html(chart_head(f"{areas[area]} · {screen.measure.name}", note))
    draw_trend(screen, area, grain, against)
    if grain != "month":
        show_html(_words(screen, area, grain, reason_text(points, chart_settings(screen.mart))))
    elif against in (SEASON, SIZE):
        _show_ranges(screen, area, against)
    else:
        _show_signals(screen, area, points, series)


def _choose_grain(points: Sequence[SignalPoint]) -> str:
    grains = {"month": say("月"), "quarter": say("季度"), "rolling12": say("近12个月")}
    # too few cases a month: a line of twelve months is the first thing to look at
    default = "rolling12" if _has_few_cases(points) else "month"
    return choose("grain", say("每点"), grains, default=default, style="tabs")


def _choose_against(measure: Measure) -> str:
    options = {LIMITS: say("控制图"), SEASON: say("与往年同月比")}
    if measure.unit == "percent":
        options[SIZE] = say("按件数多少（p′）")
    return choose("against", say("参照"), options, default=LIMITS)


def lines_words(
    measure: Measure, control: Sequence[SignalPoint], series: Sequence[AreaFigure]
) -> tuple[str, ...]:
    """What stands around the line: limits where it is a control chart, else the band, where it has one."""
    if any(point.lower_limit is not None for point in control):
        return (marks_words(measure),)
    return (say("带状为95%置信区间"),) if has_band(series) else ()


def _note(
    screen: Screen, area: str, control: Sequence[SignalPoint], against: str, series: Sequence[AreaFigure]
) -> str:
    measure = screen.measure
    if against == SEASON:
        parts = [say("灰带为往年同月推算的正常范围")]
    elif against == SIZE:
        parts = [say("灰带为按当月件数推算的正常范围，件数越少越宽")]
    else:
        parts = [*lines_words(measure, control, series), say("断开处没有报送，空心点还会变动")]
    if measure.is_judged and any(figure.target is not None for figure in series):
        parts.append(say("蓝色虚线为目标"))
    if area != COUNTY and measure.is_compared and against == LIMITS:
        parts.append(say("灰线为全县"))
    return begun(say("；").join(parts))


def draw_trend(screen: Screen, area: str, grain: str, against: str = LIMITS) -> None:
    """The chart alone."""
    chosen = screen.filters.period if screen.filters.period_type == grain else ""
    series = series_of(screen.mart, screen.measure.id, area, grain)
    marks = event_marks(screen.mart, screen.measure.id, area, grain, tuple(each.period for each in series))
    show_html(_trend(screen.mart, screen.measure.id, area, grain, chosen, against, marks))
    show_html(join([events_html(marks), events_problem(screen.mart)]))


@prepared_drawing
def _trend(
    mart: Mart, indicator: str, area: str, grain: str, chosen: str, against: str, marks: Marks
) -> tuple[Figure, str]:
    measure = measures(mart)[indicator]
    series = series_of(mart, indicator, area, grain)
    # a county's total says nothing about one township's; a season is the area's own
    beside = area != COUNTY and measure.is_compared and against == LIMITS
    is_charted = grain == "month" and against == LIMITS
    places = {figure.period: place for place, figure in enumerate(series)}
    ranges = _ranges(mart, indicator, area, against)
    drawn = trend(
        series,
        measure,
        grain,
        VARIABLES,
        county=series_of(mart, indicator, COUNTY, grain) if beside else (),
        chosen=chosen,
        control=signal_points(mart, indicator, area) if is_charted else (),
        season=[(places[month_of_no(each.month_no)], each) for each in ranges],
    )
    said = join([trend_sentence(series, measure, grain), *events_said(marks)], " ")
    return marked(drawn, marks, VARIABLES), said


def _ranges(mart: Mart, indicator: str, area: str, against: str) -> list[ExpectedRange]:
    if against == LIMITS:
        return []
    series = series_of(mart, indicator, area, "month")
    if against == SIZE:
        return share_ranges(monthly_shares(series), settings_from_text(chart_settings(mart)))
    if _has_few_cases(signal_points(mart, indicator, area)):
        return []
    unit = measures(mart)[indicator].unit
    return expected_ranges(monthly_points(series, unit), unit)


def _has_few_cases(points: Sequence[SignalPoint]) -> bool:
    """Of one case a month, a month is nothing like the same months before in one of nine, by chance alone."""
    return bool(points) and points[-1].reason == "few_cases"


def _show_signals(
    screen: Screen, area: str, points: Sequence[SignalPoint], series: Sequence[AreaFigure]
) -> None:
    settings = chart_settings(screen.mart)
    is_charted = bool(points) and points[-1].reason is None
    head = [icons_html(points), signals_sentence(points)] if is_charted else []
    said = " ".join(filter(None, (reason_text(points, settings), rebases_text(points))))
    kept = tag("code", settings_text(settings), translate="no")
    picture = link(href("papers", indicator=screen.measure.id), say("存成图片"))
    rules = tag("p", rules_text(settings), " ", kept, " ", picture, class_="note") if is_charted else ""
    show_html(tag("div", *head, _words(screen, area, "month", said), rules, class_="chart-words"))
    if is_charted:
        show_html(how_to_read(control_example(points, screen.measure)))
    elif has_band(series):
        show_html(how_to_read(say("灰带越宽，说明件数越少，高低起伏越可能只是偶然。")))


def _show_ranges(screen: Screen, area: str, against: str) -> None:
    words, example = (season_words, season_example) if against == SEASON else (size_words, size_example)
    ranges = _ranges(screen.mart, screen.measure.id, area, against)
    said = words(ranges, screen.measure)
    if against == SEASON and _has_few_cases(signal_points(screen.mart, screen.measure.id, area)):
        said = few_for_season(chart_settings(screen.mart))
    show_html(_words(screen, area, "month", said))
    show_html(how_to_read(example(ranges, screen.measure)))


def _words(screen: Screen, area: str, grain: str, first: str) -> Html:
    """A paragraph: what was just drawn, its trend, and how far the last period is from the target."""
    measure = screen.measure
    shown = series_of(screen.mart, measure.id, area, grain)
    found = series_trend(screen.mart, measure.id, area)
    trends = (trend_words(found, measure), annual_words(found)) if found else ()
    known = [figure for figure in shown if figure.value is not None]
    target = target_words(known[-1], measure) if known else ""
    said = [text for text in (first, *trends, target) if text]
    return tag("p", join(said, " "), class_="chart-words") if said else Html("")
