"""Figures typed from the paper report, beside what the files give: a difference is said with both.

rows=1240              rows accepted of the files
received=1234          those that opened in the reported month
resolution_rate=92.3   any indicator, by id or name, of the reported month
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from data.date_rules import month_of
from data.findings import Checked, Finding
from data.language import say
from data.nearest import did_you_mean
from data.reconciliation import figure_text, times_over
from data.refusal import Refused

if TYPE_CHECKING:
    from data.township_register import Register
    from metrics.indicator_definition import Indicator

COUNTY = "county"
ROWS, RECEIVED = "rows", "received"
TOWNSHIPS_NAMED = 30
Values = Mapping[tuple[str, str], float]  # (figure, area) → value; an area is a township's code or COUNTY


@dataclass(frozen=True)
class PaperFigure:
    """`figure`: rows, received or an indicator's id. `stated`: as typed, in the indicator's unit."""

    figure: str
    title: str
    stated: Decimal

    @property
    def needs_mart(self) -> bool:
        """True for an indicator, which only a publication or its preview computes."""
        return self.figure not in (ROWS, RECEIVED)


@dataclass(frozen=True)
class Compared:
    """`computed`: None where the files give no such figure; `townships`: (name, value), in register order."""

    paper: PaperFigure
    computed: float | None
    townships: tuple[tuple[str, float], ...] = ()

    @property
    def agrees(self) -> bool:
        """As exactly as the figure was typed: 92.3 agrees with 92.34."""
        if self.computed is None:
            return False
        places = max(0, -int(self.paper.stated.as_tuple().exponent))
        return round(Decimal(str(self.computed)), places) == round(self.paper.stated, places)


def paper_figures(texts: Iterable[str], indicators: Mapping[str, Indicator]) -> tuple[PaperFigure, ...]:
    """From texts like `received=1234`. Raises Refused with the nearest name for an unknown one."""
    known = {name: each.id for each in indicators.values() for name in (*each.names.values(), each.id)}
    known |= {ROWS: ROWS, RECEIVED: RECEIVED}
    figures = []
    for text in texts:
        name, _, number = text.replace("＝", "=").partition("=")
        if name.strip() not in known:
            message = say("没有名为“{name}”的数字。", name=name.strip()) + did_you_mean(name, list(known))
            raise Refused(message, where="--expect")
        figure = known[name.strip()]
        title = indicators[figure].name if figure in indicators else title_of(figure)
        figures.append(PaperFigure(figure, title, _number(number, text)))
    return tuple(figures)


def title_of(figure: str) -> str:
    """What the two figures that are no indicators are called."""
    return say("收下的行数") if figure == ROWS else say("本月新收的件数")


def _number(number: str, typed: str) -> Decimal:
    try:
        found = Decimal(number.replace(",", "").replace("，", "").strip().removesuffix("%"))
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite():
        raise Refused(say("“{typed}”应写成 名称=数字，如 rows=1234", typed=typed), where="--expect")
    return found


def values_of_files(checked: Sequence[Checked]) -> dict[tuple[str, str], float]:
    """Rows accepted, and those that opened in the reported month, of all files together."""
    counts: Counter[tuple[str, str]] = Counter({(ROWS, COUNTY): 0, (RECEIVED, COUNTY): 0})
    for each in checked:
        if each.rows is None or each.export is None:
            continue
        column, opening = each.export.township_column, each.export.opening
        townships = each.rows[column.id].to_pylist() if column else [""] * each.rows.num_rows
        days = each.rows[opening].to_pylist() if opening else [each.month] * each.rows.num_rows
        for township, day in zip(townships, days, strict=True):
            is_new = day is not None and month_of(day) == each.month
            for area in (township, COUNTY):
                counts[ROWS, area] += 1
                counts[RECEIVED, area] += is_new
    return dict(counts)


def values_of_mart(mart: Path, month: date) -> dict[tuple[str, str], float]:
    """Every indicator of one month, by township and for the county."""
    from metrics.figures import COLUMNS, Choice, figures

    wanted = [COLUMNS.index(name) for name in ("indicator", "area", "value")]
    rows = figures(mart, Choice(period_type="month", period=f"{month:%Y-%m}"))
    found = ([row[at] for at in wanted] for row in rows)
    return {(indicator, area): float(value) for indicator, area, value in found if value is not None}


def reported_month_of(checked: Sequence[Checked]) -> date | None:
    """The newest month that the files report."""
    return max((each.month for each in checked if each.month), default=None)


def compared(
    papers: Iterable[PaperFigure], checked: Sequence[Checked], values: Values, register: Register
) -> list[Compared]:
    """Each typed figure beside the files': of the county, or of the township whose file it is."""
    covered = {part.township for each in checked for part in each.coverage if part.township}
    area = covered.pop() if len(covered) == 1 else COUNTY
    found = []
    for paper in papers:
        of_each = ((t.name, values.get((paper.figure, t.code))) for t in register.townships)
        named = tuple((name, value) for name, value in of_each if value)
        found.append(Compared(paper, values.get((paper.figure, area)), named))
    return found


def warned(checked: Sequence[Checked], found: Iterable[Compared]) -> list[Checked]:
    """The checks; what differs is a warning of the first file."""
    findings = tuple(
        Finding(None, each.paper.title, each.paper.figure, figure_text(each.paper.stated), sentence, rule)
        for each in found
        if not each.agrees
        for sentence, rule in ((difference_text(each), "figure_differs"),)
    )
    first, *others = checked
    return [replace(first, warnings=(*first.warnings, *findings)), *others]


def difference_text(found: Compared) -> str:
    """What the files give instead, and of which townships it is the sum."""
    if found.computed is None:
        return say("文件里算得出的数字；这些文件算不出它")
    computed = figure_text(round(found.computed, 4))
    text = say("按文件计算的{computed}", computed=computed)
    whole = Decimal(computed.replace(",", ""))
    if times := times_over(found.paper.stated, whole):
        text += say("；纸质报表上的正好是它的{times}倍，像是导入了{times}次", times=times)
    return text + townships_text(found)


def townships_text(found: Compared) -> str:
    """The figure township by township, in brackets; "" where only one has it."""
    if len(found.townships) < 2:
        return ""
    shown = found.townships[:TOWNSHIPS_NAMED]
    names = say("、").join(f"{name}{figure_text(round(value, 4))}" for name, value in shown)
    more = len(found.townships) - len(shown)
    if more:
        names = say("{names}等{n}个", names=names, n=len(found.townships))
    return say("（{names}）", names=names)
