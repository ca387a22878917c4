"""预警: what a leader should ask about this month, whom to call, and what is already being done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from charts.alert_list import alert_list, answers_table, missing_table, months_words
from charts.alert_words import AlertLine, alerts_sentence
from charts.markup import Html, join, link, tag
from charts.signal_words import signal_words
from charts.text import change_text, month_of, period_text, value_text
from data.acknowledging import newest_of_each, still_holds
from data.catalogue_records import Acknowledgement
from data.clock import today
from data.grants import UPLOADER
from data.language import say
from data.visible import visible_acknowledgements
from metrics.late_reports import MissingReports, missing_reports
from metrics.mart_reader import Mart
from metrics.trends import MONTHS_OF_YEAR
from pages.shared.address import href, receipt_href
from pages.shared.alert_reads import (
    MISSING,
    alert_lines,
    alerts,
    answer_href,
    month_shown,
    quieter_signals,
    reports,
)
from pages.shared.answering import Answerable, ask_in_address
from pages.shared.branch import as_shown
from pages.shared.cached_reads import open_mart, period_names, the_exports, the_store
from pages.shared.downloads import offer_csv
from pages.shared.figures import COUNTY, county_figure, measures, names_of_areas, townships
from pages.shared.filters import Filters, choose_filters, read_filters
from pages.shared.made_again import made_again
from pages.shared.prepared import prepared_html
from pages.shared.view import show_html

ANSWERS_SHOWN = 20
SIGNALS_SHOWN = 12


def show_page() -> None:
    mart, store = open_mart(), the_store()
    _show(mart)
    filters = read_filters(mart)
    owed = _owed(mart, filters)
    if owed:
        _offer_owed(mart, owed)
    ask_in_address(store, _answerable(mart, filters, owed))


@made_again
def _show(mart: Mart) -> None:
    store, filters = the_store(), choose_filters(mart, "period", "kind")
    answers = as_shown(store, visible_acknowledgements(store))
    show_html(_page(mart, filters, answers, today(), store.grant.may(UPLOADER)))


def _lines(mart: Mart, filters: Filters, answers: Sequence[Acknowledgement], day: date) -> list[AlertLine]:
    """The alerts of the chosen kind of township; those that nobody has answered come first."""
    places = set(townships(mart, filters.kind)) | ({COUNTY} if not filters.kind else set())
    found = [alert for alert in alerts(mart, month_shown(mart, filters)) if alert.area in places]
    return sorted(alert_lines(mart, found, answers, day), key=lambda line: line.holds)


def _owed(mart: Mart, filters: Filters) -> list[MissingReports]:
    names = townships(mart, filters.kind)
    found = missing_reports(reports(mart), month_of(month_shown(mart, filters)))
    order = list(names)
    owed = [each for each in found if each.township in names]
    # what was due last is what can still be mended
    return sorted(owed, key=lambda each: (-each.newest.month.toordinal(), order.index(each.township)))


@prepared_html
def _page(
    mart: Mart, filters: Filters, answers: tuple[Acknowledgement, ...], day: date, may_answer: bool
) -> Html:
    lines = _lines(mart, filters, answers, day)
    if not may_answer:
        lines = [replace(line, answer="") for line in lines]
    waiting = [line for line in lines if not line.holds]
    month = month_shown(mart, filters)
    owed = sum(len(each.reports) for each in _owed(mart, filters))
    not_in = say("{n}份报表还没有报。", n=owed) if owed else ""
    is_young = sum(each <= month for each in period_names(mart, "month")) <= MONTHS_OF_YEAR
    told = alerts_sentence(waiting, len(lines) - len(waiting), month, is_young=is_young)
    lead = tag("p", told, not_in, class_="lead")
    left = tag("div", _alerts(waiting, lines[len(waiting) :]), _quieter(mart, filters))
    right = tag("div", _missing(mart, filters, answers, day, may_answer), _overdue(mart, filters))
    grid = tag("div", left, right, class_="alerts-grid")
    return tag("div", lead, grid, _answers(mart, answers), class_="stack")


def _alerts(waiting: Sequence[AlertLine], answered: Sequence[AlertLine]) -> Html:
    note = say("没有等待处理的预警。该看的都看过了，不必为了有话说去找问题。")
    parts = [tag("h2", say("待处理"), tag("small", say("{n}项", n=len(waiting))))]
    parts.append(alert_list(waiting) if waiting else tag("p", note, class_="note"))
    if answered:
        parts.append(tag("h2", say("已知悉"), tag("small", say("{n}项", n=len(answered)))))
        parts.append(alert_list(answered))
    return join(parts)


def _quieter(mart: Mart, filters: Filters) -> Html | str:
    """Signals that are drawn and named, but rightly no alert."""
    places = names_of_areas(mart)
    chosen = set(townships(mart, filters.kind)) | ({COUNTY} if not filters.kind else set())
    points = [each for each in quieter_signals(mart, month_shown(mart, filters)) if each.area in chosen]
    if not points:
        return ""
    catalogue = measures(mart)
    items = (
        tag(
            "li",
            link(
                href("indicator", indicator=each.indicator, view="trend", area=each.area),
                f"{places.get(each.area, each.area)} · {catalogue[each.indicator].name}",
            ),
            f" {value_text(each.value, catalogue[each.indicator])}",
            f" {signal_words(each.rule or '', each.direction or '')}",
        )
        for each in points[:SIGNALS_SHOWN]
    )
    title = say("另有{n}个控制图信号，够不上预警", n=len(points))
    return tag("details", tag("summary", title), tag("ul", *items), class_="other-signals")


def _missing(
    mart: Mart, filters: Filters, answers: tuple[Acknowledgement, ...], day: date, may_answer: bool
) -> Html:
    owed = _owed(mart, filters)
    title = tag("h2", say("催报"), tag("small", say("{n}份", n=sum(len(each.reports) for each in owed))))
    if not owed:
        return join([title, tag("p", say("应报的都已报送。"), class_="note")])
    exports = {name: export.name for name, export in the_exports().items()}
    answered = newest_of_each(answers)
    told = {
        (each.area, each.subject): say("{by}：{note}", by=each.by, note=each.note)
        for each in answered.values()
        if each.kind == MISSING
    }
    owed.sort(key=lambda each: still_holds(answered.get(_key(each)), each.newest.month, (MISSING,), day))
    names = names_of_areas(mart)

    def answer(each: MissingReports) -> str:
        return answer_href(_key(each)) if may_answer else ""

    return join([title, missing_table(owed, names, exports, day, answer, told)])


def _key(owed: MissingReports) -> tuple[str, str, str]:
    return MISSING, owed.export, owed.township


def _overdue(mart: Mart, filters: Filters) -> Html:
    """The county's overdue work and where it stands; each leads to its townships and offices."""
    month = month_shown(mart, filters)
    rows = []
    for measure in measures(mart).values():
        if measure.is_stock and measure.unit == "count" and measure.good == "low":
            figure = county_figure(mart, measure.id, "month", month)
            if figure.value is not None:
                name = link(href("indicator", indicator=measure.id), measure.name)
                value = link(
                    receipt_href(measure.id, COUNTY, "month", month), value_text(figure.value, measure)
                )
                moved = say("比上月{change}", change=change_text(figure.previous_change, measure))
                rows.append(tag("li", name, " ", tag("b", value), " ", tag("small", moved)))
    if not rows:
        return Html("")
    title = tag("h2", say("超期事项"), tag("small", period_text("month", month)))
    return tag("div", title, tag("ul", join(rows), class_="overdue"))


def _answers(mart: Mart, answers: Sequence[Acknowledgement]) -> Html | str:
    if not answers:
        return ""
    names = {measure.id: measure.name for measure in measures(mart).values()}
    names |= {name: export.name for name, export in the_exports().items()}
    newest = sorted(answers, key=lambda each: -(each.id or 0))[:ANSWERS_SHOWN]
    table = answers_table(newest, names, names_of_areas(mart))
    return tag("details", tag("summary", say("知悉记录（{n}次）", n=len(answers))), table)


def _answerable(mart: Mart, filters: Filters, owed: Sequence[MissingReports]) -> list[Answerable]:
    names, catalogue = names_of_areas(mart), measures(mart)
    exports = the_exports()
    found = [
        Answerable(
            each.key, each.newest_day, each.reasons, f"{names[each.area]} · {catalogue[each.subject].name}"
        )
        for each in alerts(mart, month_shown(mart, filters))
    ]
    for each in owed:
        export = exports[each.export].name if each.export in exports else each.export
        title = f"{names[each.township]} · {export} · {months_words(each)}"
        found.append(Answerable(_key(each), each.newest.month, (MISSING,), title))
    return found


def _offer_owed(mart: Mart, owed: Sequence[MissingReports]) -> None:
    """The list to ring round by."""
    names, exports, day = names_of_areas(mart), the_exports(), today()
    header = [say("乡镇"), say("报表"), say("月份"), say("应报"), say("已迟天数")]
    rows = [
        [
            names[each.township],
            exports[each.export].name if each.export in exports else each.export,
            f"{report.month:%Y-%m}",
            f"{report.deadline}",
            report.days_late(day),
        ]
        for each in owed
        for report in each.reports
    ]
    offer_csv(say("下载催报名单"), header, rows, f"{say('催报名单')}-{day}.csv", key="owed")


show_page()
