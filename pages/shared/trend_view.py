"""The trend of one indicator in one area: its control chart, or its season, and what they say in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st
from plotly.graph_objects import Figure

from charts.boxes import chart_head, how_to_read
from charts.markup import join, tag
from charts.palette import Tones
from charts.past_words import (
    annual_words,
    month_of_no,
    monthly_points,
    season_example,
    season_words,
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
    signals_sentence,
)
from charts.trend import trend, trend_sentence
from data.language import say
from metrics.mart_reader import Mart
from metrics.seasons import ExpectedRange, expected_ranges
from metrics.signal_queries import SignalPoint
from pages.shared.figures import COUNTY, figures, measures, townships
from pages.shared.filters import choose
from pages.shared.look import tones
from pages.shared.plot import prepared_figure, show_figure
from pages.shared.signal_reads import chart_settings, signal_points

if TYPE_CHECKING:
    from pages.shared.indicator_views import Screen

LIMITS, SEASON = "limits", "season"


def show_trend(screen: Screen) -> None:
    """The choices, the chart, and under it the signals, the rules and how to read it."""
    areas = {COUNTY: say("全县")} | townships(screen.mart)
    with st.container(horizontal=True, key="trend-choosers", vertical_alignment="center"):
        area = choose("area", say("地区"), areas, default=COUNTY, width=140)
        points = signal_points(screen.mart, screen.measure.id, area)
        grain = _choose_grain(points)
        against = _choose_against() if grain == "month" else LIMITS
    control = points if grain == "month" and against == LIMITS else ()
    st.html(chart_head(f"{areas[area]} · {screen.measure.name}", _note(screen, area, control, against)))
    draw_trend(screen, area, grain, against)
    if grain != "month":
        st.html(_words(screen, area, grain, reason_text(points, chart_settings(screen.mart))))
    elif against == SEASON:
        _show_season(screen, area)
    else:
        _show_signals(screen, area, points)


def _choose_grain(points: Sequence[SignalPoint]) -> str:
    grains = {"month": say("月"), "quarter": say("季度"), "rolling12": say("近12个月")}
    # too few cases a month: a line of twelve months is the first thing to look at
    default = "rolling12" if points and points[-1].reason == "few_cases" else "month"
    return choose("grain", say("每点"), grains, default=default, style="tabs")


def _choose_against() -> str:
    options = {LIMITS: say("控制图"), SEASON: say("与往年同月比")}
    return choose("against", say("参照"), options, default=LIMITS, width=150)


def _note(screen: Screen, area: str, control: Sequence[SignalPoint], against: str) -> str:
    measure = screen.measure
    if against == SEASON:
        parts = [say("灰带为往年同月推算的正常范围")]
    elif any(point.lower_limit is not None for point in control):
        parts = [marks_words(measure), say("断开处没有报送，空心点还会变动")]
    else:
        parts = [say("带状为95%置信区间，断开处没有报送，空心点还会变动")]
    if measure.is_judged:
        parts.append(say("蓝色虚线为目标"))
    if area != COUNTY and measure.is_compared and against != SEASON:
        parts.append(say("灰线为全县"))
    return say("；").join(parts)


def draw_trend(screen: Screen, area: str, grain: str, against: str = LIMITS) -> None:
    """The chart alone."""
    chosen = screen.filters.period if screen.filters.period_type == grain else ""
    figure = _trend(screen.mart, screen.measure.id, area, grain, chosen, against, tones())
    series = figures(screen.mart, indicator=screen.measure.id, area=area, period_type=grain)
    show_figure(figure, key="trend", alt=trend_sentence(series, screen.measure, grain))


@prepared_figure
def _trend(
    mart: Mart, indicator: str, area: str, grain: str, chosen: str, against: str, colours: Tones
) -> Figure:
    measure = measures(mart)[indicator]
    series = figures(mart, indicator=indicator, area=area, period_type=grain)
    # a county's total says nothing about one township's; a season is the area's own
    beside = area != COUNTY and measure.is_compared and against != SEASON
    is_charted = grain == "month" and against == LIMITS
    places = {figure.period: place for place, figure in enumerate(series)}
    ranges = _ranges(mart, indicator, area) if against == SEASON else []
    return trend(
        series,
        measure,
        grain,
        colours,
        county=figures(mart, indicator=indicator, area=COUNTY, period_type=grain) if beside else (),
        chosen=chosen,
        control=signal_points(mart, indicator, area) if is_charted else (),
        season=[(places[month_of_no(each.month_no)], each) for each in ranges],
    )


def _ranges(mart: Mart, indicator: str, area: str) -> list[ExpectedRange]:
    series = figures(mart, indicator=indicator, area=area, period_type="month")
    return expected_ranges(monthly_points(series), measures(mart)[indicator].unit)


def _show_signals(screen: Screen, area: str, points: Sequence[SignalPoint]) -> None:
    settings = chart_settings(screen.mart)
    is_charted = bool(points) and points[-1].reason is None
    head = [icons_html(points), signals_sentence(points)] if is_charted else []
    said = " ".join(filter(None, (reason_text(points, settings), rebases_text(points))))
    rules = tag("p", rules_text(settings), class_="note") if is_charted else ""
    st.html(tag("div", *head, _words(screen, area, "month", said), rules, class_="chart-words"))
    st.html(how_to_read(control_example(points, screen.measure)))


def _show_season(screen: Screen, area: str) -> None:
    ranges = _ranges(screen.mart, screen.measure.id, area)
    st.html(_words(screen, area, "month", season_words(ranges, screen.measure)))
    st.html(how_to_read(season_example(ranges, screen.measure)))


def _words(screen: Screen, area: str, grain: str, first: str) -> str:
    """A paragraph: what was just drawn, its trend, and how far the last period is from the target."""
    measure = screen.measure
    series = figures(screen.mart, indicator=measure.id, area=area, period_type="month")
    years = figures(screen.mart, indicator=measure.id, area=area, period_type="year")
    shown = figures(screen.mart, indicator=measure.id, area=area, period_type=grain)
    trends = () if measure.is_stock else (trend_words(series, measure), annual_words(years, measure))
    known = [figure for figure in shown if figure.value is not None]
    target = target_words(known[-1], measure) if known else ""
    said = [text for text in (first, *trends, target) if text]
    return tag("p", join(said, " "), class_="chart-words") if said else ""
