"""What moved a score, and what other weights would do to it."""

from __future__ import annotations

from charts.index_moves import moved_by, moves_waterfall
from charts.index_parts import moved_sentence
from charts.index_trial import trial_table, weight_links
from charts.index_words import kind_words
from charts.markup import Html, link, tag
from charts.text import period_text, previous_words
from data.language import say
from metrics.index.losses import losses, moved
from metrics.index.results import AreaIndex, PeriodIndex
from metrics.index.what_if import weights_in
from metrics.mart_reader import Mart
from metrics.period_spans import month_before
from pages.shared.address import href, href_here, in_address
from pages.shared.cached_reads import period_names
from pages.shared.figures import measures
from pages.shared.index_periods import newest_scored
from pages.shared.index_reads import score_of, trial_of

SHARING = ("ytd", "rolling12")  # these share months with the period before them


def period_to_compare(period_type: str, period: str, names: list[str]) -> str:
    """The period that a score is held against: the one before, or a year ago where these share months."""
    if period_type in SHARING:
        earlier = month_before(period, 12)
        return earlier if earlier in names else ""
    at = names.index(period) if period in names else 0
    return names[at - 1] if at else ""


def score_moves(mart: Mart, found: PeriodIndex, area: AreaIndex) -> Html:
    """From the score before to the score now; nothing where there is no period to compare with."""
    against = say("比上年同期") if found.period_type in SHARING else previous_words(found.period_type)
    before = _before(mart, found, area)
    past = before.of(area.area) if before else None
    if before is None or past is None or past.score is None or not before.standard or not found.standard:
        return tag("p", moved_sentence(area, None, {}, against), class_="note")
    changes = moved(losses(area, found.standard), losses(past, before.standard))
    ends = (period_text(before.period_type, before.period), period_text(found.period_type, found.period))
    title = tag("h2", say("什么使得分变了"), tag("small", against))
    steps = moves_waterfall(past, area, changes, found.standard, ends)
    said = tag("p", moved_sentence(area, past, changes, against), class_="note")
    why = moved_by(past, area, measures(mart), lambda name: href("indicator", indicator=name))
    return tag("div", title, steps, said, why, class_="index-moves")


def _before(mart: Mart, found: PeriodIndex, area: AreaIndex) -> PeriodIndex | None:
    names = period_names(mart, found.period_type)
    earlier = period_to_compare(found.period_type, found.period, names)
    return score_of(mart, found.period_type, earlier, area.area) if earlier else None


def weights_trial(mart: Mart, found: PeriodIndex) -> Html:
    """The weights as links, and under them what the chosen ones would do."""
    standard = found.standard
    if standard is None:
        return Html("")
    chosen = weights_in(in_address("weights"), standard)
    links = weight_links(
        standard, chosen, measures(mart), lambda name, weight: _address(chosen, name, weight)
    )
    words = say("改一改权重，看看得分和位次会怎样。只在这个网址里，不保存，不改变发布的得分。")
    result = _trial(mart, found, chosen) if chosen and found.is_drawn else ""
    parts = tag("div", tag("div", links), tag("div", result), class_="trial-grid")
    summary = tag("summary", say("试一试别的权重"))
    is_open = "" if chosen else None
    return tag(
        "details", summary, tag("p", words, class_="note"), parts, class_="weights-trial", open=is_open
    )


def _address(chosen: dict[str, float], name: str, weight: float) -> str:
    listed = chosen | {name: weight}
    return href_here(weights=",".join(f"{each}:{number:g}" for each, number in listed.items()))


def _trial(mart: Mart, found: PeriodIndex, chosen: dict[str, float]) -> Html:
    trial = trial_of(mart, found.period_type, found.period, tuple(sorted(chosen.items())))
    kinds = {kind: kind_words(kind) for kind in found.kinds}
    back = link(href_here(weights=""), say("恢复评分标准的权重"), class_="action")
    return tag("div", tag("p", back), trial_table(found, trial, kinds))


def quarter_link(mart: Mart, period_type: str) -> Html:
    """To the list of the newest whole quarter, for the list is published by quarter."""
    quarter = newest_scored(mart, "quarter")
    if period_type == "quarter" or not quarter:
        return Html("")
    words = say("看{quarter}的名单", quarter=period_text("quarter", quarter))
    return tag("p", link(href("index", by="quarter", period=quarter), words))
