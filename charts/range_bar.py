"""A township inside the county's range: lowest to highest township, the county, and its own dot."""

from __future__ import annotations

from collections.abc import Sequence

from charts.markup import Html, tag
from charts.measure import Measure
from charts.palette import css_class
from charts.scale import Scale, scale_for
from charts.text import value_text
from data.language import say


def range_bar(
    value: float | None,
    others: Sequence[float | None],
    county: float | None,
    measure: Measure,
    verdict_class: str = "not compared",
) -> Html:
    """The spine of one row; better is always to the right, so that the eye need not learn each indicator.

    Only what may be compared has one: a place among townships is a comparison too.
    """
    known = sorted(other for other in others if other is not None)
    if not known or value is None or not measure.is_compared:
        return Html("")
    flipped = measure.good == "low"
    scale = scale_for([*known, value], unit="")
    parts = [_band(known, scale, flipped)]
    if county is not None:
        parts.append(tag("u", class_="county", style=f"left:{_at(scale, county, flipped):.1f}%"))
    parts.append(tag("i", class_="dot", style=f"left:{_at(scale, value, flipped):.1f}%"))
    return tag(
        "div", *parts, class_=f"spine t-{css_class(verdict_class)}", title=_title(known, county, measure)
    )


def _at(scale: Scale, value: float, flipped: bool) -> float:
    share = 4 + 0.92 * scale.share(value)
    return 100 - share if flipped else share


def _band(known: Sequence[float], scale: Scale, flipped: bool) -> Html:
    low, high = sorted((_at(scale, known[0], flipped), _at(scale, known[-1], flipped)))
    quarter = sorted(
        (_at(scale, _quantile(known, 0.25), flipped), _at(scale, _quantile(known, 0.75), flipped))
    )
    whole = tag("s", class_="whole", style=f"left:{low:.1f}%;width:{high - low:.1f}%")
    half = tag("s", class_="half", style=f"left:{quarter[0]:.1f}%;width:{quarter[1] - quarter[0]:.1f}%")
    return tag("span", whole, half)


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _title(known: Sequence[float], county: float | None, measure: Measure) -> str:
    ends = say(
        "各乡镇 {low} 至 {high}", low=value_text(known[0], measure), high=value_text(known[-1], measure)
    )
    if county is None:
        return ends
    return f"{ends} · {say('全县 {value}', value=value_text(county, measure))}"
