"""总览: what changed in this period, and is it real?"""

from pandas import DataFrame

from charts.area_figures import AreaFigure, area_figures, by_area_and_indicator
from charts.cards import Card, Change, cards_html
from charts.heat_map import heat_map, legend_html
from charts.how_to import heat_how_to, how_to_fold
from charts.lists import apart_list, missing_list
from charts.markup import Html, tag
from charts.measure import Measure
from charts.sentences import against_words, headline
from charts.text import period_text
from data.language import say
from metrics.findings import real_changes, townships_apart, within_noise
from metrics.mart_reader import Mart
from pages.shared.address import href, receipt_href
from pages.shared.cached_reads import open_mart, values
from pages.shared.figures import COUNTY, county_values, measures, names_of_areas, townships_with
from pages.shared.filters import Filters, choose_filters
from pages.shared.overview_settings import headline_measures, heat_map_measures
from pages.shared.period_spans import judged_period, month_before
from pages.shared.period_steps import last_month
from pages.shared.prepared import prepared_view
from pages.shared.reports_due import missing_reports, reported_words
from pages.shared.view import show_html

SPARKLINE_MONTHS = 24
Catalogue = dict[str, Measure]


@prepared_view
def show_page(mart: Mart) -> None:
    filters = choose_filters(mart, "period", "kind")
    show_html(_page(mart, filters))


def _page(mart: Mart, filters: Filters) -> Html:
    catalogue = measures(mart)
    county = tag(
        "div", _heat_map(mart, filters, catalogue), _lists(mart, filters, catalogue), class_="county-grid"
    )
    parts = (_headline(mart, filters, catalogue), _cards(mart, filters, catalogue), county)
    return tag("div", *parts, class_="stack")


def _headline(mart: Mart, filters: Filters, catalogue: Catalogue) -> Html:
    county = county_values(mart, filters.period_type, filters.period)
    good = {measure.id: measure.good for measure in catalogue.values()}
    changes, noise = real_changes(county, good), within_noise(county, good)
    sentences = headline(changes, noise, catalogue, filters.period_type, _indicator_page)
    reported = reported_words(mart, filters.period_type, filters.period)
    return tag("p", sentences, " ", reported, class_="lead")


def _indicator_page(indicator: str) -> str:
    return href("indicator", indicator=indicator)


def _township_page(township: str) -> str:
    return href("township", township=township)


def _cards(mart: Mart, filters: Filters, catalogue: Catalogue) -> Html:
    table = county_values(mart, filters.period_type, filters.period)
    figures = {figure.indicator: figure for figure in area_figures(table, {}) if figure.value is not None}
    shown = [measure.id for measure in headline_measures(list(catalogue.values()), figures)]
    histories = _histories(mart, tuple(shown), last_month(filters.period_type, filters.period))
    return cards_html(
        [_card(catalogue[name], figures[name], histories.get(name, ()), filters) for name in shown]
    )


def _histories(mart: Mart, indicators: tuple[str, ...], end: str) -> dict[str, tuple[float, ...]]:
    """Indicator → its last months in the county."""
    start = month_before(end, SPARKLINE_MONTHS - 1)
    past = values(mart, indicator=indicators, area=COUNTY, start=start, end=end)
    return {str(name): tuple(rows["value"]) for name, rows in past.groupby("indicator")}


def _card(measure: Measure, figure: AreaFigure, history: tuple[float, ...], filters: Filters) -> Card:
    return Card(
        measure=measure,
        figure=figure,
        changes=_changes(figure, filters.period_type),
        history=history,
        receipt=receipt_href(measure.id, COUNTY, filters.period_type, filters.period),
        page=_indicator_page(measure.id),
    )


def _changes(figure: AreaFigure, period_type: str) -> tuple[Change, ...]:
    words = against_words("last_year", period_type)
    last_year = Change(words, figure.last_year_change, figure.last_year_level)
    if period_type not in ("month", "quarter"):
        return (last_year,)  # a year has one past; year to date and rolling 12 share months with theirs
    words = against_words("previous", period_type)
    return (last_year, Change(words, figure.previous_change, figure.previous_level))


def _township_values(mart: Mart, filters: Filters) -> tuple[DataFrame, dict[str, str], str, str]:
    """Rows of the townships of the chosen kind in the period they are compared in."""
    period_type, period = judged_period(filters.period_type, filters.period)
    table = values(mart, area_type="township", period_type=period_type, period=period)
    chosen = townships_with(mart, filters.kind, set(table["area"]))
    return table[table["area"].isin(list(chosen))], chosen, period_type, period


def _heat_map(mart: Mart, filters: Filters, catalogue: Catalogue) -> Html:
    table, chosen, period_type, period = _township_values(mart, filters)
    with_figures = set(table["indicator"][table["value"].notna()])
    columns = heat_map_measures(list(catalogue.values()), with_figures)
    table = table[table["indicator"].isin([measure.id for measure in columns])]
    grid = heat_map(
        list(chosen.items()),
        columns,
        by_area_and_indicator(area_figures(table, chosen)),
        cell_address=lambda area, name: receipt_href(name, area, period_type, period),
        township_address=_township_page,
        measure_address=_indicator_page,
    )
    title = tag("h2", say("各乡镇一览"), tag("small", _caption(filters, period_type, period)))
    cells = [(f, catalogue[f.indicator]) for f in area_figures(table, chosen)]
    how_to = how_to_fold(heat_how_to(cells))
    return tag("div", title, grid, legend_html(), how_to, class_="county-map")


def _caption(filters: Filters, period_type: str, period: str) -> str:
    if period_type == filters.period_type:
        return say("{period}，与全县比较", period=period_text(period_type, period))
    return say("{period}（一个月件数太少，不足以比较）", period=period_text(period_type, period))


def _lists(mart: Mart, filters: Filters, catalogue: Catalogue) -> Html:
    table, chosen, period_type, period = _township_values(mart, filters)
    good = {measure.id: measure.good for measure in catalogue.values()}
    units = {measure.id: measure.unit for measure in catalogue.values()}
    apart = townships_apart(table, good, units)

    def figure_page(area: str, indicator: str) -> str:
        return receipt_href(indicator, area, period_type, period)

    def listing(title: str, is_better: bool) -> Html:
        found = [one for one in apart if one.is_better == is_better]
        return apart_list(title, found, catalogue, chosen, _township_page, figure_page)

    missing = missing_reports(mart, filters.period_type, filters.period, names_of_areas(mart))
    parts = (listing(say("需要支持"), False), listing(say("做得好"), True))
    return tag("aside", *parts, missing_list(missing, _township_page), class_="findings")


show_page(open_mart())
