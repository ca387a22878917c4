"""各乡镇走势: the trend of one indicator in every township, on one page and one scale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from charts.area_figures import AreaFigure
from charts.boxes import chart_head, how_to_read
from charts.markup import Html, join, tag
from charts.measure import Measure
from charts.small_trends import SmallTrend, by_signal, small_trends
from charts.text import period_text
from data.language import say
from metrics.mart_reader import Mart
from metrics.signal_queries import SignalPoint
from pages.shared.address import href_here
from pages.shared.figures import COUNTY, figures, measures, series_of, township_figures
from pages.shared.filters import choose
from pages.shared.kept import kept_by_mart
from pages.shared.prepared import prepared_html
from pages.shared.view import show_html

if TYPE_CHECKING:
    from pages.shared.indicator_views import Screen

PERIODS_SHOWN = {"month": 36, "quarter": 16, "rolling12": 36}


def show_small_trends(screen: Screen) -> None:
    """The choice of period, and a panel for every township of the chosen kind."""
    charts = _charts(screen.mart, screen.measure.id)
    grains = {"month": say("月"), "quarter": say("季度"), "rolling12": say("近12个月")}
    # where a month of most townships is too few to chart, twelve together are the first thing to look at
    charted = sum(points[-1].reason is None for points in charts.values())
    default = "month" if 2 * charted > len(screen.townships) else "rolling12"
    grain = choose("grain", say("每点"), grains, default=default, style="tabs")
    chosen = (screen.measure.id, grain, screen.period_type, screen.period, screen.filters.kind)
    show_html(_view(screen.mart, *chosen))


@prepared_html
def _view(mart: Mart, indicator: str, grain: str, period_type: str, period: str, kind: str) -> Html:
    measure = measures(mart)[indicator]
    series = _series(mart, indicator, grain)
    charts = _charts(mart, indicator) if grain == "month" else {}
    trends = [
        SmallTrend(series.get(now.area, ()), charts.get(now.area, ()), now)
        for now in township_figures(mart, indicator, period_type, period, kind)
    ]
    county = _last(series_of(mart, indicator, COUNTY, grain), grain)
    ordered = by_signal(trends, measure)
    panels = small_trends(ordered, measure, grain, _trend_here, county if measure.is_compared else ())
    head = chart_head(say("各乡镇走势"), _note(measure, grain, county))
    how_to = how_to_read(say("所有小图用同一把尺子，可以直接比高低和走向；个别特别高或特别低的点画在边上。"))
    return join([head, panels, tag("div", how_to, class_="small-how")])


def _trend_here(township: str) -> str:
    return href_here(view="trend", area=township, grain="")


@kept_by_mart(200)
def _charts(mart: Mart, indicator: str) -> dict[str, tuple[SignalPoint, ...]]:
    """Township → the points of its monthly control chart."""
    found: dict[str, list[SignalPoint]] = defaultdict(list)
    for point in mart.signals(indicator, "township"):
        found[point.area].append(point)
    return {area: tuple(points) for area, points in found.items()}


def _series(mart: Mart, indicator: str, grain: str) -> dict[str, tuple[AreaFigure, ...]]:
    found: dict[str, list[AreaFigure]] = defaultdict(list)
    for figure in figures(mart, indicator=indicator, area_type="township", period_type=grain):
        found[figure.area].append(figure)
    periods = [each.period for each in _last(series_of(mart, indicator, COUNTY, grain), grain)]
    return {area: _filled(rows, periods) for area, rows in found.items()}


def _filled(rows: list[AreaFigure], periods: list[str]) -> tuple[AreaFigure, ...]:
    """The same periods for all, so that one place is one time in every panel."""
    by_period = {figure.period: figure for figure in rows}
    blank = rows[0]
    return tuple(by_period.get(p, AreaFigure(blank.indicator, blank.area, blank.name, p)) for p in periods)


def _last(series: Sequence[AreaFigure], grain: str) -> Sequence[AreaFigure]:
    return series[-PERIODS_SHOWN[grain] :]


def _note(measure: Measure, grain: str, county: Sequence[AreaFigure]) -> str:
    span = ""
    if county:
        first, last = (
            period_text("month" if grain == "rolling12" else grain, county[at].period) for at in (0, -1)
        )
        span = say("{first}到{last}", first=first, last=last)
    order = say("有信号的在前，其次是与全县差别大的") if measure.is_compared else say("有信号的在前")
    order = order if measure.is_judged else say("按乡镇名录顺序，不作比较")
    parts = [span, order, say("灰线为全县") if measure.is_compared else ""]
    return say("；").join(part for part in parts if part)
