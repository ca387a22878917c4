"""The quarterly list: 做得好 and 需要支持, each township with the reason. Nobody is on a black list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from charts.index_words import score_text
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.text import listed, value_text
from data.language import say
from metrics.index.results import AreaIndex, Part, PeriodIndex

REASONS = 3


def index_lists(found: PeriodIndex, measures: Mapping[str, Measure], address: Callable[[str], str]) -> Html:
    """Both halves; a half that is empty says so, and so do both where chance is still being drawn."""
    halves = (
        ("well", say("做得好"), "better", "▲", say("没有得分明显高于全县的乡镇。")),
        ("support", say("需要支持"), "worse", "▼", say("没有得分明显低于全县的乡镇。")),
    )
    sections = []
    for name, title, tone, shape, none in halves:
        areas = sorted((a for a in found.townships if a.listed == name), key=lambda a: -(a.score or 0.0))
        if name == "support":
            areas.reverse()
        lines = [_line(area, found, measures, address, tone, shape) for area in areas]
        nobody = none if found.is_drawn else say("正在计算")
        body = tag("ul", join(lines), class_="found") if lines else tag("p", nobody, class_="note")
        sections.append(tag("section", tag("h2", title), body))
    return tag("div", *sections, class_="findings")


def _line(
    area: AreaIndex,
    found: PeriodIndex,
    measures: Mapping[str, Measure],
    address: Callable[[str], str],
    tone: str,
    shape: str,
) -> Html:
    county = found.county.score if found.county else None
    score = say(
        "{score}分，全县{county}分", score=score_text(area.score, found.standard), county=score_text(county)
    )
    why = listed(
        [
            f"{measures[part.indicator].name} {value_text(part.figure.value, measures[part.indicator])}"
            for part in reasons(area)
        ]
    )
    text = tag(
        "p",
        link(address(area.area), area.name),
        f" {score}",
        tag("small", say("主要因为：{why}", why=why)) if why else "",
    )
    return tag("li", tag("i", shape, class_=f"tone-{tone}", aria_hidden="true"), text)


def reasons(area: AreaIndex) -> Sequence[Part]:
    """The indicators that set a listed township most apart from the county, in the direction of its list."""
    sign = 1 if area.listed == "well" else -1
    known = [part for part in area.parts if part.points is not None and part.county_points is not None]
    ahead = [(sign * part.weight * ((part.points or 0) - (part.county_points or 0)), part) for part in known]
    return [part for gain, part in sorted(ahead, key=lambda each: -each[0])[:REASONS] if gain > 0]
