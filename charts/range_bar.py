"""A township inside the county's range: lowest to highest township, its own kind, the county, its own dot."""

from __future__ import annotations

from collections.abc import Sequence

from charts.markup import Html, tag
from charts.measure import Measure
from charts.palette import css_class
from charts.scale import Scale, scale_for
from charts.text import value_text
from data.language import say
from metrics.overdispersion import quantile


def range_bar(
    value: float | None,
    others: Sequence[float | None],
    county: float | None,
    measure: Measure,
    verdict_class: str = "not compared",
    *,
    kind: Sequence[float | None] = (),
) -> Html:
    """The spine of one row; better is always to the right, so that the eye need not learn each indicator.

    Only what may be compared has one: a place among townships is a comparison too. `kind`: the values of the
    townships of its own kind, a thin line from their lowest to their highest.
    """
    known = _known(others)
    if not known or value is None or not measure.is_compared:
        return Html("")
    own = _known(kind)
    parts = _parts(value, known, own, county, flipped=measure.good == "low")
    title = _title(known, own, county, measure)
    style = f"spine t-{css_class(verdict_class)}"
    return tag("div", *parts, class_=style, title=title, role="img", aria_label=title)


def _parts(
    value: float, known: Sequence[float], own: Sequence[float], county: float | None, *, flipped: bool
) -> list[Html]:
    scale = scale_for([*known, value], unit="")
    parts = [_band(known, scale, flipped)]
    if len(own) > 1:
        parts.append(_stretch(own[0], own[-1], scale, flipped, "kind"))
    if county is not None:
        parts.append(tag("u", class_="county", style=f"left:{_at(scale, county, flipped):.1f}%"))
    return [*parts, tag("i", class_="dot", style=f"left:{_at(scale, value, flipped):.1f}%")]


def _known(values: Sequence[float | None]) -> list[float]:
    return sorted(value for value in values if value is not None)


def _at(scale: Scale, value: float, flipped: bool) -> float:
    share = 4 + 0.92 * scale.share(value)
    return 100 - share if flipped else share


def _stretch(low: float, high: float, scale: Scale, flipped: bool, name: str) -> Html:
    left, right = sorted((_at(scale, low, flipped), _at(scale, high, flipped)))
    return tag("s", class_=name, style=f"left:{left:.1f}%;width:{right - left:.1f}%")


def _band(known: Sequence[float], scale: Scale, flipped: bool) -> Html:
    middle = (quantile(known, 0.25), quantile(known, 0.75))
    return tag(
        "span",
        _stretch(known[0], known[-1], scale, flipped, "whole"),
        _stretch(*middle, scale, flipped, "half"),
    )


def _title(known: Sequence[float], own: Sequence[float], county: float | None, measure: Measure) -> str:
    low, high = (value_text(each, measure) for each in (known[0], known[-1]))
    said = [say("各乡镇 {low} 至 {high}", low=low, high=high)]
    if len(own) > 1:
        low, high = (value_text(each, measure) for each in (own[0], own[-1]))
        said.append(say("同类 {low} 至 {high}", low=low, high=high))
    if county is not None:
        said.append(say("全县 {value}", value=value_text(county, measure)))
    return " · ".join(said)
