"""Slides about the county: the headline, and the finding of each domain."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from charts.area_figures import AreaFigure
from charts.chosen_measures import HEADLINES, headline_measures
from charts.judgement import judge_change
from charts.measure import Measure
from charts.text import counts_text, divisor, value_text
from data.language import say
from metrics.indicator import domain_name
from metrics.period_spans import months_of
from reports.chart_data import control_chart, number_format, signal_sentence
from reports.edition import stated
from reports.facts import Facts
from reports.receipt_notes import receipt_lines
from reports.story import Chart, Series, Slide, Table
from reports.wording import (
    apart_sentence,
    changes_finding,
    county_finding,
    figure_sentence,
    sentences,
    stop,
    told_change,
    told_words,
)

MOST_ROWS = 8
FEWEST_MONTHS = 4


def headline_slide(facts: Facts) -> Slide:
    """How many changes are real, with the figures that show it."""
    finding = changes_finding(facts.changes, facts.noise)
    shown = _headline_figures(facts)
    rest = (
        say("其余{n}项属正常波动，不宜据此评先评差。", n=facts.noise) if facts.changes and facts.noise else ""
    )
    notes = [line for figure in shown for line in _receipt(facts, figure.indicator)]
    return Slide(
        id="headline",
        section=say("总体"),
        title=finding.title,
        lead=sentences(rest, facts.reported),
        exhibit=_headline_table(facts, shown, finding.title),
        source=stated(facts.edition, facts.period_type, facts.period),
        notes=tuple(notes),
        stress=finding.stress,
        tone=finding.tone,
        view=view_address(facts),
    )


def view_address(facts: Facts, page: str = "", **choices: str) -> str:
    """'indicator?by=year&period=2025&indicator=…': the page behind a slide, in the period of the deck."""
    asked = {"by": "" if facts.period_type == "month" else facts.period_type, "period": facts.period}
    kept = {name: value for name, value in (asked | choices).items() if value}
    return f"{page}?{urlencode(kept)}"


def _receipt(facts: Facts, indicator: str) -> tuple[str, ...]:
    return receipt_lines(facts, facts.county[indicator], facts.period_type, facts.period)


def _headline_figures(facts: Facts) -> list[AreaFigure]:
    """What really changed first, then the headline figures of 总览."""
    first = [change.indicator for change in facts.changes]
    then = [measure.id for measure in headline_measures(list(facts.measures.values()), facts.county)]
    names = list(dict.fromkeys([*first, *then]))[:MOST_ROWS]
    return [facts.county[name] for name in names if name in facts.county]


def _headline_table(facts: Facts, shown: Sequence[AreaFigure], says: str) -> Table:
    rows, tones = [], []
    for figure in shown:
        measure = facts.measures[figure.indicator]
        _, change, level = told_change(figure, facts.period_type)
        judged = judge_change(measure, change, level, in_headline=True, too_few=figure.too_few)
        counts = counts_text(figure.numerator, figure.denominator, measure) or "—"
        since = told_words(figure, measure, facts.period_type)
        words = f"{judged.glyph} {judged.words}".strip()
        rows.append((measure.name, value_text(figure.value, measure), counts, since, words))
        tones.append(judged.tone)
    head = (say("指标"), say("数值"), say("分子/分母"), say("变化"), say("判断"))
    return Table(head, tuple(rows), (0.28, 0.13, 0.17, 0.26, 0.16), says, tuple(tones))


def domain_slides(facts: Facts) -> list[Slide]:
    """One slide a domain that has figures, in catalogue order."""
    domains = dict.fromkeys(measure.domain for measure in facts.measures.values())
    found = [(domain, _leading(facts, domain)) for domain in domains]
    return [_domain_slide(facts, domain, measure) for domain, measure in found if measure]


def _leading(facts: Facts, domain: str) -> Measure | None:
    """The indicator that a domain's slide is about: real changes first, then whom townships differ in."""
    inside = [m for m in facts.measures.values() if m.domain == domain and m.id in facts.county]
    if not inside:
        return None
    changed = {change.indicator: change.is_better for change in facts.changes}
    apart = {apart.indicator for apart in facts.apart if not apart.is_better}
    headlines = {name: place for place, name in enumerate(HEADLINES)}

    def rank(measure: Measure) -> tuple[object, ...]:
        is_real = measure.id in changed
        return (
            not is_real,
            changed.get(measure.id, False),
            measure.id not in apart,
            not measure.is_judged,
            headlines.get(measure.id, len(headlines)),
            not measure.is_compared,
        )

    return min(inside, key=rank)


def _domain_slide(facts: Facts, domain: str, measure: Measure) -> Slide:
    figure, points = facts.county[measure.id], facts.signals(measure.id)
    finding = county_finding(figure, measure, facts.period_type)
    signal = signal_sentence(points)
    lead = sentences(
        figure_sentence(say("全县"), figure, measure, facts.period_type),
        signal + stop() if signal else "",
        _worst_township(facts, measure),
    )
    return Slide(
        id=domain or "other",
        section=f"{domain_name(domain) or say('其他')} · {measure.name}",
        title=finding.title,
        lead=lead,
        exhibit=county_chart(facts, figure, measure),
        source=stated(facts.edition, facts.period_type, facts.period),
        notes=_receipt(facts, measure.id),
        stress=finding.stress,
        tone=finding.tone,
        view=view_address(facts, "indicator", indicator=measure.id, view="trend"),
    )


def _worst_township(facts: Facts, measure: Measure) -> str:
    for apart in facts.apart:
        if apart.indicator == measure.id and not apart.is_better:
            words = apart_sentence(apart, facts.names[apart.township], measure)
            return (
                words
                if facts.judged == (facts.period_type, facts.period)
                else _in_twelve_months(facts, words)
            )
    return ""


def _in_twelve_months(facts: Facts, words: str) -> str:
    return say("{period}，{words}", period=facts.judged_words, words=words)


def county_chart(facts: Facts, figure: AreaFigure, measure: Measure) -> Chart:
    """The control chart of a figure; beside its past where there are too few months for one."""
    points = facts.signals(measure.id)
    if len(points) >= FEWEST_MONTHS:
        return control_chart(points, measure, facts.targets(measure.id))
    return _then_and_now(facts, figure, measure)


def _then_and_now(facts: Facts, figure: AreaFigure, measure: Measure) -> Chart:
    """Too few months for a line: the figure beside its past."""
    scale = divisor(measure)
    past = [(say("上年同期"), figure.last_year_value), (say("上期"), figure.previous_value)]
    known = [(name, value) for name, value in (*past, (say("本期"), figure.value)) if value is not None]
    series = Series(measure.name, tuple(value / scale for _, value in known))
    says = figure_sentence(measure.name, figure, measure, facts.period_type)
    caption = say("{n}个月有数", n=len(months_of(facts.period_type, facts.period)))
    names = tuple(name for name, _ in known)
    return Chart("bars", names, (series,), number_format(measure), says, "", caption)
