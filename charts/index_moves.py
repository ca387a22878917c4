"""What moved a score since the period before: a step for every domain, from the old score to the new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from charts.index_parts import SMALLEST_SHOWN, signed, step_words
from charts.index_words import score_text
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.scale import Scale
from data.language import language, say
from metrics.index.results import AreaIndex
from metrics.index.standard import Standard

REASONS = 2


def moves_waterfall(
    before: AreaIndex,
    now: AreaIndex,
    changes: Mapping[str, float],
    standard: Standard,
    periods: tuple[str, str],
) -> Html:
    """`changes`: points that each domain and the deductions added; `periods`: the names of both ends."""
    if before.score is None or now.score is None:
        return Html("")
    levels = [before.score, now.score]
    at = before.score
    for change in changes.values():
        at += change
        levels.append(at)
    scale = Scale(max(0.0, min(levels) - 1), min(100.0, max(levels) + 1))
    rows = [_end(periods[0], before.score, score_text(before.score, standard), scale)]
    at = before.score
    for name, change in changes.items():
        rows.append(_step(step_words(name), at, change, scale))
        at += change
    rows.append(_end(periods[1], now.score, score_text(now.score, standard), scale))
    return tag("ol", join(rows), class_="waterfall moves", aria_label=say("得分从上一时期到这一时期"))


def _end(name: str, score: float, text: str, scale: Scale) -> Html:
    mark = tag("div", tag("u", style=f"left:{scale.share(score):.1f}%"), class_="track")
    return tag("li", tag("span", name, class_="name"), mark, tag("b", text), class_="end")


def _step(name: str, at: float, change: float, scale: Scale) -> Html:
    low, high = sorted((scale.share(at), scale.share(at + change)))
    bar = tag("i", style=f"left:{low:.1f}%;width:{high - low:.1f}%")
    way = "up" if change >= SMALLEST_SHOWN else "down" if change <= -SMALLEST_SHOWN else "still"
    return tag(
        "li",
        tag("span", name, class_="name"),
        tag("div", bar, class_="track"),
        tag("b", signed(change)),
        class_=way,
    )


def moved_by(
    before: AreaIndex, now: AreaIndex, measures: Mapping[str, Measure], page: Callable[[str], str]
) -> Html:
    """The indicators that moved the score most, each way: what to read first."""
    moves = indicator_moves(before, now)
    ups = [name for name, change in moves.items() if change >= SMALLEST_SHOWN][:REASONS]
    downs = [name for name, change in reversed(moves.items()) if change <= -SMALLEST_SHOWN][:REASONS]
    lines = [
        (say("升的主要是"), [(name, moves[name]) for name in ups]),
        (say("降的主要是"), [(name, moves[name]) for name in downs]),
    ]
    comma = ", " if language() == "en" else "、"
    said = [
        tag("p", words, " ", join([_named(name, change, measures, page) for name, change in found], comma))
        for words, found in lines
        if found
    ]
    return tag("div", *said, class_="note") if said else Html("")


def _named(name: str, change: float, measures: Mapping[str, Measure], page: Callable[[str], str]) -> Html:
    return join([link(page(name), measures[name].name), f" {signed(change)}"])


def indicator_moves(before: AreaIndex, now: AreaIndex) -> dict[str, float]:
    """Points that each indicator added under the arithmetic mean, the largest gain first."""
    lost_before = {part.indicator: 100 * part.weight - part.contribution for part in before.parts}
    lost_now = {part.indicator: 100 * part.weight - part.contribution for part in now.parts}
    both = lost_before.keys() & lost_now.keys()
    return dict(
        sorted(((n, lost_before[n] - lost_now[n]) for n in both), key=lambda each: (-each[1], each[0]))
    )
