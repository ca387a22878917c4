"""One township in every indicator: value, counts, verdict, place in the county's range, last months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from charts.area_figures import AreaFigure, shown_class
from charts.judgement import judge_change, judgement_html
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import css_class, glyph, verdict_of, verdict_words
from charts.range_bar import range_bar
from charts.signal_words import variation_mark
from charts.sparkline import sparkline
from charts.text import NOTHING, change_text, counts_text, number_text, unit_text
from data.language import say
from metrics.indicator import domain_name


@dataclass(frozen=True)
class ProfileRow:
    """One indicator of a township beside everyone else's values."""

    measure: Measure
    figure: AreaFigure | None
    others: tuple[float | None, ...]
    history: tuple[float | None, ...]
    receipt: str
    page: str
    variation: str | None = None  # the icon of its monthly control chart, where it has one
    kind: tuple[float | None, ...] = ()  # the values of its own kind


def profile_table(rows: Sequence[ProfileRow], change_head: str) -> Html:
    """Rows in catalogue order, a band for each domain; `change_head` reads 同比 or 比上年."""
    bodies = join(
        tag("tbody", _domain_row(domain), join(_row(row) for row in group))
        for domain, group in groupby(rows, key=lambda row: row.measure.domain)
    )
    table = tag("table", tag("thead", _heads(change_head)), bodies, class_="profile")
    return tag("div", table, class_="profile-box", tabindex="0", role="region", aria_label=say("各项指标"))


def _heads(change_head: str) -> Html:
    """Value and county take two columns each, so that numbers stand on their decimal point."""
    heads = (
        *(("name", say("指标")), ("value", say("值")), ("unit", ""), ("verdict", say("与全县比较"))),
        *(("counts", say("分子/分母")), ("county", say("全县")), ("unit", "")),
        *(("place", say("县内位置")), ("past", say("近两年（滚动12个月）")), ("change", change_head)),
    )
    cells = ((tag("th", text, scope="col", class_=n) if text else tag("td", class_=n)) for n, text in heads)
    return tag("tr", *cells)


def _domain_row(domain: str) -> Html:
    return tag("tr", tag("th", domain_name(domain), colspan=10, scope="rowgroup"), class_="domain")


def _row(row: ProfileRow) -> Html:
    measure, figure = row.measure, row.figure
    name = tag("th", link(row.page, measure.name), scope="row", class_="name")
    if figure is None or figure.value is None:
        empty = tag("td", "○ ", say("未报送或没有可算的件数"), class_="missing", colspan=4)
        return tag("tr", name, empty, *_county(figure, measure), tag("td", class_="place"), *_past(row))
    value = tag("td", link(row.receipt, tag("b", number_text(figure.value, measure))), class_="value")
    counts = tag("td", counts_text(figure.numerator, figure.denominator, measure), class_="counts")
    known = (figure.value, row.others, figure.county_value, measure, shown_class(figure, measure))
    spine = range_bar(*known, kind=row.kind)
    cells = (value, tag("td", unit_text(measure), class_="unit"), _verdict(figure, measure), counts)
    return tag("tr", name, *cells, *_county(figure, measure), tag("td", spine, class_="place"), *_past(row))


def _verdict(figure: AreaFigure, measure: Measure) -> Html:
    if not measure.is_compared:
        return tag("td", NOTHING, class_="verdict t-none")
    if figure.too_few:
        return tag("td", "○ ", say("件数少，不作比较"), class_="verdict t-none")
    shown = figure.verdict_class
    mark = glyph(shown) if verdict_of(shown) != "similar" else ""
    return tag("td", f"{mark} {verdict_words(shown)}".strip(), class_=f"verdict t-{css_class(shown)}")


def _county(figure: AreaFigure | None, measure: Measure) -> tuple[Html, Html]:
    # a county's total says nothing about one township's
    if figure is None or figure.county_value is None or not measure.is_compared:
        return tag("td", class_="county"), tag("td", class_="unit")
    number = number_text(figure.county_value, measure)
    return tag("td", number, class_="county", data_head=say("全县")), tag(
        "td", unit_text(measure), class_="unit"
    )


def _past(row: ProfileRow) -> tuple[Html, Html]:
    line = tag("td", sparkline(row.history), variation_mark(row.variation), class_="past")
    figure = row.figure
    if figure is None or figure.last_year_change is None:
        return line, tag("td", NOTHING, class_="change")
    judgement = judge_change(row.measure, figure.last_year_change, figure.last_year_level)
    word = judgement_html(judgement) if judgement.tone != "plain" else ""
    change = tag("span", change_text(figure.last_year_change, row.measure))
    return line, tag("td", word, change, class_="change")


def strengths_and_concerns(
    figures: Mapping[str, AreaFigure], measures: Sequence[Measure]
) -> tuple[list[AreaFigure], list[AreaFigure]]:
    """(better, worse) than the county, 99.8 % before 95 %; neutral and too few are in neither."""
    judged = judged_figures(figures, measures)

    def of(word: str) -> list[AreaFigure]:
        found = [figure for figure in judged if verdict_of(figure.verdict_class) == word]
        return sorted(found, key=lambda figure: not figure.verdict_class.endswith("99_8"))

    return of("better"), of("worse")


def judged_figures(figures: Mapping[str, AreaFigure], measures: Sequence[Measure]) -> list[AreaFigure]:
    """Those that are set against the county at all: neither neutral nor a total, and of enough cases."""
    compared = [figures[m.id] for m in measures if m.is_compared and m.id in figures]
    known = [figure for figure in compared if not figure.too_few and figure.value is not None]
    return [figure for figure in known if figure.verdict_class != "not compared"]
