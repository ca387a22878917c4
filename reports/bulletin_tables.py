"""The tables of a bulletin: every share with what it was counted from, every judgement in words."""

from __future__ import annotations

from collections.abc import Sequence

from charts.area_figures import AreaFigure
from charts.index_words import band_words, score_text
from charts.judgement import judge_change
from charts.measure import Measure
from charts.palette import glyph, verdict_words
from charts.text import counts_text, value_text
from data.language import say
from metrics.index.results import AreaIndex
from metrics.verdicts import TOO_FEW
from reports.bulletin_parts import BulletinTable, Cell, Footnotes
from reports.facts import Facts
from reports.slides_actions import state_of
from reports.story import Action
from reports.wording import told_change, told_words

MOST_ACTIONS = 20
MOST_TABLES = 3  # the rest stands in the workbook


def decided_table(facts: Facts, decided: Sequence[Action]) -> BulletinTable:
    """What the last meeting decided: what is open first."""
    day = facts.edition.published.date().isoformat()
    ordered = sorted(decided, key=lambda action: action.is_done)[:MOST_ACTIONS]
    rows = tuple(
        (Cell(each.text), Cell(each.office), Cell(each.due or "—"), Cell(state_of(each, day)))
        for each in ordered
    )
    head = (say("事项"), say("谁来办"), say("期限"), say("进展"))
    number = sum(action.is_done for action in decided)
    caption = say("上次议定{n}项，{done}项已办结", n=len(decided), done=number)
    return BulletinTable(caption, head, rows, (False, False, False, False))


def county_table(facts: Facts, name: str, figures: list[AreaFigure], notes: Footnotes) -> BulletinTable:
    """Every indicator of a domain, in catalogue order, with its counts and what its change is."""
    rows = []
    for figure in figures:
        measure = facts.measures[figure.indicator]
        rows.append(
            (
                Cell(measure.name, _note_of(figure, notes)),
                Cell(value_text(figure.value, measure)),
                Cell(counts_text(figure.numerator, figure.denominator, measure) or "—"),
                Cell(told_words(figure, measure, facts.period_type)),
                Cell(_judgement(figure, measure, facts.period_type)),
            )
        )
    head = (say("指标"), say("数值"), say("分子/分母"), say("变化"), say("判断"))
    caption = say("{name}主要指标（全县）", name=name)
    return BulletinTable(caption, head, tuple(rows), (False, True, True, False, False))


def _note_of(figure: AreaFigure, notes: Footnotes) -> int:
    """What a reader must know before using the figure; the first of them."""
    if figure.too_few:
        return notes.number(say("不足{n}件，数字会大起大落，不作判断。", n=TOO_FEW))
    if figure.provisional:
        return notes.number(say("暂定数：还有事项未到期，以后会变动。"))
    if figure.expected and figure.covered < figure.expected:
        return notes.number(say("报送不全，只含已报送的部分，数量比实际少。"))
    return 0


def _judgement(figure: AreaFigure, measure: Measure, period_type: str) -> str:
    _, change, level = told_change(figure, period_type)
    judged = judge_change(measure, change, level, in_headline=True, too_few=figure.too_few)
    return f"{judged.glyph} {judged.words}".strip()


def township_tables(facts: Facts, notes: Footnotes) -> tuple[BulletinTable, ...]:
    """The indicators in which townships most need support: all townships, in register order."""
    names = list(dict.fromkeys(apart.indicator for apart in facts.apart if not apart.is_better))[:MOST_TABLES]
    ordered = [name for name in facts.measures if name in names]
    return tuple(_township_table(facts, facts.measures[name], notes) for name in ordered)


def _township_table(facts: Facts, measure: Measure, notes: Footnotes) -> BulletinTable:
    rows = []
    for figure in facts.of_townships(measure.id):
        note = _note_of(figure, notes) if figure.value is not None else 0
        counts = counts_text(figure.numerator, figure.denominator, measure) or "—"
        words = f"{glyph(figure.verdict_class)} {verdict_words(figure.verdict_class)}"
        cells = (Cell(figure.name, note), Cell(value_text(figure.value, measure)), Cell(counts), Cell(words))
        rows.append(cells)
    head = (say("乡镇"), say("数值"), say("分子/分母"), say("与全县比较"))
    caption = say("各乡镇{name}，{period}", name=measure.name, period=facts.judged_words)
    return BulletinTable(caption, head, tuple(rows), (False, True, True, False))


def index_table(facts: Facts, notes: Footnotes) -> BulletinTable:
    """Scores of all townships in register order, each with its interval."""
    rows = tuple(_index_row(facts, area, notes) for area in facts.index.townships)
    head = (say("乡镇"), say("得分"), say("95%区间"), say("等次"))
    caption = say("平安指数，{period}", period=facts.judged_words)
    return BulletinTable(caption, head, rows, (False, True, True, False))


def _index_row(facts: Facts, area: AreaIndex, notes: Footnotes) -> tuple[Cell, ...]:
    limits = "—"
    if area.score_low is not None and area.score_high is not None:
        limits = f"{area.score_low:.1f}–{area.score_high:.1f}"
    note = 0 if area.complete else notes.number(say("计分所用的报表还没有报齐。"))
    score = score_text(area.score, facts.index.standard)
    return (Cell(area.name, note), Cell(score), Cell(limits), Cell(band_words(area.band)))
