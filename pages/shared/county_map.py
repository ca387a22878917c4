"""The heat map of 总览: every township in every judged indicator, with its choices as links over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.area_figures import AreaFigure, area_figures, by_area_and_indicator
from charts.chosen_measures import heat_map_measures
from charts.heat_list import heat_list
from charts.heat_map import Cells, heat_map, legend_html
from charts.heat_order import Sorting, Township, in_groups, in_order, sorting_of
from charts.how_to import heat_how_to, how_to_fold
from charts.index_words import kind_words
from charts.markup import Html, tag
from charts.measure import Measure
from charts.sentences import against_words
from data.language import language, say
from metrics.indicator import domain_name
from metrics.mart_reader import Mart
from metrics.period_spans import judged_period
from pages.shared.address import href, href_here, in_address, receipt_href
from pages.shared.cached_reads import areas, figure_tables, values
from pages.shared.figures import COUNTY, townships_with
from pages.shared.filters import Filters
from pages.shared.judged_words import judged_words
from pages.shared.kept import kept_by_mart
from pages.shared.rows_shown import ROWS, part_of
from pages.shared.tabs import tabs_html

if TYPE_CHECKING:
    from pandas import DataFrame

Catalogue = Mapping[str, Measure]


@dataclass(frozen=True)
class Compared:
    """How the townships of the chosen kind (code → name) stand in the period they are compared in.

    table: rows of `indicator_values`, with the columns that say so.
    """

    table: DataFrame
    townships: dict[str, str]
    period_type: str
    period: str


def compared_townships(mart: Mart, filters: Filters) -> Compared:
    """Those that page and map show."""
    period_type, period = judged_period(filters.period_type, filters.period)
    table = figure_tables(mart).standing(period_type, period)
    found = set(table["area"].unique())
    chosen = townships_with(mart, filters.kind, found)
    if not found.issubset(chosen):
        table = table[table["area"].isin(list(chosen))]
    return Compared(table, chosen, period_type, period)


def county_map(mart: Mart, filters: Filters, catalogue: Catalogue, compared: Compared) -> Html:
    """Title, choices, the table (a list on a phone), what its colours mean and how to read it."""
    table, period_type, period = compared.table, compared.period_type, compared.period
    known = set(table["indicator"][table["value"].notna()].unique())
    judged = heat_map_measures([*catalogue.values()], known)
    columns = _of_domain(judged)
    shown, others = part_of(_in_table_order(mart, list(compared.townships.items()), columns, table))
    figures = _figures_of(mart, shown, columns, (period_type, period))
    cells = by_area_and_indicator(figures)

    def receipt(area: str, indicator: str) -> str:
        return receipt_href(indicator, area, period_type, period)

    grid = _grid(mart, shown, columns, cells, (period_type, period))
    listed = heat_list(shown, columns, cells, cell_address=receipt, township_address=_township_page)
    title = tag("h2", say("各乡镇一览"), tag("small", _caption(mart, filters, period_type, period)))
    how_to = how_to_fold(heat_how_to((figure, catalogue[figure.indicator]) for figure in figures))
    parts = (title, _choices(judged, _kinds(mart)), grid, listed, others, legend_html(), how_to)
    return tag("div", *parts, class_=f"county-map{'' if in_address('domain') else ' whole'}")


def _figures_of(
    mart: Mart, townships: Sequence[Township], columns: Sequence[Measure], of_period: tuple[str, str]
) -> list[AreaFigure]:
    table = figure_tables(mart).of_areas_in(*of_period, tuple(code for code, _ in townships))
    inside = table["indicator"].isin([measure.id for measure in columns])
    return area_figures(table[inside], dict(townships))


def _grid(
    mart: Mart,
    townships: Sequence[tuple[str, str]],
    columns: Sequence[Measure],
    cells: Cells,
    of_period: tuple[str, str],
) -> Html:
    period_type, period = of_period
    whole = area_figures(values(mart, area=COUNTY, period_type=period_type, period=period), {})
    return heat_map(
        townships,
        columns,
        cells,
        cell_address=lambda area, indicator: receipt_href(indicator, area, period_type, period),
        township_address=_township_page,
        measure_address=lambda indicator: href("indicator", indicator=indicator),
        county={figure.indicator: figure for figure in whole},
        kinds=_kinds(mart) if in_address("group") != "none" else None,
        sorting=_sorting(columns),
        past=against_words("last_year", period_type),
    )


def _sorting(columns: Sequence[Measure]) -> Sorting:
    # sorted anew, the list begins at its head
    return sorting_of(in_address("sort"), columns, lambda asked: href_here(**{"sort": asked, ROWS: ""}))


def _in_table_order(
    mart: Mart, townships: Sequence[Township], columns: Sequence[Measure], table: DataFrame
) -> list[Township]:
    """All townships as the table has them: by kind, sorted inside."""
    sorting = _sorting(columns)
    cells = by_area_and_indicator(area_figures(table[table["indicator"] == sorting.indicator], {}))
    grouped = in_groups(townships, _kinds(mart)) if in_address("group") != "none" else [("", [*townships])]
    return [each for _, rows in grouped for each in in_order(rows, sorting, columns, cells)]


def _township_page(township: str) -> str:
    return href("township", township=township)


def _kinds(mart: Mart) -> Mapping[str, str]:
    """Township → the word of its kind; nothing where the register knows none."""
    return _kinds_in(mart, language())


@kept_by_mart(8)
def _kinds_in(mart: Mart, _language: str) -> dict[str, str]:
    table = areas(mart)
    table = table[(table["area_type"] == "township") & table["kind"].notna()]
    return {area: kind_words(str(kind)) for area, kind in zip(table["area"], table["kind"], strict=True)}


def _of_domain(judged: Sequence[Measure]) -> list[Measure]:
    """The columns of `?domain=`; all where it names none."""
    chosen = [measure for measure in judged if measure.domain == in_address("domain")]
    return chosen or list(judged)


def _choices(judged: Sequence[Measure], kinds: Mapping[str, str]) -> Html:
    domains = {measure.domain: domain_name(measure.domain) for measure in judged}
    chosen = in_address("domain") if in_address("domain") in domains else ""
    of_domain = tabs_html("domain", say("领域"), {"": say("全部领域")} | domains, chosen, "")
    return tag("div", of_domain, _grouping() if kinds else "", class_="map-choices")


def _grouping() -> Html:
    groups = {"kind": say("按类型分组"), "none": say("不分组")}
    grouped = "none" if in_address("group") == "none" else "kind"
    return tabs_html("group", say("分组"), groups, grouped, "kind")


def _caption(mart: Mart, filters: Filters, period_type: str, period: str) -> str:
    words = judged_words(mart, filters.period_type, period_type, period)
    return say("{period}，与全县比较", period=words) if period_type == filters.period_type else words
