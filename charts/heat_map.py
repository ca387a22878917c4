"""Townships × indicators, the whole county at a glance: a table that colours verdicts and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from charts.area_figures import AreaFigure
from charts.markup import Html, join, link, tag
from charts.measure import Measure
from charts.palette import css_class, glyph, verdict_of, verdict_words
from charts.text import NOTHING, bracketed, counts_text, number_text, soft_hyphens, value_text
from data.language import say
from metrics.indicator import domain_name

Cells = Mapping[tuple[str, str], AreaFigure]  # (township, indicator) → its figure
Address = Callable[[str, str], str]  # (township, indicator) → where a cell leads


def heat_map(
    townships: Sequence[tuple[str, str]],
    measures: Sequence[Measure],
    cells: Cells,
    *,
    cell_address: Address,
    township_address: Callable[[str], str],
    measure_address: Callable[[str], str],
) -> Html:
    """An HTML table: a row per township (code, name) in register order, a column per indicator by domain."""
    head = tag("thead", _domains_row(measures, len(townships)), _names_row(measures, measure_address))
    rows = join(
        _row(code, link(township_address(code), name), measures, cells, cell_address)
        for code, name in townships
    )
    table = tag("table", head, tag("tbody", rows), class_="heat")
    label = say("各乡镇与全县比较")
    return tag("div", table, class_="heat-box", tabindex="0", role="region", aria_label=label)


def _domains_row(measures: Sequence[Measure], count: int) -> Html:
    corner = tag(
        "th", say("乡镇"), tag("small", bracketed(str(count))), rowspan=2, scope="col", class_="corner"
    )
    groups = (
        tag(
            "th",
            tag("span", domain_name(domain), title=domain_name(domain)),
            colspan=len(list(group)),
            scope="colgroup",
        )
        for domain, group in groupby(measures, key=lambda measure: measure.domain)
    )
    return tag("tr", corner, *groups, class_="domains")


def _names_row(measures: Sequence[Measure], address: Callable[[str], str]) -> Html:
    return tag(
        "tr",
        *(
            tag(
                "th",
                link(address(m.id), soft_hyphens(m.name), title=f"{m.name} · {m.direction_words}"),
                scope="col",
            )
            for m in measures
        ),
        class_="names",
    )


def _row(code: str, name: Html, measures: Sequence[Measure], cells: Cells, address: Address) -> Html:
    shown = (_cell(measure, cells.get((code, measure.id)), address(code, measure.id)) for measure in measures)
    return tag("tr", tag("th", name, scope="row"), *shown)


def _cell(measure: Measure, cell: AreaFigure | None, address: str) -> Html:
    if cell is None or number_text(cell.value, measure) == NOTHING:
        return tag("td", link(address, "○", title=say("未报送或没有可算的件数")), class_="v-missing")
    verdict_class = cell.verdict_class if measure.is_compared and not cell.too_few else "not compared"
    mark = tag("i", glyph(verdict_class), aria_hidden="true") if _is_marked(verdict_class) else ""
    few = tag("i", "○", aria_hidden="true") if cell.too_few else ""
    content = link(address, number_text(cell.value, measure), mark, few, title=_title(measure, cell))
    return tag("td", content, class_=f"v-{css_class(verdict_class)}")


def _is_marked(verdict_class: str) -> bool:
    return verdict_of(verdict_class) in ("better", "worse")


def _title(measure: Measure, cell: AreaFigure) -> str:
    counts = counts_text(cell.numerator, cell.denominator, measure)
    figure = f"{measure.name} {value_text(cell.value, measure)}" + bracketed(counts)
    if cell.too_few:
        return f"{figure} · {say('件数少，不作比较')}"
    county = say("全县 {value}", value=value_text(cell.county_value, measure))
    if not measure.is_compared:
        return figure
    return f"{figure} · {county} · {verdict_words(cell.verdict_class)}"


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
