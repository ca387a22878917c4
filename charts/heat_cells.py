"""One cell of the heat map: its number, its colour, and the words of its card.

The card is the cell's accessible name, which the style shows beside the pointer or the keyboard's focus: said
once, it serves the eye and the ear, and a table of a thousand cells carries no second text.
"""

from __future__ import annotations

from charts.area_figures import AreaFigure
from charts.judgement import judge_change
from charts.markup import Html, link, tag
from charts.measure import Measure
from charts.palette import css_class, verdict_words
from charts.text import NOTHING, bracketed, change_text, counts_text, number_text, value_text
from data.language import say

WHOLE = "100.0"


def heat_cell(measure: Measure, cell: AreaFigure | None, name: str, address: str, past: str) -> Html:
    """A linked number; `name`: the township, `past`: what its change is measured from (同比)."""
    if cell is None or number_text(cell.value, measure) == NOTHING:
        words = card_words(measure, name, [say("未报送或没有可算的件数")])
        return tag("td", link(address, "○", aria_label=words), class_="v-missing")
    words = card_words(measure, name, _lines(measure, cell, past))
    content = link(address, _short(cell, measure), aria_label=words)
    few = " few" if cell.too_few and measure.is_compared else ""
    return tag("td", content, class_=f"v-{css_class(shown_class(measure, cell))}{few}")


def county_cell(measure: Measure, cell: AreaFigure | None, address: str, past: str) -> Html:
    """The county's own figure over a column: never coloured, for it is what the others are held against."""
    if cell is None:
        return tag("td", "○", class_="whole")
    counts = bracketed(counts_text(cell.numerator, cell.denominator, measure))
    lines = [value_text(cell.value, measure) + counts, *_change(measure, cell, past)]
    words = card_words(measure, say("全县"), lines)
    return tag("td", link(address, _short(cell, measure), aria_label=words), class_="whole")


def shown_class(measure: Measure, cell: AreaFigure) -> str:
    """The verdict that may be shown: none for what is not compared or has too few cases."""
    return cell.verdict_class if measure.is_compared and not cell.too_few else "not compared"


def card_words(measure: Measure, name: str, lines: list[str]) -> str:
    """'沙湾镇 · 重复访占比', then one line each."""
    return "\n".join([f"{name} · {measure.name}", *lines])


def _short(cell: AreaFigure, measure: Measure) -> str:
    """A whole share without its decimal: the widest number of all would need a wider column for it."""
    text = number_text(cell.value, measure)
    return "100" if text == WHOLE and measure.unit == "percent" else text


def _lines(measure: Measure, cell: AreaFigure, past: str) -> list[str]:
    counts = bracketed(counts_text(cell.numerator, cell.denominator, measure))
    return [value_text(cell.value, measure) + counts, *_verdict(measure, cell), *_change(measure, cell, past)]


def _verdict(measure: Measure, cell: AreaFigure) -> list[str]:
    if not measure.is_compared:
        return [say("与本地目标和过去比较")]
    if cell.too_few:
        return [say("件数少，不作比较")]
    county = say("全县 {value}", value=value_text(cell.county_value, measure))
    return [f"{verdict_words(cell.verdict_class)}{say('，')}{county}"]


def _change(measure: Measure, cell: AreaFigure, past: str) -> list[str]:
    if cell.last_year_change is None:
        return []
    judged = judge_change(measure, cell.last_year_change, cell.last_year_level, too_few=cell.too_few)
    return [f"{past} {change_text(cell.last_year_change, measure)}" + bracketed(judged.words)]
