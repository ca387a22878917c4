"""对比: judged indicators of two to five townships, or of two periods, side by side on the same axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from charts.area_figures import AreaFigure
from charts.compare_words import difference_words, judge_places, moved_text
from charts.judgement import judge_change, judgement_html
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import css_class, glyph, verdict_of, verdict_words
from charts.scale import Scale, scale_for
from charts.sparkline import sparkline
from charts.text import (
    NOTHING,
    counts_text,
    is_missing,
    number_text,
    unit_text,
    value_text,
    with_word,
)
from data.language import say
from metrics.differences import Difference
from metrics.indicator import domain_name


@dataclass(frozen=True)
class CompareRow:
    """One indicator on every side; `difference`: of the first from the second where there are two."""

    measure: Measure
    figures: tuple[AreaFigure, ...]
    histories: tuple[tuple[float | None, ...], ...]
    receipts: tuple[str, ...]
    page: str
    difference: Difference | None = None


def compare_table(rows: Sequence[CompareRow], sides: Sequence[str], *, are_places: bool) -> Html:
    """A row an indicator, a column a side, then all sides on one axis; `sides`: names in order."""
    head = tag("thead", _heads(sides, two=len(sides) == 2))
    bodies = join(
        tag(
            "tbody",
            tag(
                "tr",
                tag("th", domain_name(domain), colspan=len(sides) + 3, scope="rowgroup"),
                class_="domain",
            ),
            join(_row(row, sides, are_places) for row in group),
        )
        for domain, group in groupby(rows, key=lambda row: row.measure.domain)
    )
    table = tag("table", head, bodies, class_=f"compare sides-{len(sides)}")
    return tag("div", table, class_="compare-box", tabindex="0", role="region", aria_label=say("对比"))


def _heads(sides: Sequence[str], *, two: bool) -> Html:
    titles = [(say("指标"), "name"), *((side, "side") for side in sides)]
    titles.append((say("同一把尺（自上而下依次）"), "axis"))
    titles += [(say("相差"), "difference")] if two else []
    return tag("tr", *(tag("th", text, scope="col", class_=name) for text, name in titles))


def _row(row: CompareRow, sides: Sequence[str], are_places: bool) -> Html:
    ends = _ends(row)
    cells = (
        _cell(row.measure, figure, history, receipt, side, ends)
        for figure, history, receipt, side in zip(
            row.figures, row.histories, row.receipts, sides, strict=True
        )
    )
    name = tag("th", link(row.page, row.measure.name), scope="row", class_="name")
    last = (_difference(row, sides, are_places),) if len(sides) == 2 else ()
    return tag("tr", name, *cells, tag("td", _axis(row, sides, are_places), class_="axis"), *last)


def _ends(row: CompareRow) -> tuple[float, float] | None:
    known = [value for line in row.histories for value in line if value is not None and not is_missing(value)]
    return (min(known), max(known)) if known else None


def _cell(
    measure: Measure,
    figure: AreaFigure,
    history: Sequence[float | None],
    receipt: str,
    side: str,
    ends: tuple[float, float] | None,
) -> Html:
    who = tag("span", side, class_="who")
    if figure.value is None:
        return tag(
            "td", who, tag("span", "○ ", say("未报送或没有可算的件数"), class_="missing"), class_="side"
        )
    value = link(receipt, tag("b", number_text(figure.value, measure)), title=say("这个数从哪来"))
    shown = tag(
        "span",
        value,
        tag("span", with_word("", unit_text(measure)), class_="unit"),
        _verdict(measure, figure),
    )
    counts = counts_text(figure.numerator, figure.denominator, measure)
    small = tag("small", join(tag("span", text) for text in (counts, interval_text(figure, measure)) if text))
    past = tag("span", sparkline(history, ends=ends), class_="past")
    return tag("td", who, tag("div", tag("div", shown, small), past, class_="cell"), class_="side")


def interval_text(figure: AreaFigure, measure: Measure) -> str:
    """'91.3–93.2', the 95 % limits; '' where there are none."""
    if figure.lower95 is None or figure.upper95 is None:
        return ""
    return f"{number_text(figure.lower95, measure)}–{number_text(figure.upper95, measure)}"


def _verdict(measure: Measure, figure: AreaFigure) -> Html:
    if not measure.is_compared or (not figure.too_few and figure.county_value is None):
        return Html("")
    shown = "not compared" if figure.too_few else figure.verdict_class
    words = say("件数少，不作比较") if figure.too_few else say("与全县比较：") + verdict_words(shown)
    if verdict_of(shown) == "not compared" and not figure.too_few:
        return Html("")
    return tag("i", glyph(shown), class_=f"t-{css_class(shown)}", title=words, role="img", aria_label=words)


def _axis(row: CompareRow, sides: Sequence[str], are_places: bool) -> Html:
    """Every side as a dot with its 95 % interval, one under the other, across them the county."""
    known = [figure for figure in row.figures if figure.value is not None]
    if not known:
        return Html("")
    # two periods have two county figures
    county = next((f.county_value for f in known if f.county_value is not None), None) if are_places else None
    limits = (limit for f in known for limit in (f.value, f.lower95, f.upper95))
    scale = scale_for([*limits, county], unit=row.measure.unit)
    lines = [_mark(figure, scale, row.measure) for figure in row.figures]
    across = tag("u", style=f"left:{scale.share(county):.1f}%") if county is not None else ""
    return tag("div", across, *lines, class_="sides", role="img", aria_label=axis_words(row, sides))


def _mark(figure: AreaFigure, scale: Scale, measure: Measure) -> Html:
    if figure.value is None:
        return tag("span", class_="mark")
    parts = []
    if figure.lower95 is not None and figure.upper95 is not None:
        low, high = scale.share(figure.lower95), scale.share(figure.upper95)
        parts.append(tag("s", style=f"left:{low:.1f}%;width:{high - low:.1f}%"))
    parts.append(tag("i", style=f"left:{scale.share(figure.value):.1f}%"))
    is_judged = measure.is_compared and not figure.too_few
    return tag("span", *parts, class_=f"mark t-{css_class(figure.verdict_class if is_judged else '')}")


def axis_words(row: CompareRow, sides: Sequence[str]) -> str:
    """What the axis shows, for a reader who cannot see it."""
    told = [
        f"{side} {value_text(figure.value, row.measure)}"
        for side, figure in zip(sides, row.figures, strict=True)
    ]
    if row.difference is not None:
        told.append(difference_words(row.difference, row.measure, sides))
    return f"{row.measure.name}: " + say("；").join(told)


def _difference(row: CompareRow, sides: Sequence[str], are_places: bool) -> Html:
    found = row.difference
    if found is None or (found.difference is None and found.level is None):
        return tag("td", NOTHING, class_="difference")
    return tag(
        "td",
        tag("span", sides[0], say("比"), sides[1], class_="who"),
        _told(row, sides, are_places),
        class_="difference",
    )


def _told(row: CompareRow, sides: Sequence[str], are_places: bool) -> Html:
    found = row.difference or Difference(None, None)
    few = any(figure.too_few for figure in row.figures)
    if are_places:
        judged = judge_places(found, row.measure, sides)
    else:
        judged = judge_change(row.measure, found.difference, found.level, too_few=few)
    is_real = "real" if found.level == "real" else ""
    moved = tag("b" if is_real else "span", moved_text(found, row.measure))
    return tag("div", moved, " ", judgement_html(judged), class_=f"told {is_real}".strip())
