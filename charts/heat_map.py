"""Townships × indicators, the whole county at a glance: a table that colours verdicts and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from charts.area_figures import AreaFigure
from charts.heat_cells import county_cell, heat_cell
from charts.heat_order import Sorting, Township, in_groups, in_order
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import css_class, glyph, verdict_words
from charts.text import bracketed, letters_of, soft_hyphens
from data.language import language, say
from metrics.indicator import domain_name

Cells = Mapping[tuple[str, str], AreaFigure]  # (township, indicator) → its figure
Address = Callable[[str, str], str]  # (township, indicator) → where a cell leads
WIDE = 20  # so many columns fit with names beside each other; more stand closer


@dataclass(frozen=True)
class HeatMap:
    """What the table is drawn from; `kinds`: township → the word of its kind where rows are grouped."""

    measures: Sequence[Measure]
    cells: Cells
    cell_address: Address
    township_address: Callable[[str], str]
    measure_address: Callable[[str], str]
    county: Mapping[str, AreaFigure]
    kinds: Mapping[str, str]
    sorting: Sorting | None
    past: str


def heat_map(
    townships: Sequence[Township],
    measures: Sequence[Measure],
    cells: Cells,
    *,
    cell_address: Address,
    township_address: Callable[[str], str],
    measure_address: Callable[[str], str],
    county: Mapping[str, AreaFigure] | None = None,
    kinds: Mapping[str, str] | None = None,
    sorting: Sorting | None = None,
    past: str = "",
) -> Html:
    """An HTML table: a row per township (code, name), a column per indicator by domain.

    county: indicator → its figure, a row at the head. kinds: township → kind, a band at the side for each.
    """
    links = (cell_address, township_address, measure_address)
    drawn = HeatMap(measures, cells, *links, county or {}, kinds or {}, sorting, past)
    bodies = join(_body(drawn, *group) for group in _groups(drawn, townships))
    table = tag("table", _widths(drawn, townships), _head(drawn, len(townships)), bodies, class_="heat")
    style = f"heat-box{' close' if len(measures) > WIDE else ''}{' sideways' if language() == 'en' else ''}"
    label = say("各乡镇与全县比较，方向键在格子之间移动")
    return tag("div", table, class_=style, tabindex="0", role="region", aria_label=label)


def _groups(drawn: HeatMap, townships: Sequence[Township]) -> list[tuple[str, list[Township]]]:
    """Kind → its rows: kinds as they come in the register, rows sorted inside each."""
    groups = in_groups(townships, drawn.kinds) if drawn.kinds else [("", list(townships))]
    return [(kind, in_order(rows, drawn.sorting, drawn.measures, drawn.cells)) for kind, rows in groups]


def _head(drawn: HeatMap, count: int) -> Html:
    rows = [_domains_row(drawn, count), _names_row(drawn)]
    if drawn.sorting is not None:
        rows.append(_sorting_row(drawn, drawn.sorting))
    if drawn.county:
        rows.append(_county_row(drawn))
    return tag("thead", *rows)


def _widths(drawn: HeatMap, townships: Sequence[Township]) -> Html:
    kind = tag("col", class_="of-kind") if drawn.kinds else ""
    return tag(
        "colgroup", kind, tag("col", class_="of-name", style=letters_of(name for _, name in townships))
    )


def _label_columns(drawn: HeatMap) -> str | None:
    return "2" if drawn.kinds else None


def _domains_row(drawn: HeatMap, count: int) -> Html:
    corner = tag(
        "th",
        *(say("乡镇"), tag("small", bracketed(str(count)))),
        rowspan=2,
        colspan=_label_columns(drawn),
        scope="col",
        class_="corner",
    )
    groups = (
        tag(
            "th",
            tag("span", domain_name(domain), title=domain_name(domain)),
            colspan=len(list(group)),
            scope="colgroup",
        )
        for domain, group in groupby(drawn.measures, key=lambda measure: measure.domain)
    )
    return tag("tr", corner, *groups, class_="domains")


def _names_row(drawn: HeatMap) -> Html:
    heads = []
    for measure in drawn.measures:
        words = f"{measure.name} · {measure.direction_words}"
        name = link(drawn.measure_address(measure.id), soft_hyphens(measure.name), title=words)
        state = drawn.sorting.state_of(measure.id) if drawn.sorting else None
        heads.append(tag("th", name, scope="col", aria_sort=state))
    return tag("tr", *heads, class_="names")


def _sorting_row(drawn: HeatMap, sorting: Sorting) -> Html:
    """A link under every judged name; a volume, or a count, puts no township before another."""
    corner = tag("td", say("排序"), colspan=_label_columns(drawn), class_="corner")
    cells = (
        _sorting_cell(measure, sorting) if measure.is_compared else tag("td") for measure in drawn.measures
    )
    return tag("tr", corner, *cells, class_="sorts")


def _sorting_cell(measure: Measure, sorting: Sorting) -> Html:
    shape = {"ascending": "▾", "descending": "▴"}.get(sorting.state_of(measure.id) or "", "⇅")
    asked = sorting.next_of(measure.id)
    words = say("恢复名录顺序")
    if asked:
        best = asked.startswith("-")
        words = say("按{name}排序，好的在前", name=measure.name) if best else ""
        words = words or say("按{name}排序，差的在前", name=measure.name)
    current = "true" if sorting.state_of(measure.id) else None
    return tag("td", link(sorting.address(asked), shape, aria_label=words, title=words, aria_current=current))


def _county_row(drawn: HeatMap) -> Html:
    cells = (
        county_cell(m, drawn.county.get(m.id), drawn.cell_address("county", m.id), drawn.past)
        for m in drawn.measures
    )
    return tag(
        "tr", tag("td", say("全县"), colspan=_label_columns(drawn), class_="corner"), *cells, class_="county"
    )


def _body(drawn: HeatMap, kind: str, townships: Sequence[Township]) -> Html:
    """The rows of a kind, with its word written down their side."""
    side = tag("th", tag("span", kind), rowspan=len(townships), scope="rowgroup", class_="kind")
    rows = (
        tag("tr", side if drawn.kinds and place == 0 else "", *_row(drawn, code, name))
        for place, (code, name) in enumerate(townships)
    )
    return tag("tbody", *rows)


def _row(drawn: HeatMap, code: str, name: str) -> list[Html]:
    head = tag("th", link(drawn.township_address(code), name), scope="row")
    cells = (
        heat_cell(m, drawn.cells.get((code, m.id)), name, drawn.cell_address(code, m.id), drawn.past)
        for m in drawn.measures
    )
    return [head, *cells]


def legend_html() -> Html:
    """What the colours and shapes mean."""
    classes = ("better_99_8", "better_95", "similar", "worse_95", "worse_99_8")
    keys = [_key(css_class(c), "" if c == "similar" else glyph(c), _with_level(c)) for c in classes]
    missing = _key("missing", "○", say("未报送，或件数不足20不作比较"))
    return tag("div", tag("span", say("与全县比较：")), *keys, missing, class_="legend")


def _with_level(verdict_class: str) -> str:
    level = "99.8%" if verdict_class.endswith("99_8") else "95%" if verdict_class.endswith("95") else ""
    return verdict_words(verdict_class) + bracketed(level)


def _key(name: str, shape: str, words: str) -> Html:
    return tag("span", tag("i", shape, class_=f"swatch v-{name}", aria_hidden="true"), words, class_="key")
