"""What the dates of a row must satisfy among themselves, against the reported month and the day received."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from data.export_parts import Column
from data.judging import Judging, rows_where
from data.language import say


def last_day(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def refuse_late_openings(judging: Judging, month: date) -> None:
    """An opening date after the reported month belongs to a later report."""
    opening = judging.export.opening
    if not opening:
        return
    end = last_day(month)
    expected = say("不晚于报表月份的最后一天{day}", day=end.isoformat())
    for index in rows_where(pc.greater(judging.column(opening), pa.scalar(end))):
        judging.refuse(index, opening, "opening_after_month", expected)


def check_dates(judging: Judging) -> None:
    """Closing dates lie between opening and the day received; due dates are there and not too far."""
    for column in judging.export.columns.values():
        if column.type in ("date", "month") and column.role == "closing":
            _check_closing(judging, column)
        elif column.role == "due":
            _check_due(judging, column)


def _check_closing(judging: Judging, column: Column) -> None:
    closed, received = judging.column(column.id), judging.context.received
    expected = say("不晚于收到文件的日期{day}", day=received.isoformat())
    for index in rows_where(pc.greater(closed, pa.scalar(received))):
        judging.refuse(index, column.id, "closing_after_received", expected)
    opening = judging.export.opening
    if not opening:
        return
    opened = judging.column(opening)
    name = judging.sheet.heading(opening, judging.export)
    for index in rows_where(pc.less(closed, opened)):
        expected = say("不早于{column} {day}", column=name, day=opened[index].as_py().isoformat())
        judging.refuse(index, column.id, "closing_before_opening", expected)


def _check_due(judging: Judging, column: Column) -> None:
    missing = getattr(judging.context.settings, column.missing_days) if column.missing_days else None
    most = getattr(judging.context.settings, column.most_days) if column.most_days else None
    if missing is not None:
        _warn_missing(judging, column, missing)
    if most is not None and judging.export.opening:
        opened = judging.column(judging.export.opening).cast(pa.int32())
        days = pc.subtract(judging.column(column.id).cast(pa.int32()), opened)
        name = judging.export.columns[judging.export.opening].name
        expected = say("不晚于{opening}后{days}天；按{days}天计", opening=name, days=most)
        for index in rows_where(pc.greater(days, most)):
            judging.warn(index, column.id, "due_too_far", expected)


def _warn_missing(judging: Judging, column: Column, days: int) -> None:
    opening = judging.export.columns.get(judging.export.opening, column)
    expected = say("一个日期；按{opening}后{days}天计", opening=opening.name, days=days)
    if not judging.has(column.id) and judging.values.num_rows:
        judging.warn_file("due_missing", expected, column_id=column.id)
        return
    for index in rows_where(pc.is_null(judging.column(column.id))):
        if index not in judging.refused:
            judging.warn(index, column.id, "due_missing", expected)
