"""The short lists beside the heat map: who needs support, what goes well, who has not reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from charts.area_figures import AreaFigure
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import verdict_words
from charts.sentences import apart_words
from charts.text import bracketed, counts_text, listed, month_of, month_text, value_text
from data.language import say
from metrics.findings import Apart

MOST_LINES = 5
MOST_TOWNSHIPS = 4
MOST_OF_ONE = 3
MONTHS_NAMED = 3


@dataclass(frozen=True)
class MissingReport:
    """One township's export that was due and is not in; `months` are '2025-12'."""

    township: str
    name: str
    export: str
    months: tuple[str, ...]


def apart_list(
    title: str,
    found: Sequence[Apart],
    measures: Mapping[str, Measure],
    names: Mapping[str, str],
    township_address: Callable[[str], str],
    figure_address: Callable[[str, str], str],
) -> Html:
    """A heading and a line for each township that stands clearly apart; the rest is counted."""
    townships: dict[str, list[Apart]] = {}
    for apart in found:
        townships.setdefault(apart.township, []).append(apart)
    lines = [
        _township_apart(link(township_address(code), names.get(code, code)), items, measures, figure_address)
        for code, items in list(townships.items())[:MOST_TOWNSHIPS]
    ]
    return _section(title, lines, len(townships) - len(lines), say("没有超出99.8%界限的乡镇。"))


def _township_apart(
    name: Html,
    items: Sequence[Apart],
    measures: Mapping[str, Measure],
    figure_address: Callable[[str, str], str],
) -> Html:
    shown = [
        apart_words(apart, measures[apart.indicator], figure_address(apart.township, apart.indicator))
        for apart in items[:MOST_OF_ONE]
    ]
    more = len(items) - len(shown)
    rest = tag("small", say("另有{n}项。", n=more)) if more else ""
    tone, shape = ("better", "▲") if items[0].is_better else ("worse", "▼")
    return tag(
        "li", tag("i", shape, class_=f"tone-{tone}", aria_hidden="true"), tag("div", name, *shown, rest)
    )


def missing_list(missing: Sequence[MissingReport], township_address: Callable[[str], str]) -> Html:
    """Who has not reported what, and for which months."""
    lines = [
        tag(
            "li",
            tag("i", "○", aria_hidden="true"),
            tag(
                "p",
                link(township_address(report.township), report.name),
                f" {report.export} ",
                tag("small", _months(report.months)),
            ),
        )
        for report in missing[: MOST_LINES + 1]
    ]
    return _section(say("还没有报送"), lines, len(missing) - len(lines), say("应报的都已报送。"))


def _months(months: Sequence[str]) -> str:
    if len(months) > MONTHS_NAMED:
        return say("{n}个月", n=len(months))
    return listed([month_text(month_of(month)) for month in months])


def _section(title: str, lines: Sequence[Html], more: int, none: str) -> Html:
    body = tag("ul", join(lines), class_="found") if lines else tag("p", none, class_="note")
    rest = tag("p", say("另有{n}项。", n=more), class_="note") if more > 0 else ""
    return tag("section", tag("h2", title), body, rest)


def standing_out(
    title: str,
    figures: Sequence[AreaFigure],
    measures: Mapping[str, Measure],
    figure_address: Callable[[str], str],
    *,
    is_better: bool,
) -> Html:
    """One township's figures that differ from the county, each with its counts."""
    tone, shape = ("better", "▲") if is_better else ("worse", "▼")
    lines = [
        tag(
            "li",
            tag("i", shape, class_=f"tone-{tone}", aria_hidden="true"),
            tag(
                "p", link(figure_address(f.indicator), measures[f.indicator].name), f" {_beside(f, measures)}"
            ),
        )
        for f in figures[:MOST_LINES]
    ]
    none = say("没有明显好于全县的指标。") if is_better else say("没有明显差于全县的指标。")
    return _section(title, lines, len(figures) - len(lines), none)


def _beside(figure: AreaFigure, measures: Mapping[str, Measure]) -> str:
    measure = measures[figure.indicator]
    counts = counts_text(figure.numerator, figure.denominator, measure)
    shown = value_text(figure.value, measure) + bracketed(counts)
    county = value_text(figure.county_value, measure)
    level = verdict_words(figure.verdict_class)
    return say("{value}，全县 {county}，{level}", value=shown, county=county, level=level)


def missing_months(missing: Sequence[MissingReport]) -> Html:
    """Which exports of one township are not in, and for which months."""
    lines = [
        tag(
            "li",
            tag("i", "○", aria_hidden="true"),
            tag("p", f"{report.export} ", tag("small", _months(report.months))),
        )
        for report in missing
    ]
    return _section(say("还没有报送"), lines, 0, say("应报的都已报送。"))
