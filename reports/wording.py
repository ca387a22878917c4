"""The sentences of the papers, written from the data: the number, and whether it is real."""

from __future__ import annotations

from dataclasses import dataclass

from charts.area_figures import AreaFigure
from charts.judgement import judge_change
from charts.measure import Measure
from charts.sentences import against_words, between_sentences, change_since, from_nothing, moved_words
from charts.text import bracketed, change_text, counts_text, mid_sentence, value_text
from data.language import language, say
from metrics.findings import Apart, RealChange


@dataclass(frozen=True)
class Finding:
    """A title, the number in it that stands out, and its tone: plain, better or worse."""

    title: str
    stress: str
    tone: str = "plain"


def stop() -> str:
    """The end of a sentence."""
    return "." if language() == "en" else "。"


def sentences(*parts: str) -> str:
    """Sentences one after the other, those that say nothing left out."""
    return between_sentences().join(part for part in parts if part)


def county_finding(figure: AreaFigure, measure: Measure, period_type: str) -> Finding:
    """What a figure of the county has done since the same period last year, else since the one before."""
    shown = value_text(figure.value, measure)
    words = {"name": measure.name, "value": shown}
    if not measure.is_judged:
        return Finding(say("{name}{value}，只反映数量，不作评价", **words), shown)
    basis, change, level = told_change(figure, period_type)
    if change is None and level is None:
        return Finding(say("{name}{value}，没有可比的上期", **words), shown)
    judged = judge_change(measure, change, level, in_headline=True, too_few=figure.too_few)
    if judged.tone == "plain":
        since = since_words(basis, period_type, change, measure)
        text = say("{name}{value}，{since}，{judgement}", since=since, judgement=plain_words(level), **words)
        return Finding(text, shown)
    return Finding(_moved(change is None or change > 0, judged.tone == "better", words), shown, judged.tone)


def since_words(basis: str, period_type: str, change: float | None, measure: Measure) -> str:
    """'比上年−3.2个百分点'; '比上年持平' where it rounds to nothing; '上期为0' without a percentage."""
    if change is None:
        return from_nothing(basis)
    shown = change_text(change, measure)
    is_nothing = not any(digit in shown for digit in "123456789")
    return against_words(basis, period_type) + spaced(say("持平") if is_nothing else shown)


def plain_words(level: str | None) -> str:
    """What a change that is not real is called inside a sentence."""
    return say("属正常波动") if level in ("noise", "possible") else mid_sentence(say("不作检验"))


def spaced(text: str) -> str:
    """A figure after a word: English needs a space between them."""
    return f" {text}" if language() == "en" else text


def told_words(figure: AreaFigure, measure: Measure, period_type: str) -> str:
    """The change in a cell of a table: '比上年 −3.2个百分点', '上年同期为0', '—' without a past."""
    basis, change, level = told_change(figure, period_type)
    if change is None and level is None:
        return "—"
    return moved_words((basis, change, level), period_type, measure)


def told_change(figure: AreaFigure, period_type: str) -> tuple[str, float | None, str | None]:
    """(basis, change, level): a real one first, else the same period last year, which knows no season."""
    year, before = change_since(figure, "last_year"), change_since(figure, "previous")
    if period_type not in ("month", "quarter"):
        return year  # year to date and rolling 12 share months with the period before
    if year[2] != "real" and before[2] == "real":
        return before
    return before if year[1] is None and year[2] is None else year


def _moved(is_up: bool, is_better: bool, words: dict[str, str]) -> str:
    if is_up:
        better, worse = (
            say("{name}升到{value}，是真实改善", **words),
            say("{name}升到{value}，是真实变差", **words),
        )
    else:
        better, worse = (
            say("{name}降到{value}，是真实改善", **words),
            say("{name}降到{value}，是真实变差", **words),
        )
    return better if is_better else worse


def figure_words(figure: AreaFigure, measure: Measure) -> str:
    """'5.1%（167/3,276）'; a plain count has no brackets."""
    counts = counts_text(figure.numerator, figure.denominator, measure)
    return value_text(figure.value, measure) + bracketed(counts)


def figure_sentence(subject: str, figure: AreaFigure, measure: Measure, period_type: str) -> str:
    """'全县5.1%（167/3,276），比上年−3.2个百分点，真实改善。'; `subject`: 全县, or the indicator's name."""
    shown = subject + spaced(figure_words(figure, measure))
    basis, change, level = told_change(figure, period_type)
    if (change is None and level is None) or not measure.is_judged:
        return shown + stop()
    judged = judge_change(measure, change, level, in_headline=True, too_few=figure.too_few)
    since = since_words(basis, period_type, change, measure)
    return say("，").join((shown, since, mid_sentence(judged.words))) + stop()


def apart_sentence(apart: Apart, name: str, measure: Measure) -> str:
    """'沙湾镇重复访占比9.2%（11/120），明显高于全县5.1%，少5件即与全县相当。'"""
    parts = [f"{township_words(apart, name, measure)}", side_words(apart, measure)]
    if apart.cases_to_county:
        parts.append(mid_sentence(takes_words(apart, measure)))
    return say("，").join(parts) + stop()


def township_words(apart: Apart, name: str, measure: Measure) -> str:
    """'沙湾镇重复访占比9.2%（11/120）'; without a name for a second figure of the same township."""
    counts = counts_text(apart.numerator, apart.denominator, measure) if measure.unit != "days" else ""
    figure = value_text(apart.value, measure) + bracketed(counts)
    return say("{township}{name}{figure}", township=name, name=measure.name, figure=figure).strip()


def side_words(apart: Apart, measure: Measure) -> str:
    """明显高于全县 5.1%."""
    county = value_text(apart.county_value, measure)
    if apart.value > apart.county_value:
        return say("明显高于全县 {county}", county=county)
    return say("明显低于全县 {county}", county=county)


def takes_words(apart: Apart, measure: Measure) -> str:
    """How many cases more, or fewer, would be level with the county."""
    cases = f"{apart.cases_to_county or 0:,}"
    if measure.good == "low":
        return say("少{n}件即与全县相当", n=cases)
    return say("再多{n}件即与全县相当", n=cases)


def changes_finding(changes: list[RealChange], noise: int) -> Finding:
    """The county in one sentence: how many changes are real, and which way."""
    if changes:
        better = sum(change.is_better for change in changes)
        worse = len(changes) - better
        number = say("{n}项变化超出正常波动", n=len(changes))
        tone = "better" if not worse else "worse" if not better else "plain"
        return Finding(f"{number}{say('：')}{_which_way(better, worse)}", number, tone)
    if noise:
        return Finding(say("{n}项指标的变化都属正常波动，不宜据此评先评差", n=noise), str(noise))
    return Finding(say("没有可比的上期数据，暂不判断变化"), "")


def _which_way(better: int, worse: int) -> str:
    if better + worse == 1:
        return say("是真实改善") if better else say("是真实变差")
    if not worse:
        return say("都是真实改善")
    if not better:
        return say("都是真实变差")
    return say("{better}项真实改善，{worse}项真实变差", better=better, worse=worse)
