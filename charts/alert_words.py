"""An alert in sentences: why it stands, since when, and whom to call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from charts.measure import Measure
from charts.signal_words import signal_words
from charts.text import (
    bracketed,
    change_text,
    counts_text,
    listed,
    month_of,
    month_text,
    period_text,
    plain_number,
    value_text,
    with_word,
)
from data.catalogue_records import Acknowledgement
from data.language import say
from metrics.alert import RISING, RUN, SIGNAL, TWO_KEYS, Alert, month_after
from metrics.contributors import Contributor

COUNTY = "county"
ASTRONOMICAL = "astronomical"


@dataclass(frozen=True)
class AlertLine:
    """One alert as it is shown: `place` names its area, `contacts` whom to ask about a county's figure.

    `receipt`, `trend`, `township` and `answer` are addresses; `acknowledged` its newest acknowledgement,
    which `holds` or was overtaken.
    """

    alert: Alert
    measure: Measure
    place: str
    contacts: tuple[Contributor, ...]
    receipt: str
    trend: str
    township: str
    answer: str
    acknowledged: Acknowledgement | None = None
    holds: bool = False


def reason_name(reason: str) -> str:
    """What a sign is called, in a few characters."""
    names = {
        TWO_KEYS: say("差于全县且变差"),
        SIGNAL: say("控制图信号"),
        RUN: say("连续三个月以上"),
        RISING: say("超期增加"),
    }
    return names[reason]


def why_words(alert: Alert, measure: Measure) -> str:
    """The strongest reason, with its figures."""
    return _WHY[alert.reasons[0]](alert, measure)


def _two_keys(alert: Alert, measure: Measure) -> str:
    return say(
        "{period}明显差于全县{county}，比上年同期{change}，真实变差。",
        period=period_text(alert.period_type, alert.period),
        county=value_text(alert.county_value, measure),
        change=change_text(alert.change, measure),
    )


def _run(alert: Alert, measure: Measure) -> str:
    words = {
        "period": period_text(alert.period_type, alert.period),
        "county": value_text(alert.county_value, measure),
        "change": change_text(alert.change, measure),
        "n": alert.months,
    }
    if alert.counts_reports:
        return say("{period}明显差于全县{county}，比上年同期{change}；这样已连续{n}次。", **words)
    return say("{period}明显差于全县{county}，比上年同期{change}；这样已连续{n}个月。", **words)


def _signal(alert: Alert, measure: Measure) -> str:
    month, level = period_text("month", alert.month), value_text(alert.level, measure)
    if alert.rule != ASTRONOMICAL:
        signal = signal_words(alert.rule, alert.direction)
        return say(
            "{month}控制图“{signal}”（平均{level}），不像偶然。", month=month, signal=signal, level=level
        )
    # without a month to compare with, or by the county's own settings, last year has no say
    if not alert.beyond_last_year:
        return say("{month}越过控制界限（平均{level}），不像偶然。", month=month, level=level)
    return say("{month}越过控制界限（平均{level}），也明显差于上年同月，不像偶然。", month=month, level=level)


def _rising(alert: Alert, measure: Measure) -> str:
    return say(
        "{month}末比{before}末多{change}，已连续{n}个月增加，是近一年最多。",
        month=period_text("month", alert.month),
        before=period_text("month", month_after(alert.since, -1)),
        change=_amount(alert.change or 0, measure),
        n=alert.months,
    )


_WHY: Mapping[str, Callable[[Alert, Measure], str]] = {
    TWO_KEYS: _two_keys,
    SIGNAL: _signal,
    RUN: _run,
    RISING: _rising,
}


def _amount(cases: float, measure: Measure) -> str:
    return with_word(plain_number(cases, 0), measure.counted or say("件"))


def since_words(alert: Alert) -> str:
    """'第3个月（2025年10月起）'; a first month says that it is new."""
    if alert.months <= 1:
        return say("{month}新出现", month=period_text("month", alert.since))
    if alert.counts_reports:
        return say("连续第{n}次（{month}起）", n=alert.months, month=period_text("month", alert.since))
    return say("第{n}个月（{month}起）", n=alert.months, month=period_text("month", alert.since))


def next_words(line: AlertLine) -> str:
    """Whom to call, and what to ask for."""
    alert, measure = line.alert, line.measure
    if alert.area == COUNTY:
        if not line.contacts:
            return say("看各乡镇比较，再定问谁。")
        named = listed([_contact(each, measure) for each in line.contacts])
        return say("先问{names}。", names=named)
    if alert.reasons[0] == RISING:
        cases = _amount(alert.value, measure)
        return say("请{place}报这{cases}的清单和完成日期。", place=line.place, cases=cases)
    failing = _failing(alert, measure)
    if failing is None:
        return say("请{place}说明原因和打算。", place=line.place)
    return say("请{place}逐件说明这{cases}。", place=line.place, cases=_amount(failing, measure))


def _contact(contact: Contributor, measure: Measure) -> str:
    failing, cases = plain_number(contact.failing, 0), _amount(contact.cases, measure)
    return contact.item + bracketed(say("{cases}中{n}件有问题", cases=cases, n=failing))


def _failing(alert: Alert, measure: Measure) -> float | None:
    """The cases behind the alert that did not go well; None where a figure is not a share."""
    if measure.unit != "percent" or alert.numerator is None or alert.denominator is None:
        return None
    return alert.numerator if measure.good == "low" else alert.denominator - alert.numerator


def figure_words(alert: Alert, measure: Measure) -> tuple[str, str]:
    """The figure, and the counts behind it."""
    counts = counts_text(alert.numerator, alert.denominator, measure)
    return value_text(alert.value, measure), bracketed(counts)


def acknowledged_words(line: AlertLine) -> str:
    """'综治办 11月3日知悉：已派人核对。12月1日再看'; '' where nobody has said anything."""
    told = line.acknowledged
    if told is None:
        return ""
    words = say("{by}于{day}知悉：{note}", by=told.by, day=day_text(told.at.date()), note=told.note)
    if told.until:
        words += say("（{day}再看）", day=day_text(told.until))
    if line.holds:
        return words
    return say("此后又有新情况。此前{words}", words=words)


def day_text(day: date) -> str:
    """2025年12月3日 · 3 Dec 2025."""
    return say("{month}{day}日", month=month_text(day), day=day.day)


def alerts_sentence(
    open_lines: Sequence[AlertLine], answered: int, month: str, *, is_young: bool = False
) -> str:
    """How many there are, and that there are none: a calm sentence, which is good news.

    is_young: there are too few months to judge, and no news is no good news yet.
    """
    named = month_text(month_of(month))
    if not open_lines:
        calm = say(
            "{month}没有新的预警：没有哪个乡镇既明显差于全县又在变差，控制图也没有变差的信号。", month=named
        )
        if is_young:
            calm = say("{month}没有新的预警：数据不足13个月，控制图和同比都还不能判断。", month=named)
        noted = say("{month}的{n}项预警都已知悉。", month=named, n=answered)
        return noted if answered else calm
    long = sum(1 for line in open_lines if line.alert.months >= 3)
    text = say("{month}有{n}项预警待处理", month=named, n=len(open_lines))
    text += say("，其中{n}项已是第三个月或更久。", n=long) if long else say("。")
    return text + (say("另有{n}项已知悉。", n=answered) if answered else "")
