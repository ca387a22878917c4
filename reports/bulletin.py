"""The bulletin (通报) as data: paragraphs written from the figures, tables with their counts, footnotes.

Both our own layout and a county's template are filled from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charts.area_figures import AreaFigure
from charts.index_words import band_words, score_text
from charts.lists import MissingReport
from charts.text import bracketed, listed, months_listed
from data.language import language, say
from metrics.indicator import domain_name
from reports.bulletin_parts import Bulletin, Footnotes, Section, numeral
from reports.bulletin_tables import county_table, decided_table, index_table, township_tables
from reports.edition import stated
from reports.facts import Facts
from reports.slides_townships import to_discuss
from reports.story import Action
from reports.wording import apart_sentence, changes_finding, figure_sentence, sentences, stop

MOST_MISSING = 12


def bulletin_of(facts: Facts, decided: Sequence[Action] = ()) -> Bulletin:
    """The bulletin of a period; `decided`: what meetings before it decided, done or not, which it opens with.

    Raises Refused where the period has no figure of the county.
    """
    facts.require_figures()
    notes = Footnotes()
    period = facts.period_words
    sections = tuple(
        Section(f"{numeral(number)}{section.title}", section.paragraphs, section.tables)
        for number, section in enumerate(_sections(facts, notes, decided))
    )
    published = facts.edition.published
    return Bulletin(
        county=facts.county_name,
        title=say("关于{period}平安建设指标情况的通报", period=period),
        addressed=say("各乡镇（街道），各有关单位："),
        opening=_opening(facts, period),
        sections=sections,
        footnotes=tuple(notes.texts),
        dated=_day(published.year, published.month, published.day),
        stated=stated(facts.edition, facts.period_type, facts.period),
    )


def _day(year: int, month: int, day: int) -> str:
    return f"{year}-{month:02d}-{day:02d}" if language() == "en" else f"{year}年{month}月{day}日"


def _opening(facts: Facts, period: str) -> str:
    return say(
        "现将{period}平安建设指标情况通报如下。数字取自各单位报送的登记表，“真实”指变化超出99.8%的偶然范围，"
        "“正常波动”不宜作为评先评差的依据。",
        period=period,
    )


def _sections(facts: Facts, notes: Footnotes, decided: Sequence[Action]) -> Iterator[Section]:
    if decided:
        yield Section(say("上次议定事项办理情况"), (), (decided_table(facts, decided),))
    finding = changes_finding(facts.changes, facts.noise)
    yield Section(say("总体情况"), _overall(facts, finding.title, notes))
    for domain in dict.fromkeys(measure.domain for measure in facts.measures.values()):
        figures = [f for f in facts.county.values() if facts.measures[f.indicator].domain == domain]
        if figures and domain != "reporting":
            yield _domain_section(facts, domain, figures, notes)
    yield _townships_section(facts, notes)
    yield _index_section(facts, notes)
    yield Section(say("报送情况"), _reporting(facts))


def _overall(facts: Facts, title: str, notes: Footnotes) -> tuple[tuple[str, int], ...]:
    missing = notes.number(_missing_note(facts.missing)) if facts.missing else 0
    lines = [(sentences(title + stop(), *_named(facts)), 0)]
    return (*lines, (facts.reported, missing)) if facts.reported else tuple(lines)


def _named(facts: Facts) -> list[str]:
    """Which indicators changed, each way in a sentence; their figures follow in the sections."""
    found = []
    for is_better, words in ((False, say("真实变差的是{names}。")), (True, say("真实改善的是{names}。"))):
        names = [facts.measures[c.indicator].name for c in facts.changes if c.is_better == is_better]
        if names:
            found.append(words.format(names=listed(names)))
    noise = (
        say("其余{n}项属正常波动，不宜据此评先评差。", n=facts.noise) if facts.changes and facts.noise else ""
    )
    return [*found, noise]


def _missing_note(missing: list[MissingReport]) -> str:
    """Who has not reported what: the county's sums are without them."""
    named = [
        f"{report.name} {report.export}" + bracketed(months_listed(report.months))
        for report in missing[:MOST_MISSING]
    ]
    rest = say("等{n}份", n=len(missing)) if len(missing) > MOST_MISSING else ""
    return say("未报送：{named}{rest}。全县数不含未报送的部分。", named=say("、").join(named), rest=rest)


def _domain_section(facts: Facts, domain: str, figures: list[AreaFigure], notes: Footnotes) -> Section:
    told = [f for f in figures if facts.measures[f.indicator].is_judged]
    changed = {change.indicator for change in facts.changes}
    first = [f for f in told if f.indicator in changed] or told[:1] or figures[:1]
    words = sentences(
        *(
            figure_sentence(
                facts.measures[f.indicator].name, f, facts.measures[f.indicator], facts.period_type
            )
            for f in first
        )
    )
    name = domain_name(domain) or say("其他")
    return Section(name, ((words, 0),), (county_table(facts, name, figures, notes),))


def _townships_section(facts: Facts, notes: Footnotes) -> Section:
    """Those clearly apart on both sides, each with its counts; nobody is put in an order."""
    period = facts.judged_words
    support = [_township_line(facts, code) for code in to_discuss(facts)]
    better = [apart for apart in facts.apart if apart.is_better]
    lines = [say("以下按{period}与全县比较，相差超出99.8%界限的才列出。", period=period)]
    lines += [say("需要支持：{words}", words=line) for line in support]
    if not support:
        lines.append(say("没有明显差于全县的乡镇。"))
    by_register = sorted(better, key=lambda apart: list(facts.names).index(apart.township))
    well = [apart_sentence(a, facts.names[a.township], facts.measures[a.indicator]) for a in by_register]
    lines.append(say("做得好：{words}", words=sentences(*well)) if well else say("没有明显好于全县的乡镇。"))
    tables = township_tables(facts, notes)
    return Section(say("乡镇情况"), tuple((line, 0) for line in lines), tables)


def _township_line(facts: Facts, code: str) -> str:
    concerns = to_discuss(facts)[code]
    words = [
        apart_sentence(apart, facts.names[code] if place == 0 else "", facts.measures[apart.indicator])
        for place, apart in enumerate(concerns)
    ]
    return sentences(*words)


def _index_section(facts: Facts, notes: Footnotes) -> Section:
    found = facts.index
    if found.county is None or found.county.score is None or found.standard is None:
        return Section(say("平安指数"), ((say("本期没有可计分的数据。"), 0),))
    score = score_text(found.county.score, found.standard)
    lines = [
        say("全县{score}分（{band}）。", score=score, band=band_words(found.county.band)),
        say("指数只在同类乡镇内比较；下表按名录顺序排列，区间相交的，先后没有意义。"),
    ]
    for half, title in (("well", say("做得好")), ("support", say("需要支持"))):
        names = [area.name for area in found.townships if area.listed == half]
        if names:
            lines.append(say("{title}：{names}{ending}。", title=title, names=listed(names), ending=""))
    return Section(say("平安指数"), tuple((line, 0) for line in lines), (index_table(facts, notes),))


def _reporting(facts: Facts) -> tuple[tuple[str, int], ...]:
    lines = [facts.reported] if facts.reported else []
    figures = [f for f in facts.county.values() if facts.measures[f.indicator].domain == "reporting"]
    for figure in figures:
        measure = facts.measures[figure.indicator]
        lines.append(figure_sentence(measure.name, figure, measure, facts.period_type))
    lines.append(_missing_note(facts.missing) if facts.missing else say("应报的都已报送。"))
    return tuple((line, 0) for line in lines)
