"""Slides of what was agreed: what the last meeting decided, and what is still to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts.measure import Measure
from charts.text import listed, months_listed, value_text
from data.language import say
from metrics.alert import RISING, Alert
from metrics.alerts import alerts_of
from reports.edition import stated
from reports.facts import COUNTY, Facts
from reports.slides_county import view_address
from reports.slides_townships import MOST_CONCERNS, MOST_TOWNSHIPS, to_discuss
from reports.story import Action, Points, Slide, Table
from reports.wording import stop

MOST_ACTIONS = 8


def decided_slide(facts: Facts, decided: Sequence[Action]) -> Slide:
    """What earlier meetings decided, done or not: the deck opens with it. `decided`: at least one.

    What is open stands first. Overdue is what was due before the day the data were published.
    """
    source = stated(facts.edition, facts.period_type, facts.period)
    empty = Slide("decided", say("上次议定事项"), "", "", Points((), ""), source, ())
    return with_decided(empty, decided, facts.edition.published.date().isoformat())


def with_decided(slide: Slide, decided: Sequence[Action], day: str) -> Slide:
    """The same slide as things stand now; `day`: what was due before it is overdue."""
    ordered = sorted(decided, key=lambda action: action.is_done)
    rows = [(action.text, action.office, action.due or "—", state_of(action, day)) for action in ordered]
    number = sum(action.is_done for action in decided)
    title = say("上次议定{n}项，{done}项已办结", n=len(decided), done=number)
    if number < len(decided):
        title += say("，{n}项还没有", n=len(decided) - number)
    tones = tuple(_tone(action, day) for action in ordered[:MOST_ACTIONS])
    head, keys = (say("事项"), say("谁来办"), say("期限"), say("进展")), tuple(a.number for a in ordered)
    shown = tuple(rows[:MOST_ACTIONS])
    return replace(
        slide,
        title=title,
        lead="",
        exhibit=Table(
            head, shown, (0.48, 0.2, 0.15, 0.17), title, tones, keys[:MOST_ACTIONS], len(rows) - len(shown)
        ),
        notes=tuple(f"{action.decided} {action.text}".strip() for action in ordered),
        stress=say("{n}项已办结", n=number),
    )


def state_of(action: Action, day: str) -> str:
    """已办结, 未办结, or 已到期未办结 where it was due before `day` ('2026-02-28')."""
    if action.is_done:
        return say("▲ 已办结")
    return say("▼ 到期未办结") if action.due and action.due < day else say("● 未办结")


def _tone(action: Action, day: str) -> str:
    if action.is_done:
        return "better"
    return "worse" if action.due and action.due < day else "plain"


def actions_slide(facts: Facts, actions: Sequence[Action]) -> Slide:
    """What earlier meetings decided; without any, what the data ask for."""
    agreed = [(action.text, action.office, action.due or "—") for action in actions]
    rows = agreed or _asked_by_the_data(facts)
    number = len(rows)
    title = say("{n}项议定事项还没有办结", n=number) if agreed else say("按数据有{n}件事要跟进", n=number)
    if not rows:
        title = say("没有未办结的议定事项，也没有要跟进的乡镇和报表")
    return Slide(
        id="actions",
        section=say("待办事项"),
        title=title,
        lead="",
        exhibit=_actions_table(rows, title),
        source=stated(facts.edition, facts.period_type, facts.period),
        notes=(say("只写办理单位，不写个人。"),),
        stress=str(number) if rows else "",
        view=view_address(facts, "alerts"),
    )


def _actions_table(rows: Sequence[tuple[str, ...]], title: str) -> Table | Points:
    if not rows:
        return Points((title + stop(),), title)
    head, shown = (say("事项"), say("谁来办"), say("期限或依据")), tuple(rows[:MOST_ACTIONS])
    return Table(head, shown, (0.52, 0.18, 0.3), title, left_out=len(rows) - len(shown))


def _asked_by_the_data(facts: Facts) -> list[tuple[str, str, str]]:
    """A line a township to discuss, one whose overdue work keeps growing, and one a report that is not in."""
    found = []
    for code, concerns in list(to_discuss(facts).items())[:MOST_TOWNSHIPS]:
        names = listed([facts.measures[apart.indicator].name for apart in concerns[:MOST_CONCERNS]])
        basis = say("与全县相差超出99.8%界限")
        found.append((say("查明原因：{names}", names=names), facts.names[code], basis))
    found += _overdue_that_grows(facts)[:MOST_TOWNSHIPS]
    for report in facts.missing:
        named = months_listed(report.months)
        found.append((say("补报{export}", export=report.export), report.name, named))
    return found


def _overdue_that_grows(facts: Facts) -> list[tuple[str, str, str]]:
    """A line a township, the longest first: what the alerts of the period's newest month ask for."""
    months = [month for month in facts.months if month in facts.mart.periods("month")]
    alerts = alerts_of(facts.mart, months[-1]) if months else []
    places = facts.names.keys() - {COUNTY}
    return [
        (_list_words(alert, facts.measures[alert.subject]), facts.names[alert.area], _grows_words(alert))
        for alert in alerts
        if alert.reasons[0] == RISING and alert.area in places
    ]


def _list_words(alert: Alert, measure: Measure) -> str:
    figure = value_text(alert.value, measure)
    return say("报清单和完成日期：{name}{figure}", name=measure.name, figure=figure)


def _grows_words(alert: Alert) -> str:
    return say("已连续{n}个月增加", n=alert.months)
