"""Headline cards: the value, what it was before, whether the difference is real, and the last months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.area_figures import AreaFigure
from charts.judgement import Judgement, judge_change, judgement_html
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.sparkline import sparkline
from charts.text import counts_text, number_text, unit_text
from data.language import say

MOST_DIGITS = 9  # and commas: with more, the number is written smaller


@dataclass(frozen=True)
class Change:
    """One comparison with the past: `moved` reads 比上月 −3.2%; `level` is real, possible, noise or None."""

    moved: str
    change: float | None
    level: str | None


@dataclass(frozen=True)
class Card:
    """One headline figure of the county; `history` is its last months, oldest first."""

    measure: Measure
    figure: AreaFigure
    changes: tuple[Change, ...]
    history: tuple[float | None, ...]
    receipt: str  # address of the receipt
    page: str  # address of the indicator


def cards_html(cards: Sequence[Card]) -> Html:
    """All cards as one list."""
    return tag("ul", join(_card(card) for card in cards), class_="cards", aria_label=say("主要指标"))


def _card(card: Card) -> Html:
    few = card.figure.too_few
    judged = [
        (each, judge_change(card.measure, each.change, each.level, in_headline=True, too_few=few))
        for each in card.changes
    ]
    tone = next((judgement.tone for _, judgement in judged if judgement.tone != "plain"), "plain")
    line = sparkline(card.history, tone=tone, title=say("近{n}个月", n=len(card.history)))
    body = tag("div", _figure(card), line, class_="card-body")
    # a neutral figure says once that it is not judged
    lines = [
        _change_line(change, judgement, says_it=place == 0 or card.measure.is_judged)
        for place, (change, judgement) in enumerate(judged)
    ]
    name = link(card.page, card.measure.name, class_="card-name", title=card.measure.name)
    return tag("li", name, body, *lines, class_=f"card card-{tone}")


def _figure(card: Card) -> Html:
    figure, measure = card.figure, card.measure
    digits = number_text(figure.value, measure)
    number = tag("b", digits, class_="many" if len(digits) > MOST_DIGITS else None)
    value = link(
        card.receipt,
        number,
        tag("small", "" if figure.value is None else unit_text(measure)),
        class_="card-figure",
        title=say("这个数从哪来"),
    )
    counts = counts_text(figure.numerator, figure.denominator, measure)
    return tag("div", value, tag("span", counts, *_notes(figure), class_="card-counts"))


def _notes(figure: AreaFigure) -> list[Html]:
    """What a reader must know before using the figure."""
    notes = []
    if figure.provisional:
        notes.append(tag("span", say("暂定"), class_="tag", title=say("还会变动")))
    if figure.expected and figure.covered < figure.expected:
        title = say(
            "应报{expected}个乡镇月，已报{covered}个", expected=figure.expected, covered=figure.covered
        )
        notes.append(tag("span", say("未报齐"), class_="tag", title=title))
    return notes


def _change_line(change: Change, judgement: Judgement, *, says_it: bool) -> Html:
    said = judgement_html(judgement) if says_it else ""
    return tag("div", tag("span", change.moved), said, class_="card-change")
