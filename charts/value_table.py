"""Figures as a table with everything that stands behind them, and the same as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from charts.area_figures import AreaFigure
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import css_class, glyph, verdict_of, verdict_words
from charts.text import (
    NOTHING,
    bracketed,
    change_text,
    divisor,
    number_text,
    plain_number,
    unit_text,
)
from data.formula_text import safe_cell
from data.language import say


def value_table(figures: Sequence[AreaFigure], measure: Measure, address: Callable[[str], str]) -> Html:
    """A row an area: value, numerator, denominator, limits, verdict, change on last year."""
    unit = bracketed(unit_text(measure))
    heads = [say("乡镇"), say("值") + unit, say("分子"), say("分母"), say("95%下限"), say("95%上限")]
    heads += [say("与全县比较")] if measure.is_compared else []
    heads += [say("同比"), say("报送情况")]
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
    tone = "none" if figure.too_few else css_class(figure.verdict_class)
    return tag("td", _verdict_words(figure), class_=f"number t-{tone}")


def _verdict_words(figure: AreaFigure) -> str:
    if figure.too_few:
        return f"○ {say('件数少，不作比较')}"
    mark = glyph(figure.verdict_class) if verdict_of(figure.verdict_class) != "similar" else ""
    return f"{mark} {verdict_words(figure.verdict_class)}".strip()


def csv_text(figures: Sequence[AreaFigure], measure: Measure) -> str:
    """The figures unrounded in the measure's unit, in the reader's words, with a byte order mark."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_csv_head(measure))
    for figure in figures:
        writer.writerow(map(safe_cell, _csv_row(figure, measure)))
    return "\ufeff" + file.getvalue()


def _csv_head(measure: Measure) -> list[str]:
    heads = [say("指标"), say("乡镇"), say("时期"), say("数值"), say("单位"), say("分子"), say("分母")]
    heads += [say("95%下限"), say("95%上限"), say("99.8%下限"), say("99.8%上限")]
    heads += [say("与全县比较")] if measure.is_compared else []
    return [*heads, say("已报"), say("应报"), say("指标代号"), say("地区代码")]


def _csv_row(figure: AreaFigure, measure: Measure) -> list[object]:
    values = (figure.value, figure.lower95, figure.upper95, figure.lower998, figure.upper998)
    value, *limits = (_in_unit(each, measure) for each in values)
    counts = (_plain(figure.numerator), _plain(figure.denominator))
    verdict = [_verdict_words(figure)] if measure.is_compared else []
    reports = (figure.covered, figure.expected)
    return [
        *(measure.name, figure.name, figure.period, value, unit_text(measure), *counts, *limits),
        *(*verdict, *reports, figure.indicator, figure.area),
    ]


def _in_unit(value: float | None, measure: Measure) -> float | int | None:
    return _plain(None if value is None else value / divisor(measure))


def _plain(value: float | None) -> float | int | None:
    return int(value) if value is not None and value.is_integer() else value
