"""The heat map for a phone: a township a line, with what differs from the county and nothing else.

A table of thirty columns has no room on a phone, and a reader there asks one thing: who stands out, in what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from charts.area_figures import AreaFigure
from charts.heat_cells import shown_class
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import css_class, glyph, verdict_of
from charts.text import value_text
from data.language import say


def heat_list(
    townships: Sequence[tuple[str, str]],
    measures: Sequence[Measure],
    cells: Mapping[tuple[str, str], AreaFigure],
    *,
    cell_address: Callable[[str, str], str],
    township_address: Callable[[str], str],
) -> Html:
    """Townships in the order given; what is worse comes first."""
    lines = []
    for code, name in townships:
        apart = _apart([(m, cells[code, m.id]) for m in measures if (code, m.id) in cells])
        shown = [_chip(m, f, cell_address(code, m.id)) for m, f in apart]
        rest = tag("span", _rest(len(apart)), class_="note")
        lines.append(tag("li", link(township_address(code), name), *shown, rest))
    return tag("ul", join(lines), class_="heat-list", aria_label=say("各乡镇与全县比较"))


def _apart(cells: Sequence[tuple[Measure, AreaFigure]]) -> list[tuple[Measure, AreaFigure]]:
    found = [
        (measure, figure)
        for measure, figure in cells
        if figure.value is not None and verdict_of(shown_class(measure, figure)) in ("better", "worse")
    ]
    strong = {"worse_99_8": 0, "worse_95": 1, "better_99_8": 2}
    return sorted(found, key=lambda each: strong.get(each[1].verdict_class, 3))


def _chip(measure: Measure, figure: AreaFigure, address: str) -> Html:
    text = f"{glyph(figure.verdict_class)} {measure.name} {value_text(figure.value, measure)}"
    return link(address, text, class_=f"chip v-{css_class(figure.verdict_class)}")


def _rest(apart: int) -> str:
    return say("其余相近或不作比较") if apart else say("各项都与全县相近，或不作比较")
