"""Any view of a page as a slide: its address, 'indicator?indicator=…&view=trend', says what it shows.

A choice that the mart does not have is the default, as on the page itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from charts.text import period_text
from data.language import say
from metrics.period_spans import month_before, months_of
from metrics.period_steps import PERIOD_TYPES, last_month
from reports.facts import Facts
from reports.slides_county import headline_slide
from reports.slides_of_indicator import indicator_slide
from reports.slides_of_places import alerts_slide, compared_slide, kind_slide, reports_slide, township_slide
from reports.slides_townships import index_slide
from reports.story import Slide

Choices = Mapping[str, str]


def slide_of_view(facts: Facts, address: str) -> Slide:
    """The view as a slide; `facts`: of the meeting's period, used again where the view is of the same."""
    page, _, query = address.partition("?")
    choices = dict(parse_qsl(query))
    own = _facts_of(facts, choices)
    made = SLIDES.get(page, SLIDES[""])(own, choices)
    return replace(made, id=slide_id(address), view=address)


def known_address(address: str) -> str:
    """The address as far as it names a page that can be a slide; whatever else it holds is the overview."""
    page, _, query = address.partition("?")
    return f"{page if page in SLIDES else ''}?{urlencode(parse_qsl(query))}"


def slide_id(address: str) -> str:
    """'view-1a2b3c4d': the same view is the same slide."""
    return f"view-{sha256(address.encode()).hexdigest()[:8]}"


def _facts_of(facts: Facts, choices: Choices) -> Facts:
    """In the period that the view shows."""
    asked = choices.get("by", "month")
    period_type = asked if asked in PERIOD_TYPES else "month"
    known = facts.mart.periods(period_type)
    period = choices.get("period", "")
    period = period if period in known else (known[-1] if known else facts.period)
    if (period_type, period) == (facts.period_type, facts.period):
        return facts
    found = replace(facts, period_type=period_type, period=period)
    found.require_figures()
    return found


def _overview(facts: Facts, choices: Choices) -> Slide:
    kind = choices.get("kind", "")
    if kind in set(facts.kinds.values()) - {""}:
        return kind_slide(facts, kind)
    slide = headline_slide(facts)
    period = period_text(facts.period_type, facts.period)
    return replace(slide, section=f"{say('总览')} · {period}")


def _compare(facts: Facts, choices: Choices) -> Slide:
    if choices.get("mode") == "periods":
        months = months_of(facts.period_type, facts.period)
        known = facts.mart.periods(facts.period_type)
        before = month_before(months[-1], 12)
        earlier = (each for each in known if last_month(facts.period_type, each) == before)
        than = choices.get("than") or next(earlier, "")
        return compared_slide(facts, [choices.get("area", "county")], than)
    areas = [code for code in choices.get("areas", "").split(",") if code in facts.names]
    return compared_slide(facts, areas[:5], "")


SLIDES: Mapping[str, Callable[[Facts, Choices], Slide]] = {
    "": _overview,
    "overview": _overview,
    "indicator": indicator_slide,
    "township": lambda facts, choices: township_slide(facts, choices.get("township", "")),
    "compare": _compare,
    "index": lambda facts, _: index_slide(facts),
    "alerts": lambda facts, _: alerts_slide(facts),
    "quality": lambda facts, _: reports_slide(facts),
    "definitions": lambda facts, choices: indicator_slide(facts, {**choices, "view": "definition"}),
}
