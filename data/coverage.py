"""What an upload reports on: its month, the townships it covers, and how many rows each brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from data.date_rules import month_of
from data.findings import Coverage
from data.judging import Judging

Cell = tuple[date, str | None]


def reported_month(judging: Judging) -> date | None:
    """The month given, else the newest opening month, else (where nothing opens) the month received.

    A month after the one received cannot have been reported: a mistyped year must not carry the whole file
    there. None where no row tells one.
    """
    context, opening = judging.context, judging.export.opening
    if context.month:
        return month_of(context.month)
    if not opening:
        return month_of(context.received)
    days = judging.column(opening).to_pylist()
    told = {days[index] for index in judging.accepted()} or {day for day in days if day}
    possible = [day for day in told if month_of(day) <= month_of(context.received)]
    return month_of(max(possible or told)) if told else None


def coverage_of(judging: Judging, month: date, codes: frozenset[str] | None) -> tuple[Coverage, ...]:
    """One entry per covered township and month, and one without a township for rows that belong to none."""
    cells = _cells(judging, month, codes)
    accepted = Counter(cells[index] for index in judging.accepted())
    covered = _with_predecessors(judging, _covered(judging, month, codes, accepted))
    # rows of a township that is not covered count for the county alone
    cells = [cell if cell in covered else (cell[0], None) for cell in cells]
    read, refused = Counter(cells), Counter(cells[index] for index in judging.refused)
    rows = Counter(cells[index] for index in judging.accepted())
    order = sorted(covered | set(cells), key=lambda cell: (cell[0], cell[1] is None, cell[1] or ""))
    return tuple(Coverage(*cell, read[cell], refused[cell], rows[cell]) for cell in order)


def _cells(judging: Judging, month: date, codes: frozenset[str] | None) -> list[Cell]:
    """The month and township each row counts for; in a one-township upload every row is that township's."""
    count, export = judging.values.num_rows, judging.export
    townships: list[str | None] = [None] * count
    if codes is not None and len(codes) == 1:
        townships = list(codes) * count
    elif export.township_column is not None:
        townships = judging.column(export.township_column.id).to_pylist()
    if export.months == "reported":
        return [(month, township) for township in townships]
    days = judging.column(export.opening).to_pylist()
    months = (month_of(day) if day and month_of(day) <= month else month for day in days)
    return list(zip(months, townships, strict=True))


def _covered(
    judging: Judging, month: date, codes: frozenset[str] | None, accepted: Iterable[Cell]
) -> set[Cell]:
    if judging.export.township_column is None:
        return set()
    months = {cell[0] for cell in accepted} | {month}
    if codes is not None:
        return {(each, code) for each in months for code in codes}
    covered = {cell for cell in accepted if cell[1] is not None}
    if (judging.context.covers or judging.export.covers).strip() == "all":
        valid = judging.context.register.valid_in
        covered |= {(each, township.code) for each in months for township in valid(each)}
    return covered


def _with_predecessors(judging: Judging, covered: set[Cell]) -> set[Cell]:
    """Who reports for a township reports for those that went into it: their old cases go on in its files."""
    register = judging.context.register
    before = {
        (month, township.code)
        for month in {month for month, _ in covered}
        for township in register.ended_into_another
        if (month, register.in_force(township.code, month)) in covered
    }
    return covered | before
