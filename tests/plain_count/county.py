"""A random county of five townships and sixteen months, and the calendar it lives in."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]

TOWNSHIPS = {
    "101": ("甲镇", "town", 12_000),
    "102": ("乙镇", "town", 800),
    "103": ("丙乡", "township", 30_000),
    "104": ("丁街道", "subdistrict", 51_000),
    "105": ("戊园区", "park", 300),
}
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)][:16]
KIND_WORDS = {"town": "镇", "township": "乡", "subdistrict": "街道", "park": "园区"}
AREAS = [*TOWNSHIPS, "county", *sorted({f"kind:{kind}" for _, kind, _ in TOWNSHIPS.values()})]


def month_of(day: date) -> str:
    return day.strftime("%Y-%m")


def last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(1)


AS_OF = last_day(MONTHS[-1])


def later(day: date, choices: list[int], chance: float, dice: random.Random) -> date | None:
    return day + timedelta(dice.choice(choices)) if dice.random() < chance else None


def any_day(month: str, dice: random.Random) -> date:
    return date.fromisoformat(f"{month}-{dice.randint(1, last_day(month).day):02d}")


def monthly_files(
    rows: Iterable[Row], opening: str, closings: tuple[str, ...], missing: set[tuple[str, str]]
) -> dict[str, list[Row]]:
    """What an office exports each month: cases opened or closed in it, as they stand at its end."""
    files: dict[str, list[Row]] = {month: [] for month in MONTHS}
    for month, row in ((month, row) for month in MONTHS for row in rows):
        if (row["township"], month) in missing or row[opening] > last_day(month):
            continue
        known = row | {name: None for name in closings if row[name] and row[name] > last_day(month)}
        closed = known[closings[-1]]
        if month_of(row[opening]) == month or (closed and month_of(closed) == month):
            files[month].append(known)
    return files


def standing(files: Mapping[str, list[Row]], key: str) -> list[Row]:
    """The last row of every id, in order of months."""
    rows: dict[str, Row] = {}
    for month in MONTHS:
        rows.update({row[key]: row for row in files[month]})
    return list(rows.values())


def periods(period_type: str) -> dict[str, list[str]]:
    """Period → its months, none later than the newest."""
    if period_type == "month":
        return {month: [month] for month in MONTHS}
    if period_type == "ytd":
        return {m: [each for each in MONTHS if each[:4] == m[:4] and each <= m] for m in MONTHS}
    if period_type == "rolling12":
        return {month: MONTHS[max(0, at - 11) : at + 1] for at, month in enumerate(MONTHS)}
    spans: dict[str, list[str]] = {}
    for month in MONTHS:
        quarter = f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
        spans.setdefault(quarter if period_type == "quarter" else month[:4], []).append(month)
    return spans


def townships_of(area: str) -> list[str]:
    return [code for code, (_, kind, _) in TOWNSHIPS.items() if area in (code, "county", f"kind:{kind}")]
