"""The views of 指标: each shows one answer about one indicator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from charts.area_figures import AreaFigure
from charts.bars import bars, largest_first, parts_of
from charts.boxes import chart_head, how_to_read
from charts.definition import definition_html
from charts.dimensions import dimension_words
from charts.dimensions import in_order as in_question_order
from charts.funnel import example_sentence, funnel, funnel_sentence, has_funnel
from charts.funnel_spread import spread_words
from charts.heat_map import legend_html
from charts.how_to import how_to_fold, map_how_to, ranking_how_to
from charts.map import choropleth
from charts.markup import Html, link, tag
from charts.measure import Measure
from charts.palette import VARIABLES
from charts.ranking import in_order, ranking
from charts.sentences import ranking_sentence
from charts.text import period_text
from charts.value_table import csv_text, value_table
from data.language import say
from metrics.mart_reader import Mart
from pages.shared.address import href
from pages.shared.cached_reads import breakdown, dimensions
from pages.shared.figures import (
    COUNTY,
    boundaries,
    indicator_row,
    item_words,
    measures,
    series_of,
    township_figures,
)
from pages.shared.filters import Filters, choose
from pages.shared.judged_words import judged_words
from pages.shared.plot import prepared_drawing
from pages.shared.rows_shown import part_of
from pages.shared.signal_reads import signal_points
from pages.shared.small_trends_view import show_small_trends
from pages.shared.trend_view import draw_trend, lines_words, show_trend
from pages.shared.view import gathered, show_html

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


@dataclass(frozen=True)
class Screen:
    """What every view of one indicator is drawn from.

    `county` is the county in the chosen period; `townships` are compared in `period_type`, `period`: the last
    12 months where the chosen period is a month.
    """

    mart: Mart
    filters: Filters
    measure: Measure
    county: AreaFigure
    townships: tuple[AreaFigure, ...]
    period_type: str
    period: str

    @property
    def county_level(self) -> float | None:
        """The county's value in the period of the townships."""
        return next((t.county_value for t in self.townships if t.county_value is not None), None)

    @property
    def target(self) -> float | None:
        """The target that the townships are measured by; a neutral indicator has none."""
        found = (t.target for t in self.townships if t.target is not None)
        return next(found, None) if self.measure.is_judged else None


def show_view(view: str, screen: Screen) -> None:
    """Draw the view of `?view=`."""
    _VIEWS[view](screen)


def _township_page(township: str) -> str:
    return href("township", township=township)


def _period_note(screen: Screen) -> str:
    return judged_words(screen.mart, screen.filters.period_type, screen.period_type, screen.period)


def _show_comparison(screen: Screen) -> None:
    with gathered() as left:
        _show_ranking(screen)
    with gathered() as right:
        if has_funnel(screen.measure, screen.county_level):
            _show_funnel(screen)
        else:
            _show_county_trend(screen)
    _show_beside(left, right)


def _show_beside(left: list[Html], right: list[Html]) -> None:
    show_html(tag("div", tag("div", *left), tag("div", *right), class_="beside"))


def _show_ranking(screen: Screen) -> None:
    show_html(chart_head(say("各乡镇与全县比较"), f"{_period_note(screen)}{_ranking_note(screen)}"))
    shown, others = part_of(in_order(screen.townships, screen.measure))
    rows = ranking(
        screen.townships,
        screen.measure,
        county=screen.county_level,
        target=screen.target,
        address=_township_page,
        label=ranking_sentence(screen.townships, screen.measure),
        shown=shown,
    )
    show_html(rows)
    show_html(others)
    if screen.measure.is_compared:
        show_html(how_to_fold(ranking_how_to(screen.townships, screen.measure)))


def _ranking_note(screen: Screen) -> str:
    if not screen.measure.is_compared:
        return say("；按乡镇名录顺序，不作比较")
    return say("；圆点为数值，横线为95%置信区间")


def _show_funnel(screen: Screen) -> None:
    note = say("虚线95%、实线99.8%界限；线内的差别可能只是偶然")
    show_html(chart_head(say("漏斗图：件数越少，波动越大"), note))
    choices = (screen.measure.id, screen.period_type, screen.period, screen.filters.kind)
    show_html(_funnel(screen.mart, *choices))
    told = (screen.townships, screen.measure, screen.county_level or 0.0)
    general = say("横轴是件数（或人口），越往左越小、波动越大；在喇叭口之内的差别可能只是偶然。")
    show_html(how_to_read(" ".join(filter(None, (general, example_sentence(*told), spread_words(*told))))))


@prepared_drawing
def _funnel(mart: Mart, indicator: str, period_type: str, period: str, kind: str) -> tuple[Figure, str]:
    townships = township_figures(mart, indicator, period_type, period, kind)
    measure = measures(mart)[indicator]
    county = next(t.county_value for t in townships if t.county_value is not None)
    return funnel(townships, measure, county, VARIABLES), funnel_sentence(townships, measure)


def _show_county_trend(screen: Screen) -> None:
    measure = screen.measure
    months = series_of(screen.mart, measure.id, COUNTY, "month")
    around = lines_words(measure, signal_points(screen.mart, measure.id, COUNTY), months)
    show_html(chart_head(say("全县走势"), say("；").join((say("每月"), *around))))
    draw_trend(screen, COUNTY, "month")
    if screen.measure.is_compared:
        show_html(how_to_read(say("横线越长，说明件数越少或差别越大，越不能据此下结论。")))


def _show_map(screen: Screen) -> None:
    with gathered() as left:
        found, note = boundaries(), _period_note(screen)
        if found is None:  # equal tiles say nothing of where a township lies
            note += say("；没有边界文件，方格按名录顺序排列")
        show_html(chart_head(say("各乡镇在哪里") if found else say("各乡镇的数"), note))
        show_html(choropleth(found, screen.townships, screen.measure, _township_page))
        if screen.measure.is_compared:
            show_html(legend_html())
            show_html(how_to_fold(map_how_to()))
    with gathered() as right:
        _show_ranking(screen)
    _show_beside(left, right)


def has_parts(screen: Screen) -> bool:
    """Whether the county's figure can be split."""
    return bool(dimensions(screen.mart, screen.measure.id))


def _show_parts(screen: Screen) -> None:
    found = in_question_order(dimensions(screen.mart, screen.measure.id))
    names = {each: dimension_words(each) for each in found}
    dimension = choose("dimension", say("按什么分"), names, style="tabs")
    table = breakdown(
        screen.mart, screen.measure.id, dimension, screen.filters.period_type, screen.filters.period, COUNTY
    )
    parts = largest_first(parts_of(table, item_words(dimension)))
    period = period_text(screen.filters.period_type, screen.filters.period)
    show_html(chart_head(say("全县按{dimension}", dimension=names[dimension]), period))
    show_html(bars(parts, screen.measure))
    show_html(tag("p", say("乡镇一级的小数目需要先作保护处理，这里只列全县。"), class_="note"))


def _show_table(screen: Screen) -> None:
    show_html(chart_head(say("各乡镇的数"), _period_note(screen)))
    rows = in_order(screen.townships, screen.measure)
    shown, others = part_of(rows)
    show_html(value_table(shown, screen.measure, _township_page))
    show_html(others)
    address = f"data:text/csv;charset=utf-8,{quote(csv_text(rows, screen.measure))}"
    file_name = f"{screen.measure.name}-{screen.period}.csv"
    show_html(tag("p", tag("a", say("下载CSV"), href=address, download=file_name)))


def _show_definition(screen: Screen) -> None:
    show_html(definition_html(indicator_row(screen.mart, screen.measure.id), screen.measure))
    show_html(tag("p", link(href("definitions", indicator=screen.measure.id), say("全部指标说明"))))


_VIEWS: dict[str, Callable[[Screen], None]] = {
    "compare": _show_comparison,
    "trend": show_trend,
    "townships": show_small_trends,
    "map": _show_map,
    "parts": _show_parts,
    "table": _show_table,
    "definition": _show_definition,
}
