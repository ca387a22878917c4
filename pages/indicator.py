"""指标: one indicator: townships beside each other, its past, map, parts, figures, definition."""

from charts.boxes import origin_box
from charts.markup import Html, tag
from charts.sentences import indicator_sentence
from data.language import say
from metrics.mart_reader import Mart
from metrics.period_spans import judged_period
from pages.shared.address import href, receipt_href
from pages.shared.cached_reads import open_mart
from pages.shared.empty_states import show_empty_state
from pages.shared.figures import COUNTY, county_figure, measures, series_of, township_figures
from pages.shared.filters import choose, choose_filters
from pages.shared.indicator_views import Screen, has_parts, show_view
from pages.shared.prepared import prepared_view
from pages.shared.revision_marks import revisions_of_indicator
from pages.shared.view import show_html

DEFINITION = "definition"


@prepared_view
def show_page(mart: Mart) -> None:
    filters = choose_filters(mart, "indicator", "period", "kind")
    measure = measures(mart)[filters.indicator]
    period_type, period = judged_period(filters.period_type, filters.period)
    county = county_figure(mart, measure.id, filters.period_type, filters.period)
    townships = township_figures(mart, measure.id, period_type, period, filters.kind)
    screen = Screen(mart, filters, measure, county, tuple(townships), period_type, period)
    show_html(tag("p", indicator_sentence(county, townships, measure, filters.period_type), class_="lead"))
    revised = revisions_of_indicator(mart, measure.id, filters.period_type, filters.period, COUNTY)
    show_html(revised)
    view = _choose_view(screen)
    if view == DEFINITION or _is_reported(mart, measure.id):
        show_view(view, screen)
    else:
        hint = say("它所用的报表还没有报送。用的是哪张报表、哪几列，见“定义”。")
        show_empty_state(say("“{name}”还没有数", name=measure.name), hint)
    show_html(_origin(screen))


def _is_reported(mart: Mart, indicator: str) -> bool:
    """Whether the county has a figure of any month."""
    months = series_of(mart, indicator, COUNTY, "month")
    return any(month.value is not None for month in months)


def _choose_view(screen: Screen) -> str:
    views = {
        "compare": say("比较"),
        "trend": say("趋势"),
        "townships": say("各乡镇走势"),
        "map": say("地图"),
        "parts": say("构成"),
        "table": say("表格"),
        DEFINITION: say("定义"),
    }
    if not has_parts(screen):
        del views["parts"]
    return choose("view", say("看法"), views, style="tabs")


def _origin(screen: Screen) -> Html:
    filters, measure = screen.filters, screen.measure
    receipt = receipt_href(measure.id, COUNTY, filters.period_type, filters.period)
    return origin_box(screen.county, measure, receipt, href("definitions", indicator=measure.id))


show_page(open_mart())
