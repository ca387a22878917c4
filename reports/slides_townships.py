"""Slides about townships: those to discuss, the index, and what is still to be done."""

from __future__ import annotations

from collections.abc import Sequence

from charts.area_figures import AreaFigure
from charts.index_words import band_words, score_text
from charts.measure import Measure
from charts.text import listed, month_of, month_text, period_text, value_text
from data.language import say
from metrics.findings import Apart
from metrics.index.results import PeriodIndex
from reports.chart_data import ranking_chart, scores_chart
from reports.edition import stated
from reports.facts import Facts
from reports.receipt_notes import receipt_lines
from reports.story import Action, Chart, Points, Slide, Table
from reports.wording import apart_sentence, sentences, side_words, stop, takes_words, township_words

MOST_TOWNSHIPS = 4
MOST_CONCERNS = 2
MOST_MONTHS = 3
MOST_NAMED = 4
MOST_ACTIONS = 8


def to_discuss(facts: Facts) -> dict[str, list[Apart]]:
    """Township → where it is clearly worse than the county, the largest difference first."""
    found: dict[str, list[Apart]] = {}
    for apart in facts.apart:
        if not apart.is_better:
            found.setdefault(apart.township, []).append(apart)
    return found


def township_slides(facts: Facts) -> list[Slide]:
    """One slide a township, those farthest from the county first; one that says so where there is none."""
    chosen = list(to_discuss(facts).items())[:MOST_TOWNSHIPS]
    return [_township_slide(facts, code, concerns) for code, concerns in chosen] or [_nobody(facts)]


def _township_slide(facts: Facts, code: str, concerns: Sequence[Apart]) -> Slide:
    first, name = concerns[0], facts.names[code]
    measure = facts.measures[first.indicator]
    words = township_words(first, name, measure)
    takes = takes_words(first, measure) if first.cases_to_county else ""
    others = [
        apart_sentence(apart, "", facts.measures[apart.indicator]) for apart in concerns[1:MOST_CONCERNS]
    ]
    period_type, period = facts.judged
    return Slide(
        id=f"township-{code}",
        section=say("要议的乡镇") + " · " + name,
        title=say("，").join((words, side_words(first, measure))),
        lead=sentences(takes + stop() if takes else "", say("另有：") + sentences(*others) if others else ""),
        exhibit=ranking_chart(facts.of_townships(measure.id), measure, code),
        source=stated(facts.edition, period_type, period),
        notes=receipt_lines(facts, _figure(facts, first), period_type, period),
        stress=value_text(first.value, measure),
        tone="worse",
    )


def _figure(facts: Facts, apart: Apart) -> AreaFigure:
    return next(f for f in facts.of_townships(apart.indicator) if f.area == apart.township)


def _nobody(facts: Facts) -> Slide:
    measure = _compared(facts)
    exhibit: Chart | Points
    if measure is None:
        exhibit = Points((say("本期没有可以和全县比较的指标。"),), say("没有可比的指标"))
    else:
        exhibit = ranking_chart(facts.of_townships(measure.id), measure)
    return Slide(
        id="townships",
        section=say("要议的乡镇"),
        title=say("没有乡镇明显差于全县，名次先后没有意义"),
        lead=say("以{name}为例：各乡镇的区间都与全县相交。", name=measure.name) if measure else "",
        exhibit=exhibit,
        source=stated(facts.edition, *facts.judged),
        notes=(say("明显：与全县相差超出99.8%界限。"),),
    )


def _compared(facts: Facts) -> Measure | None:
    with_figures = {figure.indicator for figure in facts.townships if figure.value is not None}
    return next((m for m in facts.measures.values() if m.is_compared and m.id in with_figures), None)


def index_slide(facts: Facts) -> Slide:
    """The county's score, and who is listed, kind by kind."""
    found = facts.index
    title, stress = _index_title(found)
    lists = [_listed(found, "well", say("做得好")), _listed(found, "support", say("需要支持"))]
    scored = any(area.score is not None for area in found.townships)
    empty = Points((say("有数的权重不足三分之二，或没有评分标准。"),), title)
    return Slide(
        id="index",
        section=say("平安指数"),
        title=title,
        lead=sentences(*lists),
        exhibit=scores_chart(found, title) if scored else empty,
        source=stated(facts.edition, *facts.judged),
        notes=_index_notes(found),
        stress=stress,
    )


def _index_title(found: PeriodIndex) -> tuple[str, str]:
    if found.county is None or found.county.score is None:
        return say("{period}没有可计分的数据", period=period_text(found.period_type, found.period)), ""
    score = score_text(found.county.score, found.standard)
    words = {"score": score, "band": band_words(found.county.band)}
    apart = sum(bool(area.listed) for area in found.townships)
    if not apart:
        return say("平安指数全县{score}分（{band}），各乡镇与全县相差不大", **words), score
    return say("平安指数全县{score}分（{band}），{n}个乡镇与全县确有差别", n=apart, **words), score


def _listed(found: PeriodIndex, half: str, title: str) -> str:
    areas = [area for area in found.townships if area.listed == half]
    if not areas:
        return ""
    shown = [f"{area.name} {score_text(area.score, found.standard)}" for area in areas[:MOST_NAMED]]
    ending = say("等") if len(areas) > len(shown) else ""
    return say("{title}：{names}{ending}。", title=title, names=listed(shown), ending=ending)


def _index_notes(found: PeriodIndex) -> tuple[str, ...]:
    if found.county is None or found.standard is None:
        return (say("没有这一年的评分标准，或没有数据。"),)
    head = say("评分标准 {file}；只在同类乡镇内排位，名单以99.8%为界。", file=found.standard.label)
    areas = (area for kind in found.kinds for area in found.of_kind(kind))
    scores = [f"{area.name} {score_text(area.score, found.standard)}" for area in areas]
    return (head, say("、").join(scores))


def actions_slide(facts: Facts, actions: Sequence[Action]) -> Slide:
    """What earlier meetings decided; without any, what the data ask for."""
    agreed = [(action.text, action.office, action.due or "—") for action in actions]
    rows = agreed or _asked_by_the_data(facts)
    shown, number = rows[:MOST_ACTIONS], len(rows)
    title = say("{n}项议定事项还没有办结", n=number) if agreed else say("按数据有{n}件事要跟进", n=number)
    if not rows:
        title = say("没有未办结的议定事项，也没有要跟进的乡镇和报表")
    return Slide(
        id="actions",
        section=say("待办事项"),
        title=title,
        lead=say("另有{n}项。", n=number - len(shown)) if number > len(shown) else "",
        exhibit=_actions_table(shown, title),
        source=stated(facts.edition, facts.period_type, facts.period),
        notes=(say("只写办理单位，不写个人。"),),
        stress=str(number) if rows else "",
    )


def _actions_table(rows: Sequence[tuple[str, ...]], title: str) -> Table | Points:
    if not rows:
        return Points((title + stop(),), title)
    return Table((say("事项"), say("谁来办"), say("期限或依据")), tuple(rows), (0.52, 0.18, 0.3), title)


def _asked_by_the_data(facts: Facts) -> list[tuple[str, str, str]]:
    """A line a township to discuss, and one a report that is not in."""
    found = []
    for code, concerns in list(to_discuss(facts).items())[:MOST_TOWNSHIPS]:
        names = listed([facts.measures[apart.indicator].name for apart in concerns[:MOST_CONCERNS]])
        basis = say("与全县相差超出99.8%界限")
        found.append((say("查明原因：{names}", names=names), facts.names[code], basis))
    for report in facts.missing:
        months = listed([month_text(month_of(month)) for month in report.months[:MOST_MONTHS]])
        found.append((say("补报{export}", export=report.export), report.name, months))
    return found
