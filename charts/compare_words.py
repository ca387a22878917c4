"""What a comparison found, in words: real differences, and how many are within noise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from charts.area_figures import AreaFigure
from charts.judgement import Judgement, judge_change
from charts.markup import Html, join, tag
from charts.measure import Measure
from charts.palette import verdict_of
from charts.sentences import between_sentences, some_of
from charts.text import bracketed, change_text, listed
from data.language import language, say
from metrics.differences import Difference

if TYPE_CHECKING:
    from charts.compare_table import CompareRow

MOST_NAMED = 4


def side_that_is_better(found: Difference, measure: Measure, sides: Sequence[str]) -> str:
    """The name of the better one of two sides; '' where the difference may be chance."""
    if found.level != "real" or not found.difference or not measure.is_judged:
        return ""
    return sides[0] if (found.difference > 0) == (measure.good == "high") else sides[1]


def judge_places(found: Difference, measure: Measure, sides: Sequence[str]) -> Judgement:
    """The word for a difference between two townships: nobody got better or worse."""
    if found.difference is None:
        return Judgement("plain", "", say("无可比数据"))
    if found.level is None:
        return Judgement("plain", "", say("不作检验"))
    better = side_that_is_better(found, measure, sides)
    if better:
        return Judgement("plain", "", say("{name}较好，差别真实", name=better))
    if found.level == "possible":
        return Judgement("plain", "", say("可能有差别"))
    return Judgement("plain", "", say("正常波动"))


def difference_words(found: Difference, measure: Measure, sides: Sequence[str]) -> str:
    """'−4.2个百分点，正常波动'."""
    judged = judge_places(found, measure, sides)
    return f"{moved_text(found, measure)}{say('，')}{judged.words}"


def moved_text(found: Difference, measure: Measure) -> str:
    """'−4.2个百分点'; of a total that was tested and yet has no percentage: what it was set against."""
    if found.difference is None and found.level is not None:
        return say("对照为0")
    return change_text(found.difference, measure)


def places_sentence(rows: Sequence[CompareRow], sides: Sequence[str]) -> Html:
    """The finding of a comparison of townships: of two by their difference, of more by the county."""
    return _two_places(rows, sides) if len(sides) == 2 else _more_places(rows, sides)


def _two_places(rows: Sequence[CompareRow], sides: Sequence[str]) -> Html:
    parts = []
    for side in sides:
        names = [
            row.measure.name
            for row in rows
            if row.difference and side_that_is_better(row.difference, row.measure, sides) == side
        ]
        if names:
            parts.append(say("{side}较好：{names}", side=side, names=some_of(names)))
    tested = sum(1 for row in rows if row.difference and row.difference.level)
    real = sum(
        1 for row in rows if row.difference and side_that_is_better(row.difference, row.measure, sides)
    )
    split = _split(rows)
    if not parts:
        named = {"one": sides[0], "other": sides[1], "n": tested}
        sure = say("{one}和{other}的{n}项差别都在正常波动之内，分不出高低。", **named)
        doubt = say("{one}和{other}的{n}项差别都分不出高低{split}。", **named, split=split)
        return tag("span", doubt if split else sure)
    lead = say("{n}项差别真实", n=real)
    return join([tag("b", lead), _colon(), say("；").join(parts), _stop(), _rest(tested - real, split)])


def _rest(others: int, split: str) -> str:
    if not others:
        return ""
    sure = say("其余{n}项在正常波动之内，分不出高低。", n=others)
    doubt = say("其余{n}项分不出高低{split}。", n=others, split=split)
    return between_sentences() + (doubt if split else sure)


def _split(rows: Sequence[CompareRow]) -> str:
    """'（5项可能有别，19项属正常波动）' of what is not real; '' where nothing is more than noise."""
    levels = [row.difference.level for row in rows if row.difference]
    possible, noise = levels.count("possible"), levels.count("noise")
    words = say("{possible}项可能有别，{noise}项属正常波动", possible=possible, noise=noise)
    return bracketed(words) if possible else ""


def _more_places(rows: Sequence[CompareRow], sides: Sequence[str]) -> Html:
    told, others, unknown = [], [], []
    for place, side in enumerate(sides):
        figures = [row.figures[place] for row in rows]
        words = _beside_county(figures)
        if words:
            told.append(say("{side}{words}", side=side, words=words))
        elif all(figure.value is None for figure in figures):
            unknown.append(side)
        else:
            others.append(side)
    if others:
        told.append(say("{sides}各项都与全县没有明显差别", sides=listed(others)))
    if unknown:
        told.append(say("{sides}没有数据", sides=listed(unknown)))
    return tag("span", tag("b", say("与全县比较")), _colon(), say("；").join(told), _stop())


def _beside_county(figures: Sequence[AreaFigure]) -> str:
    """'明显较差7项'; '' where nothing is beyond 99.8 %."""
    sure = [
        verdict_of(figure.verdict_class)
        for figure in figures
        if not figure.too_few and figure.verdict_class.endswith("99_8")
    ]
    better, worse = sure.count("better"), sure.count("worse")
    told = [say("明显较好{n}项", n=better)] if better else []
    told += [say("明显较差{n}项", n=worse)] if worse else []
    return say("、").join(told)


def periods_sentence(rows: Sequence[CompareRow], sides: Sequence[str]) -> Html:
    """The finding of a comparison of two periods: what really changed."""
    # without a percentage a total was 0 before, and 0 is no change
    real = [
        row
        for row in rows
        if row.difference and row.difference.level == "real" and row.difference.difference != 0
    ]
    tested = sum(1 for row in rows if row.difference and row.difference.level)
    if not tested:
        return tag("span", say("这两个时期有重叠，或者没有可比的数，不作检验。"))
    split = _split(rows)
    if not real:
        sure = say("{n}项变化都在正常波动之内，不宜据此评先评差。", n=tested)
        doubt = say("{n}项变化都不宜据此评先评差{split}。", n=tested, split=split)
        return tag("span", doubt if split else sure)
    parts = [_changed(row) for row in real[:MOST_NAMED]]
    more = say("等") if len(real) > MOST_NAMED else ""
    lead = tag("b", say("{one}比{other}，{n}项真实变化", one=sides[0], other=sides[1], n=len(real)))
    return join([lead, _colon(), join(parts, say("；")), more, _stop(), _same(tested - len(real), split)])


def _same(others: int, split: str) -> str:
    if not others:
        return ""
    sure = say("其余{n}项属正常波动，不宜据此评先评差。", n=others)
    doubt = say("其余{n}项不宜据此评先评差{split}。", n=others, split=split)
    return between_sentences() + (doubt if split else sure)


def _changed(row: CompareRow) -> Html:
    found = row.difference or Difference(None, None)
    judged = judge_change(row.measure, found.difference, found.level)
    mark = tag("i", judged.glyph, class_=f"tone-{judged.tone}", aria_hidden="true")
    return tag("span", mark, row.measure.name, " ", moved_text(found, row.measure), class_="keep")


def _colon() -> str:
    return ": " if language() == "en" else "："


def _stop() -> str:
    return "." if language() == "en" else "。"
