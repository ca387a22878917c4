"""From a period of one type to the period of another type that holds its last month."""

from __future__ import annotations

from collections.abc import Sequence

PERIOD_TYPES = ("month", "quarter", "year", "ytd", "rolling12")


def last_month(period_type: str, period: str) -> str:
    """('quarter', '2025-Q3') → '2025-09'; ytd and rolling12 are named by their last month already."""
    if period_type == "year":
        return f"{period}-12"
    if period_type == "quarter":
        year, _, quarter = period.partition("-Q")
        return f"{year}-{int(quarter) * 3:02d}"
    return period


def period_of_type(old_type: str, period: str, new_type: str, existing: Sequence[str]) -> str:
    """The period of `new_type` around the last month of `period`; the newest one where there is none."""
    month = last_month(old_type, period)
    year, number = month.split("-")
    if new_type == "year":
        wanted = year
    elif new_type == "quarter":
        wanted = f"{year}-Q{(int(number) + 2) // 3}"
    else:
        wanted = month
    return wanted if wanted in existing else (existing[-1] if existing else "")
