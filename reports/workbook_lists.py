"""Sheets of the workbook as data: breakdowns, the index, reports that are not in."""

from __future__ import annotations

from collections.abc import Iterator

from charts.chosen_measures import headline_measures
from charts.dimensions import dimension_words, in_order
from charts.index_words import band_words, kind_words
from charts.measure import Measure
from charts.text import begun, divisor
from data.language import language, say
from metrics.index.results import AreaIndex
from reports.chart_data import cell_format
from reports.facts import COUNTY, Facts
from reports.workbook_tables import Number, Row, Sheet, count


def index_sheet(facts: Facts) -> Sheet:
    """Scores, register order; ranks inside a kind with their interval."""
    found = facts.index
    areas = [*([found.county] if found.county else []), *found.townships]
    head = (
        *(say("地区"), say("类型"), say("得分"), say("95%下限"), say("95%上限"), say("等次")),
        *(say("同类位次"), say("位次区间"), say("扣分"), say("名单")),
    )
    rows = tuple(_index_row(facts, area) for area in areas)
    return Sheet(say("指数"), head, rows, (14, 10, 9, 10, 10, 10, 10, 10, 9, 12))


def _index_row(facts: Facts, area: AreaIndex) -> Row:
    is_county = area.area == COUNTY
    listed = {"well": say("做得好"), "support": say("需要支持")}.get(area.listed, "")
    limits = f"{area.rank_low}–{area.rank_high}" if area.rank is not None and not is_county else ""
    return (
        *(facts.names[area.area], "" if is_county else kind_words(area.kind)),
        *(Number(score, "0.0") for score in (area.score, area.score_low, area.score_high)),
        *(band_words(area.band), None if is_county else area.rank, limits),
        *(Number(area.deducted, "0.0"), listed),
    )


def missing_sheet(facts: Facts) -> Sheet:
    """Reports that were due and are not in."""
    rows = tuple((r.name, r.export, ", ".join(r.months), len(r.months)) for r in facts.missing)
    head = (say("乡镇"), say("报表"), say("月份"), say("月数"))
    return Sheet(say("未报"), head, rows, (14, 16, 60, 8))


def breakdown_sheet(facts: Facts) -> Sheet:
    """The headline figures of the county by item; the first of them by township, small numbers left out."""
    rows = tuple(_breakdown_rows(facts))
    head = (
        *(say("指标"), say("按什么分"), say("地区"), say("项目")),
        *(say("分子"), say("分母"), say("数值"), begun(say("提示"))),
    )
    return Sheet(say("分类"), head, rows, (26, 12, 12, 22, 11, 11, 11, 14), fixed=4)


def _breakdown_rows(facts: Facts) -> Iterator[Row]:
    headlines = headline_measures(list(facts.measures.values()), facts.county)
    split = [(m, in_order(facts.mart.dimensions(m.id))) for m in headlines]
    split = [(measure, dimensions) for measure, dimensions in split if dimensions]
    for measure, dimensions in split:
        for dimension in dimensions:
            yield from _items(facts, measure, dimension, COUNTY)
    for measure, dimensions in split[:1]:
        for area in list(facts.names)[1:]:
            yield from _items(facts, measure, dimensions[0], area)


def _items(facts: Facts, measure: Measure, dimension: str, area: str) -> Iterator[Row]:
    """Rows of one breakdown; what is suppressed on the screen has no figure here."""
    table = facts.mart.breakdown(measure.id, dimension, facts.period_type, facts.period, area)
    for row in table.to_dict("records"):
        is_hidden = bool(row["suppressed"])
        numbers = [
            None if is_hidden or row[key] != row[key] else row[key]
            for key in ("numerator", "denominator", "value")
        ]
        if numbers[2] is not None:
            numbers[2] /= divisor(measure)
        shown = (
            count(numbers[0]),
            count(numbers[1]),
            Number(numbers[2], cell_format(numbers[2], measure)),
        )
        hint = say("小数，隐去") if is_hidden else ""
        item = _item_words(facts, dimension, str(row["item"]))
        yield (measure.name, dimension_words(dimension), facts.names[area], item, *shown, hint)


def _item_words(facts: Facts, dimension: str, item: str) -> str:
    """A value of a closed list as staff write it."""
    if not item:
        return say("未填")
    for export in facts.exports.values():
        column = export.columns.get(dimension)
        words = column.words.get(item, ()) if column is not None else ()
        if words and language() == "zh":
            return words[0]
    return item
