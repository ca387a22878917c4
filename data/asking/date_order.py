"""What the order of a file's dates says: an opening comes before all others, a closing never before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.asking.column_sample import SampleColumn

IS_DATE = 0.8  # of the values are days
NEVER = 0.98  # of the pairs: a few cases are closed a day before they were opened, in every system
FEWEST_PAIRS = 2


@dataclass(frozen=True)
class DateOrder:
    """`first`: the heading whose day is never after another's, None where the dates do not tell; `dates`: all
    headings of dates; `after_receipt`: those with days after the file came, so no closing."""

    first: str | None
    dates: frozenset[str]
    after_receipt: frozenset[str]


def date_order(columns: Mapping[str, SampleColumn], received: date) -> DateOrder:
    """Compare the date columns of a sample pair by pair."""
    dates = {name: column for name, column in columns.items() if column.day_share >= IS_DATE}
    firsts = [name for name in dates if all(_before(dates[name], o) for k, o in dates.items() if k != name)]
    # of two that are always equal neither is told apart
    is_told = len(dates) > 1 and len(firsts) == 1
    late = {name for name, column in dates.items() if any(day and day > received for day in column.days)}
    return DateOrder(firsts[0] if is_told else None, frozenset(dates), frozenset(late))


def _before(one: SampleColumn, other: SampleColumn) -> bool:
    pairs = [(a, b) for a, b in zip(one.days, other.days, strict=True) if a and b]
    if len(pairs) < FEWEST_PAIRS:
        return False
    return sum(a <= b for a, b in pairs) >= NEVER * len(pairs)
