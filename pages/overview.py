"""总览: what changed in this period, and is it real?"""

from charts.area_figures import AreaFigure, area_figures
from charts.cards import Card, Change, cards_html
from charts.chosen_measures import headline_measures
from charts.headline import paragraph, whom_sentence
from charts.lists import apart_list, missing_list
from charts.markup import Html, tag
from charts.measure import Measure
from charts.sentences import change_since, headline, moved_words
from data.language import say
from metrics.findings import real_changes, townships_apart, within_noise
from metrics.mart_reader import Mart
from metrics.period_spans import month_before
from metrics.period_steps import last_month
from pages.shared.address import href, receipt_href
from pages.shared.cached_reads import open_mart, values
from pages.shared.county_map import compared_townships, county_map
from pages.shared.figures import COUNTY, county_values, measures, names_of_areas
from pages.shared.filters import Filters, choose_filters
from pages.shared.prepared import prepared_view
from pages.shared.reports_due import missing_reports, reported_words
from pages.shared.standing_apart import Catalogue, Standing
from pages.shared.view import show_html

SPARKLINE_MONTHS = 24


@prepared_view
def show_page(mart: Mart) -> None:
    filters = choose_filters(mart, "period", "kind")
    show_html(_page(mart, filters))


def _page(mart: Mart, filters: Filters) -> Html:
    catalogue = measures(mart)
    compared = compared_townships(mart, filters)
    good = {measure.id: measure.good for measure in catalogue.values()}
    units = {measure.id: measure.unit for measure in catalogue.values()}
    apart = Standing(
        townships_apart(compared.table, good, units),
        catalogue,
        compared.townships,
        (compared.period_type, compared.period),
    )
    both = (county_map(mart, filters, catalogue, compared), _lists(mart, filters, apart))
    county = tag("div", *both, class_="county-grid")
    parts = (_headline(mart, filters, apart), _cards(mart, filters, catalogue), county)
    return tag("div", *parts, class_="stack")


def _headline(mart: Mart, filters: Filters, apart: Standing) -> Html:
    county = county_values(mart, filters.period_type, filters.period)
    good = {measure.id: measure.good for measure in apart.catalogue.values()}
    changes, noise = real_changes(county, good), within_noise(county, good)
    told = headline(changes, noise, apart.catalogue, filters.period_type, _indicator_page)
    worse = [each for each in apart.found if not each.is_better]
    told += [whom_sentence(worse, apart.catalogue, apart.names, _township_page, apart.period[0])]
    told += [tag("span", reported_words(mart, filters.period_type, filters.period, names_of_areas(mart)))]
    return paragraph(told)


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
        changes=_changes(figure, measure, filters.period_type),
        history=history,
        receipt=receipt_href(measure.id, COUNTY, filters.period_type, filters.period),
        page=_indicator_page(measure.id),
    )


def _changes(figure: AreaFigure, measure: Measure, period_type: str) -> tuple[Change, ...]:
    # a year has one past; year to date and rolling 12 share months with theirs
    pasts = ("last_year", "previous") if period_type in ("month", "quarter") else ("last_year",)
    told = [change_since(figure, basis) for basis in pasts]
    return tuple(Change(moved_words(each, period_type, measure), *each[1:]) for each in told)


def _lists(mart: Mart, filters: Filters, apart: Standing) -> Html:
    def figure_page(area: str, indicator: str) -> str:
        return receipt_href(indicator, area, *apart.period)

    def listing(title: str, is_better: bool) -> Html:
        found = [one for one in apart.found if one.is_better == is_better]
        return apart_list(title, found, apart.catalogue, apart.names, _township_page, figure_page)

    missing = missing_reports(mart, filters.period_type, filters.period, names_of_areas(mart))
    parts = (listing(say("需要支持"), False), listing(say("做得好"), True))
    return tag("aside", *parts, missing_list(missing, _township_page), class_="findings")


show_page(open_mart())
