"""The sentences at the head of a page, written from the data: at most five, and none that judges noise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from charts.area_figures import AreaFigure
from charts.judgement import judge_change
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.text import (
    bracketed,
    change_text,
    counts_text,
    listed,
    mid_sentence,
    month_text,
    previous_words,
    value_text,
)
from data.language import language, say
from metrics.findings import Apart, RealChange

MOST_NAMED = 4


def between_sentences() -> str:
    """Chinese sentences follow each other without a space."""
    return " " if language() == "en" else ""


def headline(
    changes: Sequence[RealChange],
    noise: int,
    measures: Mapping[str, Measure],
    period_type: str,
    address: Callable[[str], str],
) -> list[Html]:
    """What changed beyond noise, with links, and how much did not: one or two sentences."""
    sentences = [_changes_sentence(changes, measures, period_type, address)] if changes else []
    if noise:
        words = say("其余{n}项属正常波动，不宜据此评先评差。", n=noise)
        alone = say("{n}项指标的变化都属正常波动，不宜据此评先评差。", n=noise)
        sentences.append(tag("span", words if changes else alone))
    if not sentences:
        sentences.append(tag("span", say("没有可比的上期数据，暂不判断变化。")))
    return sentences


def _changes_sentence(
    changes: Sequence[RealChange],
    measures: Mapping[str, Measure],
    period_type: str,
    address: Callable[[str], str],
) -> Html:
    named = changes[:MOST_NAMED]
    parts = [_change_words(change, measures[change.indicator], period_type, address) for change in named]
    lead = tag("b", say("{n}项变化超出正常波动", n=len(changes)))
    colon, comma, stop = (": ", "; ", ".") if language() == "en" else ("：", "；", "。")
    ending = say("等") if len(changes) > len(named) else ""
    return tag("span", lead, colon, join(parts, comma), ending, stop)


def _change_words(
    change: RealChange, measure: Measure, period_type: str, address: Callable[[str], str]
) -> Html:
    tone = "better" if change.is_better else "worse"
    mark = tag("i", "▲" if change.is_better else "▼", class_=f"tone-{tone}", aria_hidden="true")
    moved = moved_words((change.basis, change.change, "real"), period_type, measure)
    tail = f" {value_text(change.value, measure)}{say('，')}{moved}"
    return tag("span", mark, link(address(change.indicator), measure.name), tail, class_="keep")


def against_words(basis: str, period_type: str) -> str:
    """比上月, 同比 …: what a change is measured from. A year has only one past."""
    if basis == "previous" or period_type == "year":
        return previous_words(period_type)
    return say("同比")


def moved_words(told: tuple[str, float | None, str | None], period_type: str, measure: Measure) -> str:
    """'同比 −3.2个百分点'; '上年同期为0' of a total that has no percentage for it; '同比 —' without a past.

    told: which past, the change since, and its class, which a change without a percentage has too.
    """
    basis, change, level = told
    if change is None and level is not None:
        return from_nothing(basis)
    return f"{against_words(basis, period_type)} {change_text(change, measure)}"


def change_since(figure: AreaFigure, basis: str) -> tuple[str, float | None, str | None]:
    """(basis, change, its class) of a figure; a past of 0 that was not tested is "untested", not unknown."""
    told = (figure.previous_value, figure.previous_change, figure.previous_level)
    if basis == "last_year":
        told = (figure.last_year_value, figure.last_year_change, figure.last_year_level)
    value, change, level = told
    is_from_nothing = figure.value is not None and value == 0 and change is None
    return basis, change, level or ("untested" if is_from_nothing else None)


def from_nothing(basis: str) -> str:
    """What stands in the place of a percentage where the total was 0."""
    return say("上年同期为0") if basis == "last_year" else say("上期为0")


def apart_words(apart: Apart, measure: Measure, figure_address: str) -> Html:
    """'重复访占比 9.2%（11/120），明显高于全县 5.1%' and what it would take, as one line of a list."""
    county = value_text(apart.county_value, measure)
    is_higher = apart.value > apart.county_value
    words = (
        say("明显高于全县 {county}", county=county)
        if is_higher
        else say("明显低于全县 {county}", county=county)
    )
    counts = counts_text(apart.numerator, apart.denominator, measure)
    figure = value_text(apart.value, measure) + bracketed(counts if measure.unit != "days" else "")
    hint = tag("small", " ", _what_it_takes(apart, measure)) if apart.cases_to_county else ""
    return tag("p", link(figure_address, measure.name), f" {figure}{say('，')}{words}", hint)


def _what_it_takes(apart: Apart, measure: Measure) -> str:
    cases = f"{apart.cases_to_county:,}"
    if measure.good == "low":
        return say("少{n}件即与全县相当", n=cases)
    return say("再多{n}件即与全县相当", n=cases)


def indicator_sentence(
    county: AreaFigure, townships: Sequence[AreaFigure], measure: Measure, period_type: str
) -> Html:
    """Under the title of 指标: the county, its past, and who stands apart. A neutral figure names nobody."""
    parts = [_county_words(county, measure, period_type)]
    if measure.is_compared:
        parts.append(_apart_words(townships, measure))
    elif not measure.is_judged:
        parts.append(tag("span", say("这项指标只反映数量，不作评价，乡镇按名录顺序排列。")))
    else:
        parts.append(tag("span", say("数量多少与乡镇大小有关，只与本地目标和过去比较，乡镇按名录顺序排列。")))
    return join(parts, between_sentences())


def _county_words(county: AreaFigure, measure: Measure, period_type: str) -> Html:
    counts = counts_text(county.numerator, county.denominator, measure)
    figure = join([tag("b", value_text(county.value, measure)), bracketed(counts), _missing_words(county)])
    told = change_since(county, "last_year")
    if told[1:] == (None, None):
        told = change_since(county, "previous")
    _, change, level = told
    stop = "." if language() == "en" else "。"
    if change is None and level is None:
        return tag("span", say("全县"), " ", figure, stop)
    judgement = judge_change(measure, change, level, in_headline=True)
    moved = f"{say('，')}{moved_words(told, period_type, measure)}{say('，')}"
    words = tag(
        "b", f"{judgement.glyph} {mid_sentence(judgement.words)}".strip(), class_=f"tone-{judgement.tone}"
    )
    return tag("span", say("全县"), " ", figure, moved, words, stop)


def _missing_words(county: AreaFigure) -> str:
    """Of a period whose reports are not all in: a fall may be nothing but that.

    Nobody is said to be late: of a running year, months are missing that have not come yet.
    """
    if county.value is None or county.covered >= county.expected:
        return ""
    return bracketed(say("已报{covered}/{expected}份", covered=county.covered, expected=county.expected))


def _apart_words(townships: Sequence[AreaFigure], measure: Measure) -> Html:
    judged = [f for f in townships if not f.too_few and f.verdict_class != "not compared"]
    better = [f.name for f in judged if f.verdict_class == "better_99_8"]
    worse = [f.name for f in judged if f.verdict_class == "worse_99_8"]
    rest = len(judged) - len(better) - len(worse)
    if not judged:
        few = any(f.too_few and f.value is not None for f in townships)
        return tag("span", say("各乡镇件数都太少，不作比较。") if few else "")
    parts = []
    if worse:
        parts.append(say("{n}个乡镇明显较差（{names}）", n=len(worse), names=some_of(worse)))
    if better:
        parts.append(say("{n}个明显较好（{names}）", n=len(better), names=some_of(better)))
    if parts and rest:
        words = say("其余{n}个与全县没有明显差别{some}，名次先后没有意义", n=rest, some=_at_95_words(judged))
        parts.append(words)
    elif rest:
        words = say("{n}个乡镇与全县没有明显差别{some}，名次先后没有意义", n=rest, some=_at_95_words(judged))
        parts.append(words)
    stop = "." if language() == "en" else "。"
    return tag("span", say("，").join(parts) + stop)


def _at_95_words(judged: Sequence[AreaFigure]) -> str:
    """Who has a mark in the chart all the same: of many townships, chance alone gives one to a few."""
    classes = [figure.verdict_class for figure in judged]
    worse, better = classes.count("worse_95"), classes.count("better_95")
    told = [say("{n}个较差", n=worse)] if worse else []
    told += [say("{n}个较好", n=better)] if better else []
    return bracketed(say("{some}，可能只是偶然", some=say("，").join(told))) if told else ""


def some_of(names: Sequence[str]) -> str:
    """The names, of many the first four."""
    if len(names) <= MOST_NAMED:
        return listed(list(names))
    return say("{names}等", names=listed(list(names[:MOST_NAMED])))


def ranking_sentence(townships: Sequence[AreaFigure], measure: Measure) -> str:
    """The finding of a comparison, for a reader who cannot see it."""
    known = [figure for figure in townships if figure.value is not None]
    if not known:
        return say("{name}：没有数据。", name=measure.name)
    if not measure.is_compared:  # who cannot see it is told no order either
        return say("{name}：{n}个乡镇，按名录顺序，不作比较。", name=measure.name, n=len(known))
    low, high = min(known, key=_value), max(known, key=_value)
    return say(
        "{name}：最低{low_name}{low}，最高{high_name}{high}。",
        name=measure.name,
        low_name=low.name,
        low=value_text(low.value, measure),
        high_name=high.name,
        high=value_text(high.value, measure),
    )


def _value(figure: AreaFigure) -> float:
    return figure.value or 0.0


def merger_sentence(old: str, since: date, new: str) -> str:
    """Where the figures of a township are found from the month `since` on."""
    return say(
        "{old}自{month}起并入{new}，此后的数记在{new}名下。", old=old, month=month_text(since), new=new
    )


def township_sentence(better: Sequence[AreaFigure], worse: Sequence[AreaFigure], judged: int) -> str:
    """How many figures of a township differ from the county at all; `judged`: of how many."""
    if not judged:
        return say("没有可以和全县比较的指标。")
    if not better and not worse:
        return say("{n}项指标都与全县相差不大，高低先后没有意义。", n=judged)
    counts = {"better": len(better), "worse": len(worse)}
    return say("{better}项好于全县，{worse}项差于全县，其余相差不大或不作比较。", **counts)
