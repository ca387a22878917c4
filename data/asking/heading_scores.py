"""How likely a heading means a column: by name, values, memory and the order of dates; with reasons."""

from __future__ import annotations

from dataclasses import dataclass

from data.asking.column_sample import Sample, SampleColumn
from data.asking.date_order import DateOrder
from data.asking.memory import Memory
from data.asking.name_likeness import is_same, likeness
from data.asking.value_likeness import ValueLikeness, value_likeness
from data.cell_text import heading_key
from data.export_parts import Column, Export
from data.findings import CheckContext
from data.language import say

NAMED = 0.35  # from here on a name says something
CONTRADICTED = 0.3  # below this share of fitting values even the right name is doubtful
DOUBTFUL = 0.6
NAME_ALONE = 0.85  # where the values cannot be judged
# what the values alone are worth, where the name says nothing; every other type is never proposed by them
VALUES_ALONE = {"township": 0.75, "word": 0.6, "month": 0.5, "indicator": 0.7}
OPENING_ALONE, ID_ALONE, CLOSING_ALONE = 0.5, 0.5, 0.4
IN_ORDER, OUT_OF_ORDER = 0.12, 0.5


@dataclass(frozen=True)
class HeadingScore:
    """A heading of the file for a column: 0 to 1, and the reasons as sentences in the running language."""

    heading: str
    score: float
    reasons: tuple[str, ...]


def heading_score(
    column: Column,
    export: Export,
    sample: SampleColumn,
    order: DateOrder,
    context: CheckContext,
    memory: Memory,
) -> HeadingScore:
    """Weigh the evidence for one pair."""
    name, name_reason = _by_name(column, export, sample.heading, memory)
    values = value_likeness(column, export, sample, context, memory.words(export, column))
    score = _together(column, export, name, values)
    factor, bonus, order_reason = _by_order(column, sample, order)
    score = min(1.0, score * factor + (bonus if score else 0))
    reasons = tuple(reason for reason in (name_reason, values.reason, order_reason) if reason)
    return HeadingScore(sample.heading, score, reasons)


def _by_name(column: Column, export: Export, heading: str, memory: Memory) -> tuple[float, str]:
    if heading_key(heading) in memory.headings(export, column):
        return 1.0, say("以前确认过")
    if any(is_same(heading, name) for name in memory.likely.of_column(export, column)):
        return 0.9, say("常见的叫法")
    found = likeness(heading, memory.names(export, column), column.type)
    return found, say("名称相近") if found >= NAMED else ""


def _together(column: Column, export: Export, name: float, values: ValueLikeness) -> float:
    """A name is worth more with values that fit; values alone count only where they are telling."""
    if values.share is None:
        return NAME_ALONE * name if name >= NAMED else 0.0
    named = name * (0.55 + 0.45 * values.share) if name >= NAMED else 0.0
    if values.share < CONTRADICTED:
        return named * DOUBTFUL
    return max(named, _values_alone(column, export) * values.share)


def _values_alone(column: Column, export: Export) -> float:
    if column.type == "date":
        alone = {"opening": OPENING_ALONE, "closing": CLOSING_ALONE}.get(column.role, 0.0)
        return alone if _leads(column, export) else 0.0
    if column.type == "id":
        return ID_ALONE if column.required and not column.refers else 0.0
    return VALUES_ALONE.get(column.type, 0.0)


def _leads(column: Column, export: Export) -> bool:
    """Of several closings the last one declared ends the case; the others are told by name only."""
    closings = [each.id for each in export.columns.values() if each.role == "closing"]
    return column.role == "opening" or closings[-1:] == [column.id]


def _by_order(column: Column, sample: SampleColumn, order: DateOrder) -> tuple[float, float, str]:
    """(Factor, bonus, reason) from the order of the file's dates."""
    if column.type != "date" or sample.heading not in order.dates or len(order.dates) < 2:
        return 1.0, 0.0, ""
    is_first = sample.heading == order.first
    if column.role == "opening":
        if is_first:
            return 1.0, IN_ORDER, say("总不晚于其他日期")
        return (OUT_OF_ORDER, 0.0, "") if order.first else (1.0, 0.0, "")
    if column.role not in ("closing", "due"):
        return 1.0, 0.0, ""
    if is_first or (column.role == "closing" and sample.heading in order.after_receipt):
        return OUT_OF_ORDER, 0.0, ""
    if order.first is None:
        return 1.0, 0.0, ""
    return 1.0, IN_ORDER / 2, say("从不早于“{heading}”", heading=order.first)


def scores_of(
    column: Column, export: Export, sample: Sample, order: DateOrder, context: CheckContext, memory: Memory
) -> list[HeadingScore]:
    """Every undeclared heading of the sample for one column, the likeliest first."""
    free = [
        each for name, each in sample.columns.items() if heading_key(name) not in export.columns_by_header
    ]
    found = [heading_score(column, export, each, order, context, memory) for each in free]
    return sorted((each for each in found if each.score > 0), key=lambda each: -each.score)
