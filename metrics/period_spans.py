"""Months of a period, and the months before it."""

from __future__ import annotations

from metrics.period_steps import last_month

TOO_SHORT = ("month",)  # a township's month holds too few cases to judge


def month_before(month: str, count: int) -> str:
    """('2025-01', 1) → '2024-12'."""
    year, number = (int(part) for part in month.split("-"))
    total = year * 12 + number - 1 - count
    return f"{total // 12}-{total % 12 + 1:02d}"


def first_month(period_type: str, period: str) -> str:
    """('quarter', '2025-Q3') → '2025-07'."""
    last = last_month(period_type, period)
    lengths = {"month": 1, "quarter": 3, "year": 12, "rolling12": 12, "ytd": int(last[5:])}
    return month_before(last, lengths[period_type] - 1)


def months_of(period_type: str, period: str) -> list[str]:
    """Every month of a period, oldest first."""
    month, last = first_month(period_type, period), last_month(period_type, period)
    months = [month]
    while months[-1] < last:
        months.append(month_before(months[-1], -1))
    return months


def judged_period(period_type: str, period: str) -> tuple[str, str]:
    """The period that townships are compared in: the last 12 months where the chosen one is a month."""
    if period_type in TOO_SHORT:
        return "rolling12", last_month(period_type, period)
    return period_type, period
