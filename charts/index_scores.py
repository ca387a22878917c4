"""Scores of the safety index, a kind of townships after the other: score, band, rank and its interval."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from charts.index_words import BAND_GLYPHS, band_words, kind_words, rank_text, score_text
from charts.markup import Html, join, link, tag
from charts.scale import Scale
from data.language import say
from metrics.index.results import AreaIndex, PeriodIndex

AXIS = Scale(0.0, 100.0)  # a bar begins at nothing
COMING = "…"


def score_table(
    found: PeriodIndex,
    kinds: Sequence[str],
    address: Callable[[str], str],
    chosen: str = "",
    shown: Collection[str] | None = None,
) -> Html:
    """One body a kind; `address`: where a click on a township leads; `chosen`: the township that is open.

    `shown`: the townships to list; None for all of the kinds.
    """
    heads = (
        *(("name", say("乡镇")), ("score", say("得分")), ("band", say("等次"))),
        *(("bar", say("得分与95%区间")), ("rank", say("位次（95%区间）")), ("place", say("类内位次"))),
    )
    head = tag("tr", *(tag("th", words, scope="col", class_=name) for name, words in heads))
    bodies = join(_kind(found, kind, address, chosen, shown) for kind in kinds)
    table = tag("table", tag("thead", head), bodies, class_="index-scores")
    return tag("div", table, class_="index-box", tabindex="0", role="region", aria_label=say("平安指数得分"))


def _kind(
    found: PeriodIndex,
    kind: str,
    address: Callable[[str], str],
    chosen: str,
    shown: Collection[str] | None,
) -> Html:
    areas = found.of_kind(kind)
    listed = [area for area in areas if shown is None or area.area in shown]
    if not listed:
        return Html("")
    words = tag("small", say("{n}个，类内排位", n=len(areas)))
    title = tag("tr", tag("th", kind_words(kind), words, colspan=6, scope="rowgroup"), class_="kind")
    rows = join(_row(found, area, address, area.area == chosen) for area in listed)
    return tag("tbody", title, rows)


def _row(found: PeriodIndex, area: AreaIndex, address: Callable[[str], str], is_chosen: bool) -> Html:
    name = tag("th", link(address(area.area), area.name), scope="row", class_="name")
    mark = "chosen" if is_chosen else None
    if area.score is None:
        text = say("有数的权重只有{share}%，不足三分之二，不计分", share=int(100 * area.present_weight))
        return tag("tr", name, tag("td", text, colspan=5, class_="none"), class_=mark)
    band = tag("span", BAND_GLYPHS[area.band or "poor"], aria_hidden="true")
    cells = (
        tag("td", tag("b", score_text(area.score, found.standard)), class_="score"),
        tag("td", band, " ", band_words(area.band), class_="band"),
        tag("td", _bar(area, found), class_="bar"),
        tag("td", rank_text(area) if found.is_drawn else COMING, class_="rank"),
        tag("td", _place(area) if found.is_drawn else "", class_="place"),
    )
    return tag("tr", name, *cells, class_=mark)


def _bar(area: AreaIndex, found: PeriodIndex) -> Html:
    at = AXIS.share(area.score or 0.0)
    dot = tag("i", class_="dot", style=f"left:{at:.1f}%")
    parts = [tag("s", class_="whole", style=f"width:{at:.1f}%"), *_limits(area), dot]
    if found.county is not None and found.county.score is not None:
        parts.append(tag("em", class_="county", style=f"left:{AXIS.share(found.county.score):.1f}%"))
    return tag("div", *parts, class_="score-bar", title=_limits_words(area) if found.is_drawn else None)


def _limits(area: AreaIndex) -> list[Html]:
    """Nothing where they are still to come."""
    if area.score_low is None or area.score_high is None:
        return []
    low, high = AXIS.share(area.score_low), AXIS.share(area.score_high)
    return [tag("u", class_="limits", style=f"left:{low:.1f}%;width:{high - low:.1f}%")]


def _limits_words(area: AreaIndex) -> str:
    return say("95%区间 {low}–{high}", low=score_text(area.score_low), high=score_text(area.score_high))


def _place(area: AreaIndex) -> Html:
    """The rank on the line from first to last of its kind, with its 95 % and, thin, its 99 % interval."""
    if area.ranked < 2 or area.rank is None:
        return tag("small", say("只有一个"))
    scale = Scale(1, area.ranked)

    def span(low: int | None, high: int | None, name: str) -> Html:
        left, right = scale.share(low or 1), scale.share(high or 1)
        return tag("u", class_=name, style=f"left:{left:.1f}%;width:{right - left:.1f}%")

    return tag(
        "div",
        span(area.rank_low_99, area.rank_high_99, "thin"),
        span(area.rank_low, area.rank_high, "limits"),
        tag("i", class_="dot", style=f"left:{scale.share(area.rank):.1f}%"),
        class_="rank-bar",
        title=_place_words(area),
    )


def _place_words(area: AreaIndex) -> str:
    return say(
        "第{rank}位；95%区间 {low}–{high}，99%区间 {low_99}–{high_99}",
        rank=area.rank,
        low=area.rank_low,
        high=area.rank_high,
        low_99=area.rank_low_99,
        high_99=area.rank_high_99,
    )
