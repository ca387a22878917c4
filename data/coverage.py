"""What an upload reports on: its month, the townships it covers, and how many rows each brought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from data.date_rules import month_of
from data.findings import Coverage
from data.judging import Judging

Cell = tuple[date, str | None]


class Counts(NamedTuple):
    """Numbers of rows: read, refused of them, and accepted."""

    read: int = 0
    refused: int = 0
    rows: int = 0

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*(one + another for one, another in zip(self, other, strict=True)))


def reported_month(judging: Judging) -> date | None:
    """The month given, else the newest opening month, else (where nothing opens) the month received.

    A month after the one received cannot have been reported: a mistyped year must not carry the file there.
    Where all rows are later the month is the one received, and each is refused for its date. None where no
    row tells one.
    """
    context, opening = judging.context, judging.export.opening
    if context.month:
        return month_of(context.month)
    if not opening:
        return month_of(context.received)
    days = judging.column(opening)
    accepted = days.filter(judging.is_accepted())
    told = accepted.unique().to_pylist() or days.drop_null().unique().to_pylist()
    newest = month_of(context.received)
    possible = [month_of(day) for day in told if month_of(day) <= newest]
    return max(possible, default=newest) if told else None


def coverage_of(judging: Judging, month: date, codes: frozenset[str] | None) -> tuple[Coverage, ...]:
    """One entry per covered township and month, and one without a township for rows that belong to none."""
    rows = _counted(judging, month, codes)
    accepted = [cell for cell, counts in rows.items() if counts.rows]
    covered = _with_predecessors(judging, _covered(judging, month, codes, accepted))
    counted = dict.fromkeys(covered, Counts())
    for cell, counts in rows.items():
        # rows of a township that is not covered count for the county alone
        counts_for = cell if cell in covered else (cell[0], None)
        counted[counts_for] = counted.get(counts_for, Counts()).plus(counts)
    order = sorted(counted, key=lambda cell: (cell[0], cell[1] is None, cell[1] or ""))
    return tuple(Coverage(*cell, *counted[cell]) for cell in order)


def _counted(judging: Judging, month: date, codes: frozenset[str] | None) -> dict[Cell, Counts]:
    """The rows by the month and the township that each counts for."""
    marks = {"refused": judging.is_refused(), "rows": judging.is_accepted()}
    table = pa.table({**_cells(judging, month, codes), **marks})
    sums = [([], "count_all"), ("refused", "sum"), ("rows", "sum")]
    found = table.group_by(["month", "township"], use_threads=False).aggregate(sums)
    named = ("month", "township", "count_all", "refused_sum", "rows_sum")
    cells = zip(*(found[name].to_pylist() for name in named), strict=True)
    return {(month, township): Counts(*counts) for month, township, *counts in cells}


def _cells(judging: Judging, month: date, codes: frozenset[str] | None) -> dict[str, pa.Array]:
    """The month and township each row counts for; in a one-township upload every row is that township's."""
    count, export = judging.values.num_rows, judging.export
    reported = pa.scalar(month, pa.date32())
    months = pa.repeat(reported, count)
    townships = pa.nulls(count, pa.string())
    if codes is not None and len(codes) == 1:
        townships = pa.repeat(pa.scalar(next(iter(codes)), pa.string()), count)
    elif export.township_column is not None:
        townships = judging.column(export.township_column.id)
    if export.months != "reported":
        opened = pc.floor_temporal(judging.column(export.opening), unit="month")
        months = pc.if_else(pc.fill_null(pc.less_equal(opened, reported), False), opened, reported)
    return {"month": months, "township": townships}


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
