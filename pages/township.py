"""乡镇: one township in every indicator, set in the county's range; what stands out comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from charts.area_figures import AreaFigure, area_figures
from charts.how_to import how_to_fold, spine_how_to
from charts.lists import missing_months, standing_out
from charts.markup import Html, tag
from charts.measure import Measure
from charts.profile_table import ProfileRow, judged_figures, profile_table, strengths_and_concerns
from charts.question_words import questions_html
from charts.sentences import against_words, township_sentence
from charts.text import period_text
from data.language import say
from metrics.mart_reader import Mart
from metrics.period_spans import judged_period, month_before
from metrics.period_steps import last_month
from pages.shared.address import href
from pages.shared.cached_reads import open_mart, questions_of, values
from pages.shared.figures import measures, names_of_areas, townships
from pages.shared.filters import Filters, choose_filters
from pages.shared.judged_words import judged_words
from pages.shared.prepared import prepared_view
from pages.shared.reports_due import missing_reports
from pages.shared.revision_marks import revisions_of_township
from pages.shared.signal_reads import variations
from pages.shared.top_bar import county_name
from pages.shared.township_screen import Screen
from pages.shared.township_work import (
    History,
    kinds_of_areas,
    merger_of,
    neighbours_of_township,
    of_domain,
    overdue_of_township,
    past_values,
    values_of_townships,
)
from pages.shared.view import show_html

SPARKLINE_MONTHS = 24


@prepared_view
def show_page(mart: Mart) -> None:
    filters = choose_filters(mart, "township", "period")
    show_html(_page(mart, filters))


def _page(mart: Mart, filters: Filters) -> Html:
    period_type, period = judged_period(filters.period_type, filters.period)
    screen = Screen(mart, filters.township, period_type, period, period_type != filters.period_type)
    rows = _rows(screen)
    title = tag("h2", say("各项指标"), tag("small", _caption(screen)), class_="section")
    shown, domains = of_domain(rows)
    table = profile_table(shown, against_words("last_year", period_type))
    how_to = how_to_fold(spine_how_to((row.figure, row.measure) for row in rows))
    parts = (_paper_title(screen, filters), _summary(screen, rows), title, domains, table, how_to)
    return tag("div", *parts, class_="stack profile-page")


def _paper_title(screen: Screen, filters: Filters) -> Html:
    """On paper there is no chooser to say whose page this is."""
    name = names_of_areas(screen.mart)[screen.township]
    period = period_text(filters.period_type, filters.period)
    where = tag("span", say("平安报表"), " ", county_name())
    return tag("div", tag("b", name), " ", period, where, class_="paper-title")


def _summary(screen: Screen, rows: list[ProfileRow]) -> Html:
    by_id = {row.measure.id: row.measure for row in rows}
    mine = {row.measure.id: row.figure for row in rows if row.figure is not None}
    better, worse = strengths_and_concerns(mine, list(by_id.values()))
    judged = len(judged_figures(mine, list(by_id.values())))
    reports = missing_reports(screen.mart, screen.period_type, screen.period, townships(screen.mart))
    lists = (
        standing_out(say("需要支持"), worse, by_id, screen.receipt, is_better=False),
        standing_out(say("做得好"), better, by_id, screen.receipt, is_better=True),
        overdue_of_township(screen.mart, screen.township),
        tag(
            "div",
            missing_months([report for report in reports if report.township == screen.township]),
            neighbours_of_township(screen.mart, screen.township, (screen.period_type, screen.period)),
        ),
    )
    month = last_month(screen.period_type, screen.period)
    merger = merger_of(screen.mart, screen.township, date.fromisoformat(f"{month}-01"))
    lead = tag("p", merger, " ", township_sentence(better, worse, judged), class_="lead")
    asked = [each for each in questions_of(screen.mart) if each.township == screen.township]
    names = {measure.id: measure.name for measure in measures(screen.mart).values()}
    questions = tag("div", questions_html(asked, names), class_="findings") if asked else ""
    revised = revisions_of_township(screen.mart, screen.township, screen.period_type, screen.period)
    return tag("div", lead, revised, tag("div", *lists, class_="findings four"), questions)


def _rows(screen: Screen) -> list[ProfileRow]:
    mart, of_period = screen.mart, (screen.period_type, screen.period)
    table = values(mart, area=screen.township, period_type=screen.period_type, period=screen.period)
    mine = {each.indicator: each for each in area_figures(table, {})}
    kind = kinds_of_areas(mart).get(screen.township)
    others = values_of_townships(mart, *of_period)
    peers = values_of_townships(mart, *of_period, kind) if kind else {}
    histories, icons = _histories(screen), variations(mart, screen.township)
    return [
        replace(
            _row(screen, measure, mine.get(measure.id), others[measure.id], histories.get(measure.id, ())),
            variation=icons.get(measure.id),
            kind=peers.get(measure.id, ()),
        )
        for measure in measures(mart).values()
        if measure.id in others
    ]


def _row(
    screen: Screen,
    measure: Measure,
    figure: AreaFigure | None,
    others: History,
    history: History,
) -> ProfileRow:
    page = href("indicator", indicator=measure.id)
    return ProfileRow(measure, figure, others, history, screen.receipt(measure.id), page)


def _histories(screen: Screen) -> dict[str, History]:
    """Indicator → the township's last months, rolling 12 so that a few cases do not make a storm."""
    end = last_month(screen.period_type, screen.period)
    start = month_before(end, SPARKLINE_MONTHS - 1)
    return past_values(screen.mart, screen.township, "rolling12", start, end)


def _caption(screen: Screen) -> str:
    chosen_type = "month" if screen.is_widened else screen.period_type
    period = judged_words(screen.mart, chosen_type, screen.period_type, screen.period)
    return say("{period}；圆点为本乡镇，浅条为各乡镇的范围，细线为同类的范围，越靠右越好", period=period)


show_page(open_mart())
