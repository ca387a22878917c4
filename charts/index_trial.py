"""Trying other weights: the weights as links, and what they would do beside the score as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from charts.index_parts import signed
from charts.index_words import rank_text, score_text
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from data.language import say
from metrics.index.results import AreaIndex, PeriodIndex
from metrics.index.standard import Domain, Standard
from metrics.index.what_if import HIGHEST, weights_of
from metrics.indicator import domain_name

STEP = 5
Address = Callable[[str, float], str]  # (domain or indicator, its new weight) → a link


def weight_links(
    standard: Standard, chosen: Mapping[str, float], measures: Mapping[str, Measure], address: Address
) -> Html:
    """A line for each domain with less and more; its indicators open on a click."""
    return tag(
        "ul",
        join(_domain(d, standard, chosen, measures, address) for d in standard.domains),
        class_="weights",
    )


def _domain(
    domain: Domain,
    standard: Standard,
    chosen: Mapping[str, float],
    measures: Mapping[str, Measure],
    address: Address,
) -> Html:
    own = weights_of(standard)
    inside = [_line(measures[n].name, n, own[n], chosen, address) for n in domain.indicators if n in measures]
    is_open = any(name in chosen for name in domain.indicators)
    fold = tag("details", tag("summary", say("其中各项指标")), *inside, open="" if is_open else None)
    return tag("li", _line(domain_name(domain.id), domain.id, own[domain.id], chosen, address), fold)


def _line(name: str, key: str, own: float, chosen: Mapping[str, float], address: Address) -> Html:
    weight = chosen.get(key, own)
    less, more = max(0.0, weight - STEP), min(float(HIGHEST), weight + STEP)
    parts = (
        link(
            address(key, less), "−", aria_label=say("{name}的权重减到{weight}", name=name, weight=f"{less:g}")
        ),
        tag("b", f"{weight:g}", class_="changed" if weight != own else None),
        link(
            address(key, more), "+", aria_label=say("{name}的权重加到{weight}", name=name, weight=f"{more:g}")
        ),
    )
    was = tag("small", say("原为{weight}", weight=f"{own:g}")) if weight != own else ""
    return tag("div", tag("span", name), *parts, was, class_="weight")


def trial_table(found: PeriodIndex, trial: PeriodIndex, kinds: Mapping[str, str]) -> Html:
    """Every township's score and rank as they stand and as they would be. `kinds`: kind → its word."""
    heads = (say("乡镇"), say("现在得分"), say("现在位次"), say("试算得分"), say("试算位次"), say("差"))
    bodies = join(
        tag("tbody", tag("tr", tag("th", word, colspan=len(heads), scope="rowgroup"), class_="kind"), *rows)
        for kind, word in kinds.items()
        if (
            rows := [
                _row(area, trial.of(area.area)) for area in found.of_kind(kind) if area.score is not None
            ]
        )
    )
    head = tag("tr", *(tag("th", words, scope="col") for words in heads))
    table = tag("table", tag("thead", head), bodies, class_="plain trial")
    return tag("div", table, class_="plain-box", tabindex="0", role="region", aria_label=say("试算结果"))


def _row(now: AreaIndex, then: AreaIndex | None) -> Html:
    score = then.score if then else None
    change = "" if score is None or now.score is None else signed(score - now.score)
    cells = (
        score_text(now.score),
        rank_text(now),
        score_text(score),
        rank_text(then) if then else "—",
        change,
    )
    return tag("tr", tag("th", now.name, scope="row"), *(tag("td", text, class_="number") for text in cells))
