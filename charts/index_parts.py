"""One township's score taken apart: where its points went, what moved it, every indicator with its counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby

from charts.index_words import score_text
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.text import NOTHING, counts_text, number_text, plain_number, unit_text, with_word
from data.language import say
from metrics.index.losses import DEDUCTIONS
from metrics.index.results import AreaIndex, Deducted, Part
from metrics.index.standard import Standard
from metrics.indicator import domain_name

SMALLEST_SHOWN = 0.05


def waterfall(index: AreaIndex, lost: Mapping[str, float], standard: Standard) -> Html:
    """From 100 points down to the score: a step for every domain, then the deductions."""
    if index.score is None:
        return Html("")
    floor = max(0.0, min(80.0, 10 * ((index.score - 1) // 10)))
    rows, at = [_step(say("满分"), 100.0, 0.0, floor, "100.0", "end")], 100.0
    for name, points in lost.items():
        rows.append(_step(step_words(name), at, points, floor, signed(-points), "loss"))
        at -= points
    rows.append(_step(say("得分"), index.score, 0.0, floor, score_text(index.score, standard), "end"))
    return tag("ol", join(rows), class_="waterfall", aria_label=say("从100分到得分"))


def _step(name: str, at: float, points: float, floor: float, text: str, kind: str) -> Html:
    """A bar from `at` down by `points`, or from the floor up to `at` where it is an end."""
    span = 100 - floor
    low, high = (floor, at) if kind == "end" else (at - points, at)
    style = f"left:{100 * (low - floor) / span:.1f}%;width:{100 * (high - low) / span:.1f}%"
    bar = tag("div", tag("i", style=style), class_="track")
    return tag("li", tag("span", name, class_="name"), bar, tag("b", text), class_=kind)


def step_words(name: str) -> str:
    """The name of a domain, or 扣分."""
    return say("扣分") if name == DEDUCTIONS else domain_name(name)


def signed(points: float) -> str:
    """'+1.2', '−0.4', '0.0'."""
    if abs(points) < SMALLEST_SHOWN:
        return "0.0"
    return f"{'+' if points > 0 else '−'}{abs(points):.1f}"


def moved_sentence(
    now: AreaIndex, before: AreaIndex | None, changes: Mapping[str, float], against: str
) -> str:
    """What moved the score since the period before."""
    if before is None or before.score is None or now.score is None:
        return say("上一时期没有得分，不作比较。")
    named = [
        f"{step_words(name)} {signed(change)}"
        for name, change in changes.items()
        if abs(change) >= SMALLEST_SHOWN
    ]
    total = say("{against} {change}分", against=against, change=signed(now.score - before.score))
    return f"{total}{say('：')}{say('、').join(named)}" if named else total


def parts_table(
    index: AreaIndex,
    measures: Mapping[str, Measure],
    receipt: Callable[[str], str],
    page: Callable[[str], str],
) -> Html:
    """Every weighted indicator: value, counts, goal posts, points, weight; a band for each domain."""
    heads = (
        *(("name", say("指标")), ("value", say("值")), ("counts", say("分子/分母"))),
        *(("posts", say("60分—100分")), ("points", say("得分")), ("weight", say("权重"))),
        *(("lost", say("失分")), ("county", say("全县得分"))),
    )
    head = tag("tr", *(tag("th", words, scope="col", class_=name) for name, words in heads))
    bodies = join(
        tag("tbody", _domain(index, domain), join(_part(part, measures, receipt, page) for part in parts))
        for domain, parts in groupby(index.parts, key=lambda part: part.domain)
    )
    table = tag(
        "table", tag("thead", head), bodies, _deductions(index, measures, receipt, page), class_="parts"
    )
    return tag("div", table, class_="index-box", tabindex="0", role="region", aria_label=say("得分的构成"))


def _domain(index: AreaIndex, domain: str) -> Html:
    points = index.domains.get(domain)
    weight = sum(part.weight for part in index.parts if part.domain == domain)
    name = tag("th", domain_name(domain), colspan=4, scope="rowgroup")
    cells = (tag("td", score_text(points), class_="points"), tag("td", _percent(weight), class_="weight"))
    return tag("tr", name, *cells, tag("td", colspan=2), class_="domain")


def _part(
    part: Part, measures: Mapping[str, Measure], receipt: Callable[[str], str], page: Callable[[str], str]
) -> Html:
    measure, figure = measures[part.indicator], part.figure
    name = tag("th", link(page(part.indicator), measure.name), scope="row", class_="name")
    if part.points is None:
        return tag("tr", name, tag("td", "○ ", _why_missing(part), colspan=7, class_="none"))
    value = link(
        receipt(part.indicator),
        tag("b", number_text(figure.value, measure)),
        with_word("", unit_text(measure)),
    )
    cells = (
        ("value", value),
        ("counts", counts_text(figure.numerator, figure.denominator, measure)),
        ("posts", _posts(part, measure)),
        ("points", score_text(part.points)),
        ("weight", _percent(part.weight)),
        ("lost", signed(part.contribution - 100 * part.weight)),
        ("county", score_text(part.county_points)),
    )
    heads = {"points": say("得分"), "weight": say("权重"), "lost": say("失分"), "county": say("全县得分")}
    return tag("tr", name, *(tag("td", text, class_=kind, data_head=heads.get(kind)) for kind, text in cells))


def _why_missing(part: Part) -> str:
    if part.figure.value is None:
        return say("没有数，权重分给本领域其他指标")
    return say("没有目标值和预警线，权重分给本领域其他指标")


def _posts(part: Part, measure: Measure) -> str:
    if part.goal_posts is None:
        return NOTHING
    passing, full = part.goal_posts.points_60, part.goal_posts.points_100
    ends = (plain_number(each, measure.decimals) for each in (passing, full))
    return with_word("–".join(ends), unit_text(measure))


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _deductions(
    index: AreaIndex,
    measures: Mapping[str, Measure],
    receipt: Callable[[str], str],
    page: Callable[[str], str],
) -> Html:
    rows = [
        tag(
            "tr",
            tag("th", link(page(each.indicator), measures[each.indicator].name), scope="row", class_="name"),
            tag("td", link(receipt(each.indicator), _deduction_words(each)), colspan=5),
            tag("td", signed(-each.whole), class_="lost"),
            tag("td"),
        )
        for each in index.deductions
    ]
    if not rows:
        return Html("")
    return tag(
        "tbody", tag("tr", tag("th", say("扣分"), colspan=8, scope="rowgroup"), class_="domain"), *rows
    )


def _deduction_words(each: Deducted) -> str:
    text = say(
        "死亡{events}人，每人扣{points}分", events=plain_number(each.events, 0), points=f"{each.points:g}"
    )
    return text if each.townships == 1 else say("{told}，平均到{n}个乡级单位", told=text, n=each.townships)
