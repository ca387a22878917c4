"""Pages about townships as slides: a kind, one, several beside each other, alerts, reports not in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts.alert_words import COUNTY, figure_words, since_words, why_words
from charts.area_figures import AreaFigure, area_figures
from charts.index_words import kind_words
from charts.measure import Measure
from charts.palette import glyph, verdict_of, verdict_words
from charts.profile_table import judged_figures, strengths_and_concerns
from charts.text import (
    change_text,
    counts_text,
    listed,
    month_of,
    month_text,
    months_listed,
    period_text,
    value_text,
)
from data.language import say
from metrics.alerts import alerts_of
from metrics.findings import Apart
from metrics.period_steps import last_month
from reports.edition import stated
from reports.facts import Facts
from reports.receipt_notes import receipt_lines
from reports.story import Points, Slide, Table
from reports.wording import stop

MOST_ROWS = 8
FEWEST = 2


def kind_slide(facts: Facts, kind: str) -> Slide:
    """The townships of one kind that stand clearly apart from the county."""
    apart = [each for each in facts.apart if facts.kinds.get(each.township) == kind]
    worse = sum(not each.is_better for each in apart)
    title = say("没有明显差于或好于全县的，高低先后没有意义")
    if apart:
        title = say("{worse}处明显差于全县，{better}处明显好于全县", worse=worse, better=len(apart) - worse)
    return Slide(
        id="",
        section=f"{say('总览')} · {kind_words(kind)}",
        title=title,
        lead="",
        exhibit=_apart_table(facts, apart, title) if apart else Points((title + stop(),), title),
        source=stated(facts.edition, *facts.judged),
        notes=(),
        tone="worse" if worse else "plain",
    )


def _apart_table(facts: Facts, apart: Sequence[Apart], says: str) -> Table:
    ordered = sorted(apart, key=lambda each: each.is_better)[:MOST_ROWS]
    rows = []
    for each in ordered:
        measure = facts.measures[each.indicator]
        figures = (value_text(each.value, measure), value_text(each.county_value, measure))
        judged = "better_99_8" if each.is_better else "worse_99_8"
        words = f"{glyph(judged)} {verdict_words(judged)}"
        rows.append((facts.names[each.township], measure.name, *figures, words))
    head = (say("乡镇"), say("指标"), say("数值"), say("全县"), say("判断"))
    tones = tuple("better" if each.is_better else "worse" for each in ordered)
    left_out = len(apart) - len(ordered)
    return Table(head, tuple(rows), (0.2, 0.35, 0.13, 0.12, 0.2), says, tones, left_out=left_out)


def township_slide(facts: Facts, township: str) -> Slide:
    """One township beside the county: where it is worse, then where it is better."""
    code = township if township in facts.names and township != COUNTY else list(facts.names)[1]
    figures = {f.indicator: f for f in facts.townships if f.area == code}
    better, worse = strengths_and_concerns(figures, list(facts.measures.values()))
    clear = [f for f in worse if f.verdict_class == "worse_99_8"]
    name = facts.names[code]
    title = _like_the_county(name, judged_figures(figures, list(facts.measures.values())))
    if better or worse:
        counts = {"name": name, "worse": len(worse), "clear": len(clear), "better": len(better)}
        title = say("{name}{worse}项差于全县（{clear}项明显），{better}项好于全县", **counts)
    shown = [*worse, *better][:MOST_ROWS] or [f for f in figures.values() if f.value is not None][:MOST_ROWS]
    left_out = max(len(worse) + len(better) - MOST_ROWS, 0)
    table = replace(_beside_county(facts, shown, title), left_out=left_out)
    return Slide(
        id="",
        section=f"{say('乡镇')} · {name}",
        title=title,
        lead="",
        exhibit=table,
        source=stated(facts.edition, *facts.judged),
        notes=tuple(line for f in shown[:2] for line in receipt_lines(facts, f, *facts.judged)),
        tone="worse" if clear else "plain",
    )


def _like_the_county(name: str, judged: Sequence[AreaFigure]) -> str:
    if not judged:
        return say("{name}没有可以和全县比较的指标", name=name)
    return say("{name}{n}项指标都与全县相差不大，高低先后没有意义", name=name, n=len(judged))


def _beside_county(facts: Facts, shown: Sequence[AreaFigure], says: str) -> Table:
    rows, tones = [], []
    for figure in shown:
        measure = facts.measures[figure.indicator]
        verdict = figure.verdict_class if measure.is_compared and not figure.too_few else ""
        counts = counts_text(figure.numerator, figure.denominator, measure) or "—"
        words = f"{glyph(verdict)} {verdict_words(verdict)}"
        values = (value_text(figure.value, measure), counts, value_text(figure.county_value, measure))
        rows.append((measure.name, *values, words))
        tones.append({"better": "better", "worse": "worse"}.get(verdict_of(verdict), "plain"))
    head = (say("指标"), say("数值"), say("分子/分母"), say("全县"), say("判断"))
    return Table(head, tuple(rows), (0.34, 0.14, 0.18, 0.14, 0.2), says, tuple(tones))


def compared_slide(facts: Facts, areas: Sequence[str], than: str) -> Slide:
    """Two to five townships in one period, or (`than`) one area in two periods."""
    known = [area for area in areas if area in facts.names]
    if than and than in facts.mart.periods(facts.period_type) and known:
        return _two_periods(facts, known[0], than)
    if len(known) < FEWEST:
        known = [code for code in facts.names if code != COUNTY][:FEWEST]
    names = [facts.names[code] for code in known]
    measures = _worth_comparing(facts, known)
    found = {code: {f.indicator: f for f in facts.townships if f.area == code} for code in known}
    rows = tuple((m.name, *(_judged_value(found[code].get(m.id), m) for code in known)) for m in measures)
    apart = sum(any(_is_apart(found[code].get(m.id)) for code in known) for m in measures)
    title = say("{names}：没有一项明显不同于全县", names=listed(names))
    if apart:
        title = say("{names}：{n}项里有的明显不同于全县", names=listed(names), n=apart)
    widths = (0.3, *((0.7 / len(known),) * len(known)))
    table = Table((say("指标"), *names), rows, widths, title)
    source = stated(facts.edition, *facts.judged)
    return Slide("", f"{say('对比')} · {listed(names)}", title, _how(), table, source, ())


def _how() -> str:
    return say("▲好于全县，▼差于全县，●相近，○件数太少不作比较。")


def _worth_comparing(facts: Facts, areas: Sequence[str]) -> list[Measure]:
    """Where one of them stands apart first, then in catalogue order."""
    found = {(f.area, f.indicator): f for f in facts.townships}
    compared = [m for m in facts.measures.values() if m.is_compared]
    compared = [m for m in compared if any((area, m.id) in found for area in areas)]
    ordered = sorted(compared, key=lambda m: not any(_is_apart(found.get((area, m.id))) for area in areas))
    return ordered[:MOST_ROWS]


def _is_apart(figure: AreaFigure | None) -> bool:
    return figure is not None and not figure.too_few and figure.verdict_class.endswith("99_8")


def _judged_value(figure: AreaFigure | None, measure: Measure) -> str:
    if figure is None or figure.value is None:
        return "—"
    verdict = "" if figure.too_few else figure.verdict_class
    return f"{glyph(verdict)} {value_text(figure.value, measure)}"


def _two_periods(facts: Facts, area: str, than: str) -> Slide:
    """An area now and then, figures only: whether a change is real stands on the indicator's own slide."""
    read = {
        period: area_figures(
            facts.mart.values(area=area, period_type=facts.period_type, period=period), facts.names
        )
        for period in (facts.period, than)
    }
    now, then = ({f.indicator: f for f in read[period]} for period in (facts.period, than))
    judged = [m for m in facts.measures.values() if m.is_judged and m.id in now and m.id in then][:MOST_ROWS]
    rows = tuple(
        (m.name, value_text(now[m.id].value, m), value_text(then[m.id].value, m), _difference(now, then, m))
        for m in judged
    )
    words = [period_text(facts.period_type, period) for period in (facts.period, than)]
    title = say("{name}：{one}与{other}对比", name=facts.names[area], one=words[0], other=words[1])
    table = Table((say("指标"), *words, say("相差")), rows, (0.34, 0.22, 0.22, 0.22), title)
    source = stated(facts.edition, facts.period_type, facts.period)
    lead = say("是否真实，看各项指标的走势。")
    return Slide("", f"{say('对比')} · {facts.names[area]}", title, lead, table, source, ())


def _difference(now: dict[str, AreaFigure], then: dict[str, AreaFigure], measure: Measure) -> str:
    one, other = now[measure.id].value, then[measure.id].value
    if one is None or other is None:
        return "—"
    if measure.unit in ("count", "yuan"):
        return change_text(100 * (one - other) / other, measure) if other else "—"
    return change_text(one - other, measure)


def alerts_slide(facts: Facts) -> Slide:
    """Whom to ask about what; the longest-standing first."""
    month = min(last_month(facts.period_type, facts.period), facts.mart.periods("month")[-1])
    found = sorted(alerts_of(facts.mart, month), key=lambda alert: -alert.months)
    named = month_text(month_of(month))
    title = say("{month}没有新的预警", month=named)
    if found:
        title = say("{month}有{n}项预警", month=named, n=len(found))
        long = sum(alert.months >= 3 for alert in found)
        title += say("，{n}项已是第三个月或更久", n=long) if long else ""
    lines = tuple(
        f"{facts.names.get(alert.area, alert.area)} · {measure.name} {''.join(figure_words(alert, measure))}"
        f"{say('，')}{why_words(alert, measure)} {since_words(alert)}"
        for alert in found[:5]
        for measure in (facts.measures[alert.subject],)
    )
    rest = say("另有{n}项。", n=len(found) - 5) if len(found) > 5 else ""
    source = stated(facts.edition, "month", month)
    exhibit = Points(lines or (title + stop(),), title)
    stress = str(len(found)) if found else ""
    return Slide("", say("预警"), title, rest, exhibit, source, (), stress, "worse" if found else "plain")


def reports_slide(facts: Facts) -> Slide:
    """Who has reported, and whose report of which month is not in."""
    rows = [(each.name, each.export, months_listed(each.months)) for each in facts.missing]
    title = facts.reported.rstrip("。.") or say("这个时期没有应报的报表")
    head, shown = (say("乡镇"), say("报表"), say("没有报的月份")), tuple(rows[:MOST_ROWS])
    table = Table(head, shown, (0.3, 0.3, 0.4), title, left_out=len(rows) - len(shown))
    source = stated(facts.edition, facts.period_type, facts.period)
    exhibit = table if rows else Points((say("应报的都已报送。"),), title)
    return Slide("", say("数据质量"), title, "", exhibit, source, ())
