"""Sheets of the workbook as data: the values, what they count, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from charts.area_figures import AreaFigure, area_figures
from charts.index_words import kind_words
from charts.judgement import judge_change
from charts.measure import Measure
from charts.palette import glyph, verdict_words
from charts.text import begun, divisor, unit_text
from data.language import say
from metrics.indicator import domain_name
from reports.chart_data import cell_format
from reports.facts import COUNTY, Facts
from reports.receipt_notes import counted_words

Value = str | float | int | date | datetime | None


@dataclass(frozen=True)
class Number:
    """A number of a cell with the format it is shown in; the number itself is unrounded."""

    value: float | None
    format: str = "#,##0"


Row = tuple[Value | Number, ...]


def count(value: float | None) -> Number:
    """A numerator or a denominator, mostly whole."""
    return Number(value, "#,##0" if value is None or value == int(value) else "#,##0.00")


@dataclass(frozen=True)
class Sheet:
    """One sheet: `widths` in characters, a column each; the first `fixed` columns stay when one scrolls."""

    name: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    fixed: int = 1


def values_sheet(facts: Facts) -> Sheet:
    """A row an indicator and area of the period: the county, the kinds, the townships in register order."""
    names = facts.names | {f"kind:{kind}": kind_words(kind) for kind in set(facts.kinds.values())}
    rows = tuple(_value_row(f, facts.measures[f.indicator]) for f in area_figures(facts.values(), names))
    head = (
        *(say("指标"), say("地区"), say("数值"), say("单位"), say("分子"), say("分母")),
        *(say("95%下限"), say("95%上限"), say("99.8%下限"), say("99.8%上限"), say("全县"), say("与全县比较")),
        *(say("目标"), say("上期"), say("与上期相比"), say("与上期相比的判断")),
        *(say("上年同期"), say("与上年同期相比"), say("与上年同期相比的判断")),
        *(say("已报"), say("应报"), begun(say("提示")), say("指标代号"), say("地区代码")),
    )
    widths = (26, 12, 11, 12, 11, 12, 10, 10, 10, 10, 10, 14, 10, 11, 11, 16, 11, 13, 20, 7, 7, 14, 26, 16)
    return Sheet(say("数值"), head, rows, widths, fixed=2)


def _value_row(figure: AreaFigure, measure: Measure) -> Row:
    scale = divisor(measure)

    def of(value: float | None) -> Number:
        return Number(None if value is None else value / scale, cell_format(value, measure))

    limits = (figure.lower95, figure.upper95, figure.lower998, figure.upper998, figure.county_value)
    return (
        *(measure.name, figure.name, of(figure.value), unit_text(measure)),
        *(count(figure.numerator), count(figure.denominator)),
        *(of(limit) for limit in limits),
        f"{glyph(figure.verdict_class)} {verdict_words(figure.verdict_class)}",
        *(of(figure.target), of(figure.previous_value), _change(figure.previous_change, measure)),
        _judged(measure, figure.previous_change, figure.previous_level, figure),
        *(of(figure.last_year_value), _change(figure.last_year_change, measure)),
        _judged(measure, figure.last_year_change, figure.last_year_level, figure),
        *(figure.covered, figure.expected, _hint(figure), figure.indicator, figure.area),
    )


def _change(change: float | None, measure: Measure) -> Number:
    """Counts and money in percent of the base, rates as a difference in their unit."""
    return Number(change, '+0.0"%";-0.0"%";0.0"%"' if measure.unit in ("count", "yuan") else "+0.0;-0.0;0.0")


def _judged(measure: Measure, change: float | None, level: str | None, figure: AreaFigure) -> str:
    judged = judge_change(measure, change, level, too_few=figure.too_few)
    return f"{judged.glyph} {judged.words}".strip()


def _hint(figure: AreaFigure) -> str:
    hints = (
        (figure.too_few, say("件数少")),
        (figure.provisional, say("暂定")),
        (not figure.complete, say("报送不全")),
    )
    return say("、").join(text for holds, text in hints if holds)


def definitions_sheet(facts: Facts) -> Sheet:
    """What every indicator counts, in words, and why."""
    rows = tuple(_definition_row(facts, name) for name in facts.measures)
    head = (
        *(say("指标"), say("领域"), say("单位"), say("方向"), say("为什么看"), say("分子"), say("减去")),
        *(say("分母"), say("依据"), say("审定日期"), say("指标代号")),
    )
    return Sheet(say("口径"), head, rows, (26, 12, 12, 18, 44, 60, 30, 60, 40, 12, 26))


def _definition_row(facts: Facts, name: str) -> Row:
    measure, definition = facts.measures[name], facts.definition(name)
    numerator, minus, denominator = (
        counted_words(facts, definition, role) for role in ("numerator", "minus", "denominator")
    )
    domain = domain_name(measure.domain)
    about = (measure.name, domain, unit_text(measure), measure.direction_words, measure.why)
    return (*about, numerator, minus, denominator, measure.source, measure.reviewed, name)


def receipts_sheet(facts: Facts) -> Sheet:
    """Where the county's figures come from: counts, reports and the numbers of the uploads."""
    rows = tuple(_receipt_row(facts, figure) for figure in facts.county.values())
    head = (
        *(say("指标"), say("数值"), say("分子"), say("分母"), say("已报"), say("应报"), say("上报份数")),
        *(say("上报编号"), say("计算用的SQL")),
    )
    return Sheet(say("来历"), head, rows, (26, 11, 12, 12, 7, 7, 9, 40, 80))


def _receipt_row(facts: Facts, figure: AreaFigure) -> Row:
    measure, definition = facts.measures[figure.indicator], facts.definition(figure.indicator)
    uploads = facts.mart.feeding_uploads(figure.indicator, COUNTY, facts.period_type, facts.period)
    scale = divisor(measure)
    return (
        measure.name,
        Number((figure.value or 0.0) / scale, cell_format(figure.value, measure)),
        *(count(figure.numerator), count(figure.denominator)),
        *(figure.covered, figure.expected, len(uploads)),
        ", ".join(str(upload.upload) for upload in uploads),
        definition.sql,
    )


def uploads_sheet(facts: Facts) -> Sheet:
    """Every upload that stands."""
    columns = ("upload", "export", "month", "file", "rows", "at", "received")
    rows = tuple(_upload_row(facts, *row) for row in facts.mart.kept_rows("uploads", columns))
    head = (
        *(say("上报编号"), say("报表"), say("月份"), say("文件名"), say("行数")),
        *(say("发布时间"), say("收到日期")),
    )
    return Sheet(say("上报"), head, rows, (9, 14, 10, 40, 9, 18, 12))


def _upload_row(
    facts: Facts,
    number: int,
    export: str,
    month: date | None,
    file: str,
    rows: int | None,
    at: datetime,
    received: date,
) -> Row:
    title = facts.exports[export].name if export in facts.exports else export
    shown = f"{month:%Y-%m}" if month else ""
    return (number, title, shown, file, rows, f"{at:%Y-%m-%d %H:%M}", str(received))
