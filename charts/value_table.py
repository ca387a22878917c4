"""Figures as a table with everything that stands behind them, and the same as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from charts.area_figures import AreaFigure
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import css_class, glyph, verdict_of, verdict_words
from charts.text import NOTHING, bracketed, change_text, number_text, plain_number, unit_text
from data.language import say

# what a spreadsheet would run as a formula
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def value_table(figures: Sequence[AreaFigure], measure: Measure, address: Callable[[str], str]) -> Html:
    """A row an area: value, numerator, denominator, limits, verdict, change on last year."""
    unit = bracketed(unit_text(measure))
    heads = [say("乡镇"), say("值") + unit, say("分子"), say("分母"), say("95%下限"), say("95%上限")]
    heads += [say("与全县比较")] if measure.is_compared else []
    heads += [say("同比"), say("报送")]
    head = tag(
        "tr",
        *(tag("th", text, scope="col", class_="" if i == 0 else "number") for i, text in enumerate(heads)),
    )
    body = join(_row(figure, measure, address) for figure in figures)
    return tag(
        "div",
        tag("table", tag("thead", head), tag("tbody", body), class_="plain values"),
        class_="plain-box",
        tabindex="0",
        role="region",
        aria_label=measure.name,
    )


def _row(figure: AreaFigure, measure: Measure, address: Callable[[str], str]) -> Html:
    cells = [
        number_text(figure.value, measure),
        _count(figure.numerator),
        _count(figure.denominator),
        number_text(figure.lower95, measure),
        number_text(figure.upper95, measure),
    ]
    shown = [tag("td", cell, class_="number") for cell in cells]
    if measure.is_compared:
        shown.append(_verdict(figure))
    shown.append(tag("td", change_text(figure.last_year_change, measure), class_="number"))
    shown.append(tag("td", f"{figure.covered}/{figure.expected}", class_="number"))
    return tag("tr", tag("th", link(address(figure.area), figure.name), scope="row"), *shown)


def _count(value: float | None) -> str:
    return NOTHING if value is None else plain_number(value, 0)


def _verdict(figure: AreaFigure) -> Html:
    if figure.too_few:
        return tag("td", f"○ {say('件数少，不作比较')}", class_="number t-none")
    tone = css_class(figure.verdict_class)
    mark = glyph(figure.verdict_class) if verdict_of(figure.verdict_class) != "similar" else ""
    return tag("td", f"{mark} {verdict_words(figure.verdict_class)}".strip(), class_=f"number t-{tone}")


CSV_COLUMNS = (
    "indicator",
    "area",
    "name",
    "period",
    "numerator",
    "denominator",
    "value",
    "lower95",
    "upper95",
    "lower998",
    "upper998",
    "verdict_class",
    "too_few",
    "covered",
    "expected",
)


def csv_text(figures: Sequence[AreaFigure]) -> str:
    """The figures unrounded, with a byte order mark for spreadsheets."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(CSV_COLUMNS)
    for figure in figures:
        writer.writerow(csv_cell(getattr(figure, column)) for column in CSV_COLUMNS)
    return "\ufeff" + file.getvalue()


def csv_cell(value: object) -> object:
    """Text is defused, numbers stay numbers, None is empty."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
