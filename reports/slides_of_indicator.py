"""The page 指标 as a slide: the past of an area, the townships beside each other, or the definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from charts.area_figures import AreaFigure, area_figures
from charts.measure import Measure
from charts.text import bracketed, counts_text, listed, mid_sentence, value_text
from data.language import say
from metrics.indicator import domain_name
from reports.chart_data import control_chart, ranking_chart, signal_sentence
from reports.edition import stated
from reports.facts import COUNTY, Facts
from reports.receipt_notes import definition_lines, receipt_lines
from reports.slides_county import FEWEST_MONTHS, county_chart
from reports.story import Points, Slide
from reports.wording import Finding, county_finding, figure_sentence, sentences, stop

PAST = ("trend", "townships", "parts")


def indicator_slide(facts: Facts, choices: Mapping[str, str]) -> Slide:
    """One indicator as its page shows it. A neutral one is never put in an order: its past is shown."""
    measure = facts.measures.get(choices.get("indicator", "")) or next(iter(facts.measures.values()))
    view = choices.get("view", "compare")
    if view == "definition":
        return _definition(facts, measure)
    area = choices.get("area", COUNTY)
    if view == "trend" and area in facts.names and area != COUNTY:
        return _township_past(facts, measure, area)
    if view in PAST or not measure.is_compared:
        return _county_past(facts, measure)
    return _townships(facts, measure, choices.get("kind", ""))


def _section(measure: Measure, *more: str) -> str:
    return " · ".join((domain_name(measure.domain) or say("其他"), measure.name, *more))


def _no_figure(facts: Facts, measure: Measure) -> Slide:
    title = say("{name}本期没有数字", name=measure.name)
    source = stated(facts.edition, facts.period_type, facts.period)
    return Slide("", _section(measure), title, "", Points((title + stop(),), title), source, ())


def _county_past(facts: Facts, measure: Measure) -> Slide:
    figure = facts.county.get(measure.id)
    if figure is None:
        return _no_figure(facts, measure)
    finding = county_finding(figure, measure, facts.period_type)
    signal = signal_sentence(facts.signals(measure.id))
    whole = figure_sentence(say("全县"), figure, measure, facts.period_type)
    return Slide(
        id="",
        section=_section(measure),
        title=finding.title,
        lead=sentences(whole, signal + stop() if signal else ""),
        exhibit=county_chart(facts, figure, measure),
        source=stated(facts.edition, facts.period_type, facts.period),
        notes=receipt_lines(facts, figure, facts.period_type, facts.period),
        stress=finding.stress,
        tone=finding.tone,
    )


def _township_past(facts: Facts, measure: Measure, area: str) -> Slide:
    found = facts.mart.values(measure.id, area, period_type=facts.judged[0], period=facts.judged[1])
    figure = next(iter(area_figures(found, facts.names)), None)
    points = [p for p in facts.mart.signals(measure.id, area) if p.month <= facts.months[-1]]
    if figure is None or figure.value is None or len(points) < FEWEST_MONTHS:
        return _no_figure(facts, measure)
    signal = signal_sentence(points)
    finding = _beside_county(figure, measure, facts.names[area])
    lead = facts.names[area] + say("：") + (signal or say("最近没有信号，属正常波动")) + stop()
    return Slide(
        id="",
        section=_section(measure, facts.names[area]),
        title=finding.title,
        lead=lead,
        exhibit=control_chart(points, measure, facts.targets(measure.id, area)),
        source=stated(facts.edition, *facts.judged),
        notes=receipt_lines(facts, figure, *facts.judged),
        stress=finding.stress,
        tone=finding.tone,
    )


def _beside_county(figure: AreaFigure, measure: Measure, name: str) -> Finding:
    """'沙湾镇重复访占比11.4%（20/175），明显差于全县5.1%'."""
    shown = value_text(figure.value, measure)
    counts = bracketed(counts_text(figure.numerator, figure.denominator, measure))
    words = say("{township}{name}{figure}", township=name, name=measure.name, figure=shown + counts)
    county = value_text(figure.county_value, measure)
    judged = {
        "better_99_8": (say("明显好于全县{county}", county=county), "better"),
        "better_95": (say("好于全县{county}，还不算明显", county=county), "plain"),
        "worse_95": (say("差于全县{county}，还不算明显", county=county), "plain"),
        "worse_99_8": (say("明显差于全县{county}", county=county), "worse"),
    }
    if not measure.is_compared:
        why = say("，与乡镇大小有关，不和全县比较") if measure.is_judged else say("，只反映数量，不作评价")
        return Finding(words + why, shown)
    if figure.too_few:
        return Finding(words + say("，") + mid_sentence(say("件数少，不作比较")), shown)
    text, tone = judged.get(figure.verdict_class, (say("与全县{county}相差不大", county=county), "plain"))
    return Finding(words + say("，") + text, shown, tone)


def _townships(facts: Facts, measure: Measure, kind: str) -> Slide:
    figures = [f for f in facts.of_townships(measure.id) if not kind or facts.kinds.get(f.area) == kind]
    if not any(figure.value is not None for figure in figures):
        return _no_figure(facts, measure)
    worse = [f for f in figures if f.verdict_class == "worse_99_8" and not f.too_few]
    better = [f for f in figures if f.verdict_class == "better_99_8" and not f.too_few]
    county = next((f.county_value for f in figures if f.county_value is not None), None)
    shown = value_text(county, measure)
    title = _title_of_townships(measure, shown, len(worse), len(better))
    chosen = worse[0].area if worse else ""
    return Slide(
        id="",
        section=_section(measure, say("各乡镇")),
        title=title,
        lead=_named(worse, better),
        exhibit=ranking_chart(figures, measure, chosen),
        source=stated(facts.edition, *facts.judged),
        notes=(),
        stress=shown,
        tone="worse" if worse else "plain",
    )


def _named(worse: Sequence[AreaFigure], better: Sequence[AreaFigure]) -> str:
    return sentences(
        *(
            say("{title}：{names}{ending}。", title=words, names=listed([f.name for f in found]), ending="")
            for words, found in ((say("明显差于全县"), worse), (say("明显好于全县"), better))
            if found
        )
    )


def _title_of_townships(measure: Measure, county: str, worse: int, better: int) -> str:
    words = {"name": measure.name, "county": county}
    if not worse and not better:
        return say("{name}全县{county}，各乡镇相差不大，名次先后没有意义", **words)
    told = say("{n}个乡镇明显差于全县", n=worse) if worse else say("没有乡镇明显差于全县")
    if better:
        told += say("，{n}个明显好于全县", n=better)
    return say("{name}全县{county}，{told}", told=told, **words)


def _definition(facts: Facts, measure: Measure) -> Slide:
    found = facts.definition(measure.id)
    lines = tuple(definition_lines(facts, found))
    title = say("{name}：{why}", name=measure.name, why=measure.why)
    source = stated(facts.edition, facts.period_type, facts.period)
    return Slide("", _section(measure, say("定义")), title, "", Points(lines, title), source, ())
