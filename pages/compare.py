"""对比: two to five townships, or two periods, side by side on the same axes; what differs beyond chance."""

from charts.area_figures import AreaFigure, area_figures
from charts.boxes import how_to_read
from charts.compare_table import CompareRow, compare_table
from charts.compare_words import periods_sentence, places_sentence
from charts.index_words import kind_words
from charts.markup import Html, link, tag
from charts.measure import Measure
from charts.text import listed, period_text
from data.language import say
from metrics.differences import Difference, Side, differences
from metrics.mart_queries import Choice
from metrics.mart_reader import Mart
from metrics.period_spans import month_before
from metrics.period_steps import last_month
from pages.shared.address import href, href_here, receipt_href
from pages.shared.cached_reads import open_mart, values
from pages.shared.compare_choice import (
    FEWEST,
    PERIODS,
    PLACES,
    SEPARATOR,
    Compared,
    choose_periods,
    choose_places,
    suggestions,
)
from pages.shared.figures import measures, names_of_areas, townships
from pages.shared.filters import Filters, choose, choose_filters
from pages.shared.prepared import prepared_html
from pages.shared.view import show_html

TOWNSHIP_MONTHS, PERIOD_MONTHS = 24, 12
Histories = dict[str, tuple[float | None, ...]]


def show_page() -> None:
    mart = open_mart()
    filters = choose_filters(mart, "period", "kind")
    modes = {PLACES: say("几个乡镇"), PERIODS: say("两个时期")}
    mode = choose("mode", say("比什么"), modes, default=PLACES, style="tabs")
    chosen = choose_places(mart, filters) if mode == PLACES else choose_periods(mart, filters)
    if chosen.sides:
        show_html(_page(mart, chosen))
    else:
        show_html(_empty(mart, filters, chosen))


@prepared_html
def _page(mart: Mart, chosen: Compared) -> Html:
    rows = _rows(mart, chosen)
    sentence = places_sentence if chosen.are_places else periods_sentence
    lead = tag("p", sentence(rows, chosen.names), class_="lead")
    title = tag("h2", say("各项指标"), tag("small", _caption(mart, chosen)), class_="section")
    table = compare_table(rows, chosen.names, are_places=chosen.are_places)
    return tag("div", lead, title, table, how_to_read(_how(chosen)), class_="stack")


def _caption(mart: Mart, chosen: Compared) -> str:
    if chosen.are_places:
        return period_text(chosen.period_type, chosen.sides[0].period)
    return names_of_areas(mart)[chosen.sides[0].area]


def _how(chosen: Compared) -> str:
    words = say(
        "小字是分子/分母和95%区间，细线是滚动12个月的走势，同一行用同一把尺。圆点是数值，横线是区间，竖线是全县。"
    )
    if len(chosen.sides) == 2:
        by_month = not chosen.are_places and chosen.period_type == "month"
        signals = say("后一个月有同方向的控制图信号，也是真实。") if by_month else ""
        return words + signals + say("“真实”是差别检验超出99.8%，“可能”只超出95%，区间是否重叠不能代替检验。")
    return words + say(
        "▲好于全县、▼差于全县、●相近、○件数太少不作比较。要看两个之间差别是否真实，请只选两个。"
    )


def _rows(mart: Mart, chosen: Compared) -> list[CompareRow]:
    """What may be judged: townships only by what is compared at all, periods by every judged indicator."""
    shown = [m for m in measures(mart).values() if (m.is_compared if chosen.are_places else m.is_judged)]
    histories = _histories(mart, chosen)
    sides = [
        (side, _figures(mart, chosen, side), past) for side, past in zip(chosen.sides, histories, strict=True)
    ]
    apart = _apart(mart, chosen) if len(chosen.sides) == 2 else {}
    rows = (_row(chosen.period_type, measure, sides, apart.get(measure.id)) for measure in shown)
    return [row for row in rows if any(figure.value is not None for figure in row.figures)]


def _row(
    period_type: str,
    measure: Measure,
    sides: list[tuple[Side, dict[str, AreaFigure], Histories]],
    difference: Difference | None,
) -> CompareRow:
    return CompareRow(
        measure=measure,
        figures=tuple(
            found.get(measure.id) or AreaFigure(measure.id, side.area, "") for side, found, _ in sides
        ),
        histories=tuple(past.get(measure.id, ()) for _, _, past in sides),
        receipts=tuple(receipt_href(measure.id, side.area, period_type, side.period) for side, _, _ in sides),
        page=href("indicator", indicator=measure.id),
        difference=difference,
    )


def _figures(mart: Mart, chosen: Compared, side: Side) -> dict[str, AreaFigure]:
    table = values(mart, area=side.area, period_type=chosen.period_type, period=side.period)
    return {figure.indicator: figure for figure in area_figures(table, {})}


def _histories(mart: Mart, chosen: Compared) -> list[Histories]:
    """Of each side: indicator → rolling 12 months: two years of a township, the one year up to a period."""
    ends = [last_month(chosen.period_type, side.period) for side in chosen.sides]
    length = TOWNSHIP_MONTHS if chosen.are_places else PERIOD_MONTHS
    listed = tuple(dict.fromkeys(side.area for side in chosen.sides))
    start, end = month_before(min(ends), length - 1), max(ends)
    choice = Choice(area=listed, period_type="rolling12", start=start, end=end)
    past: dict[tuple[str, str], dict[str, float | None]] = {}
    for name, area, month, value in mart.rows(("indicator", "area", "period", "value"), choice):
        past.setdefault((area, name), {})[month] = value
    return [_lines(past, side, last, length) for side, last in zip(chosen.sides, ends, strict=True)]


def _lines(
    past: dict[tuple[str, str], dict[str, float | None]], side: Side, last: str, length: int
) -> Histories:
    months = [month_before(last, back) for back in reversed(range(length))]
    return {name: tuple(map(line.get, months)) for (area, name), line in past.items() if area == side.area}


def _apart(mart: Mart, chosen: Compared) -> dict[str, Difference]:
    return differences(mart, chosen.period_type, *chosen.sides)


def _empty(mart: Mart, filters: Filters, chosen: Compared) -> Html:
    if not chosen.are_places:
        text = say("只有一个时期的数据，还没有可比的。换一种时期，或者等下个月。")
        return tag("div", tag("b", say("没有第二个时期")), tag("p", text), class_="empty")
    names = townships(mart)
    if len(names) < FEWEST:
        text = say("您只看得到一个乡镇，没有可比的；可以比较它的两个时期。")
        return tag("div", tag("b", say("没有第二个乡镇")), tag("p", text), class_="empty")
    title = say("请再选一个乡镇") if len(chosen.names) == FEWEST - 1 else say("请选择两到五个乡镇")
    items = [
        tag("li", link(href_here(areas=SEPARATOR.join(codes)), _suggestion(kind, [names[c] for c in codes])))
        for kind, codes in suggestions(mart, filters)
    ]
    hint = say("在上面的框里选，或者从同类型、人口相近的乡镇开始：") if items else say("在上面的框里选。")
    return tag("div", tag("b", title), tag("p", hint), tag("ul", *items, class_="suggested"), class_="empty")


def _suggestion(kind: str, names: list[str]) -> str:
    return say("{kind}：{names}", kind=kind_words(kind), names=listed(names))


show_page()
