"""预警: each alert as one block to act on, reports that are not in, and what was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from charts.alert_words import (
    COUNTY,
    AlertLine,
    acknowledged_words,
    day_text,
    figure_words,
    next_words,
    reason_name,
    since_words,
    why_words,
)
from charts.markup import Html, join, link, tag
from charts.sparkline import sparkline
from charts.text import listed, month_text
from data.catalogue_records import Acknowledgement
from data.language import say
from metrics.late_reports import MissingReports

MONTHS_NAMED = 3
Names = Mapping[str, str]


def alert_list(lines: Sequence[AlertLine]) -> Html:
    """One block an alert, in the order given."""
    return tag("ul", join(_alert(line) for line in lines), class_="alerts")


def _alert(line: AlertLine) -> Html:
    text = tag("div", _head(line), _why(line), _next(line), _answered(line), class_="alert-text")
    past = say("{name}近{n}个月", name=line.measure.name, n=len(line.alert.history))
    spark = tag("div", sparkline(line.alert.history, tone="worse", title=past), class_="alert-past")
    state = " alert-held" if line.holds else ""
    return tag("li", text, spark, _links(line), class_=f"alert{state}")


def _head(line: AlertLine) -> Html:
    alert, measure = line.alert, line.measure
    value, counts = figure_words(alert, measure)
    place = line.place if alert.area == COUNTY else link(line.township, line.place)
    name = tag("b", place, " · ", link(line.trend, measure.name))
    figure = tag(
        "span", link(line.receipt, tag("b", value), title=say("这个数从哪来")), counts, class_="alert-figure"
    )
    since = tag("span", since_words(alert), class_="alert-since")
    mark = tag("i", "▼", class_="tone-worse", aria_hidden="true")
    return tag("h3", mark, name, " ", figure, since)


def _why(line: AlertLine) -> Html:
    names = (tag("span", reason_name(reason), class_="tag") for reason in line.alert.reasons)
    return tag("p", join(names, " "), " ", why_words(line.alert, line.measure))


def _next(line: AlertLine) -> Html:
    return tag("p", tag("b", say("下一步")), " ", next_words(line), class_="alert-next")


def _answered(line: AlertLine) -> Html | str:
    words = acknowledged_words(line)
    return tag("p", words, class_="note") if words else ""


def _links(line: AlertLine) -> Html:
    label = say("知悉：{place}{name}", place=line.place, name=line.measure.name)
    words = say("知悉…") if not line.holds else say("补充说明…")
    answer = link(line.answer, words, class_="answer", aria_label=label) if line.answer else ""
    return tag("div", link(line.trend, say("看走势")), answer, class_="alert-links")


def missing_table(
    owed: Sequence[MissingReports],
    names: Names,
    exports: Names,
    today: date,
    answer: Callable[[MissingReports], str],
    told: Mapping[tuple[str, str], str],
) -> Html:
    """Reports that are not in: who, which, which months, due when, how late. `told`: what was answered."""
    heads = (say("乡镇"), say("报表"), say("已迟"), say("情况"))
    head = tag("tr", *(tag("th", text, scope="col") for text in heads))
    rows = join(
        tag(
            "tr",
            tag("th", names.get(each.township, each.township), scope="row"),
            tag("td", exports.get(each.export, each.export), tag("small", months_words(each))),
            tag("td", _late(each, today), tag("small", _due(each)), class_="short"),
            tag("td", _state(each, answer(each), told, _owed_words(each, names, exports))),
        )
        for each in owed
    )
    table = tag("table", tag("thead", head), tag("tbody", rows), class_="plain reports-due")
    return tag("div", table, class_="plain-box", tabindex="0", role="region", aria_label=say("还没有报送"))


def _late(each: MissingReports, today: date) -> str:
    days = each.days_late(today)
    return say("{n}天", n=f"{days:,}") if days else say("未到期")


def _due(each: MissingReports) -> str:
    return say("应报 {day}", day=day_text(each.reports[0].deadline))


def _owed_words(each: MissingReports, names: Names, exports: Names) -> str:
    """What a link says of itself to who cannot see its row."""
    place, name = names.get(each.township, each.township), exports.get(each.export, each.export)
    return say("知悉：{place}{name}", place=place, name=name)


def _state(each: MissingReports, address: str, told: Mapping[tuple[str, str], str], label: str) -> Html:
    words = told.get((each.township, each.export), "")
    said = tag("span", words, " ", class_="note") if words else ""
    return tag(
        "span", said, link(address, say("知悉…"), class_="answer", aria_label=label) if address else ""
    )


def months_words(each: MissingReports) -> str:
    """The months that are owed; many are counted."""
    if len(each.reports) > MONTHS_NAMED:
        first = month_text(each.reports[0].month)
        return say("{first}起{n}个月", first=first, n=len(each.reports))
    return listed([month_text(report.month) for report in each.reports])


def answers_table(answers: Sequence[Acknowledgement], subjects: Names, places: Names) -> Html:
    """What was acknowledged, by whom and when, in the order given."""
    heads = (say("时间"), say("事项"), say("知悉人"), say("说明"), say("再看日期"))
    head = tag("tr", *(tag("th", text, scope="col") for text in heads))
    rows = join(
        tag(
            "tr",
            tag("td", f"{each.at:%Y-%m-%d %H:%M}", class_="short"),
            tag("td", _subject(each, subjects, places)),
            tag("td", each.by, class_="short"),
            tag("td", each.note),
            tag("td", day_text(each.until) if each.until else "—", class_="short"),
        )
        for each in answers
    )
    table = tag("table", tag("thead", head), tag("tbody", rows), class_="plain")
    return tag("div", table, class_="plain-box", tabindex="0", role="region", aria_label=say("知悉记录"))


def _subject(each: Acknowledgement, subjects: Names, places: Names) -> str:
    place, subject = places.get(each.area, each.area), subjects.get(each.subject, each.subject)
    return f"{place} · {subject} · {month_text(each.month)}"
