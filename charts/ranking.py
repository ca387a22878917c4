"""Townships set beside the county: a dot with its 95 % interval each, the county as a line, n/d at the right.

A judged indicator is ordered by value; a neutral one stands in register order, without colour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from charts.area_figures import AreaFigure
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import css_class, glyph, verdict_of
from charts.scale import Scale, scale_for
from charts.text import (
    bracketed,
    counts_text,
    divisor,
    letters_of,
    number_text,
    plain_number,
    unit_text,
    value_text,
    with_word,
)
from data.language import say

LONG_TICK = 6  # characters: with more, a phone has room for the first and the last only
WIDEST = 3.0  # times the largest value: how far an interval may stretch the axis


def in_order(figures: Sequence[AreaFigure], measure: Measure) -> list[AreaFigure]:
    """Highest value first, missing last; as given (register order) where the indicator is not compared."""
    if not measure.is_compared:
        return list(figures)
    return sorted(figures, key=lambda figure: (figure.value is None, -(figure.value or 0.0)))


def ranking(
    figures: Sequence[AreaFigure],
    measure: Measure,
    *,
    county: float | None,
    target: float | None,
    address: Callable[[str], str],
    label: str,
    shown: Sequence[AreaFigure] | None = None,
) -> Html:
    """Rows of name, track and counts. `address`: a township's page; `label`: the finding.

    `shown`: the rows to draw, in their order, on the scale of all; None for all.
    """
    scale = _scale(figures, measure, county, target)
    lines = _lines(scale, measure, county if measure.is_compared else None, target)
    head = tag(
        "div", tag("span"), tag("div", lines, class_="track"), _unit_of_column(measure), class_="rank-head"
    )
    drawn = in_order(figures, measure) if shown is None else shown
    rows = join(_row(figure, measure, scale, (county, target), address) for figure in drawn)
    table = tag("div", rows, class_="rank-rows", role="table", aria_label=label)
    letters = letters_of(figure.name for figure in drawn)
    return tag("div", head, table, _axis(scale, measure), class_="rank", style=letters)


def _scale(
    figures: Sequence[AreaFigure], measure: Measure, county: float | None, target: float | None
) -> Scale:
    values = [figure.value for figure in figures if figure.value is not None]
    marks = [mark for mark in ((county if measure.is_compared else None), target) if mark is not None]
    limits = [
        limit for f in figures if not f.too_few for limit in (f.lower95, f.upper95) if limit is not None
    ]
    # an interval of three cases must not squeeze everyone else into a corner: it runs out of the axis
    most = WIDEST * max([*values, *marks], default=1.0)
    limits = [min(limit, most) for limit in limits]
    return scale_for([*values, *limits, *marks], unit=measure.unit, keep_zero=measure.unit != "percent")


def _lines(scale: Scale, measure: Measure, county: float | None, target: float | None) -> Html:
    shown = [(county, "county", say("全县 {value}", value=value_text(county, measure)))]
    shown.append((target, "target", say("目标 {value}", value=value_text(target, measure))))
    near = county is not None and target is not None and abs(scale.share(county) - scale.share(target)) < 25
    return join(
        tag(
            "b",
            words,
            class_=f"label label-{name} side-{_side(scale.share(mark), near, mark, county, target)}",
            style=f"left:{scale.share(mark):.2f}%",
        )
        for mark, name, words in shown
        if mark is not None
    )


def _side(share: float, near: bool, mark: float, county: float | None, target: float | None) -> str:
    """Labels that would run into each other turn their backs; at the ends they lean inwards."""
    if near and county is not None and target is not None:
        other = target if mark == county else county
        return "left" if mark < other or (mark == other and mark is county) else "right"
    return "right" if share < 12 else "left" if share > 88 else "middle"


def _row(
    figure: AreaFigure,
    measure: Measure,
    scale: Scale,
    marks: tuple[float | None, float | None],
    address: Callable[[str], str],
) -> Html:
    shown_class = figure.verdict_class if measure.is_compared and not figure.too_few else "not compared"
    tone = css_class(shown_class)
    is_marked = verdict_of(shown_class) in ("better", "worse")
    mark = tag("i", glyph(shown_class) if is_marked else "", class_="mark", aria_hidden="true")
    name = tag("span", link(address(figure.area), figure.name), mark, class_="name", role="rowheader")
    track = tag(
        "div", _rules(scale, measure, marks), _dot(figure, measure, scale), class_="track", role="cell"
    )
    return tag(
        "div",
        name,
        track,
        _counts(figure, measure),
        class_=f"rank-row t-{tone}",
        role="row",
        title=figure_title(figure, measure),
    )


def _rules(scale: Scale, measure: Measure, marks: tuple[float | None, float | None]) -> Html:
    county, target = marks
    lines = [(tick, "tick") for tick in scale.ticks]
    if county is not None and measure.is_compared:
        lines.append((county, "county"))
    if target is not None:
        lines.append((target, "target"))
    return join(tag("u", class_=name, style=f"left:{scale.share(mark):.2f}%") for mark, name in lines)


def _dot(figure: AreaFigure, measure: Measure, scale: Scale) -> Html:
    if figure.value is None:
        return tag("em", say("未报送或没有可算的件数"))
    dot = tag(
        "i", class_="dot few" if figure.too_few else "dot", style=f"left:{scale.share(figure.value):.2f}%"
    )
    if figure.lower95 is None or figure.upper95 is None:
        return dot
    left, right = scale.share(figure.lower95), scale.share(figure.upper95)
    return join([tag("s", style=f"left:{left:.2f}%;width:{max(right - left, 0.3):.2f}%"), dot])


def _counts(figure: AreaFigure, measure: Measure) -> Html:
    shown = value_text(figure.value, measure) if _is_short(measure) else number_text(figure.value, measure)
    value = tag("b", shown, role="cell", class_="rank-value")
    return join([value, tag("span", _behind(figure, measure), class_="rank-counts", role="cell")])


def _behind(figure: AreaFigure, measure: Measure) -> str:
    """The counts of a share or a mean; the events of a rate; nothing behind a plain count."""
    if measure.unit in ("percent", "days"):
        return counts_text(figure.numerator, figure.denominator, measure)
    if _is_short(measure) or figure.numerator is None:
        return ""
    return with_word(plain_number(figure.numerator, 0), measure.counted)


def figure_title(figure: AreaFigure, measure: Measure) -> str:
    """What a pointer over a township says: value, counts, interval, or that it is too few to judge."""
    counts = counts_text(figure.numerator, figure.denominator, measure)
    parts = [f"{figure.name} {value_text(figure.value, measure)}" + bracketed(counts)]
    if figure.lower95 is not None and figure.upper95 is not None:
        low, high = (plain_number(v, measure.decimals) for v in (figure.lower95, figure.upper95))
        parts.append(say("95%置信区间 {low}—{high}", low=low, high=high))
    if figure.too_few:
        parts.append(say("件数少，不作比较"))
    return " · ".join(parts)


def _unit_of_column(measure: Measure) -> Html:
    """A long unit stands once above its numbers; a short one stands behind each."""
    return tag("small", "" if _is_short(measure) else unit_text(measure))


def _is_short(measure: Measure) -> bool:
    return not measure.unit.startswith("per_")


def _axis(scale: Scale, measure: Measure) -> Html:
    unit = unit_text(measure) if measure.unit == "percent" else ""
    decimals = 0 if all(float(tick).is_integer() for tick in scale.ticks) else 1
    words = [f"{_tick(tick, measure, decimals)}{unit}" for tick in scale.ticks]
    places = zip(words, scale.ticks, strict=True)
    ends = join(tag("span", text, style=f"left:{scale.share(tick):.2f}%") for text, tick in places)
    is_long = max(map(len, words), default=0) > LONG_TICK
    track = tag("div", ends, class_=f"track axis{' long' if is_long else ''}")
    return tag(
        "div", tag("span"), track, tag("span", class_="axis-unit"), class_="rank-axis", aria_hidden="true"
    )


def _tick(tick: float, measure: Measure, decimals: int) -> str:
    return plain_number(tick / divisor(measure), decimals)
