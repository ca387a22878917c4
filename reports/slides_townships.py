"""Slides about townships: those to discuss, and the index."""

from __future__ import annotations

from collections.abc import Sequence

from charts.area_figures import AreaFigure
from charts.index_words import band_words, score_text
from charts.measure import Measure
from charts.text import listed, period_text, value_text
from data.language import say
from metrics.findings import Apart
from metrics.index.results import PeriodIndex
from reports.chart_data import ranking_chart, scores_chart
from reports.edition import stated
from reports.facts import Facts
from reports.receipt_notes import receipt_lines
from reports.slides_county import view_address
from reports.story import Chart, Points, Slide
from reports.wording import apart_sentence, sentences, side_words, stop, takes_words, township_words

MOST_TOWNSHIPS = 4
MOST_CONCERNS = 2
MOST_NAMED = 4


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
        view=view_address(facts, "township", township=code),
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
        lead=crossing_words(facts.of_townships(measure.id), measure) if measure else "",
        exhibit=exhibit,
        source=stated(facts.edition, *facts.judged),
        notes=(say("明显：与全县相差超出99.8%界限。"),),
        view=view_address(facts),
    )


def crossing_words(townships: Sequence[AreaFigure], measure: Measure) -> str:
    """How many townships cannot be told from the county: none need be worse for some to be better."""
    known = [(f.lower95, f.county_value, f.upper95) for f in townships]
    crossing = [
        low <= county <= high
        for low, county, high in known
        if low is not None and county is not None and high is not None
    ]
    if all(crossing):
        return say("以{name}为例：各乡镇的区间都与全县相交。", name=measure.name)
    words = {"name": measure.name, "n": len(crossing), "m": sum(crossing)}
    return say("以{name}为例：{n}个乡镇中{m}个的区间与全县相交。", **words)


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
        view=view_address(facts, "index"),
    )


def _index_title(found: PeriodIndex) -> tuple[str, str]:
    if found.county is None or found.county.score is None:
        return say("{period}没有可计分的数据", period=period_text(found.period_type, found.period)), ""
    score = score_text(found.county.score, found.standard)
    words = {"score": score, "band": band_words(found.county.band)}
    if all(area.score is None for area in found.townships):
        return say("平安指数全县{score}分（{band}），各乡镇数据不足，不计分", **words), score
    apart = sum(bool(area.listed) for area in found.townships)
    if not apart:
        return say("平安指数全县{score}分（{band}），没有乡镇与全县确有差别", **words), score
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
