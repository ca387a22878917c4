"""基层工作: what the townships of the fictional county did, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from data.demo.county import MONTHS, TOWNSHIPS, YEARS, Township, months_between, trouble
from data.demo.drawing import pick_exactly, share_out, successes
from data.demo.sheets import Row

Planned = Callable[[Township, date], int]
Cell = tuple[Township, date]

TO_DELIVER = {"城关街道": 860, "新河街道": 640, "望江镇": 210, "产业园区": 180}
SCHOOL_DRILL_MONTHS = (3, 5, 9, 11)
WINTER = (1.9, 1.1, 1.2, 1.0, 0.9, 0.8, 0.9, 0.9, 0.9, 0.8, 1.1, 1.6)
EVEN = (1.0,) * 12
# item → its totals of 2023, 2024 and 2025 and its season; the totals of 2025 are headline figures
COUNTED: dict[str, tuple[tuple[int, int, int], tuple[float, ...]]] = {
    "劳动仲裁立案": ((412, 396, 371), WINTER),
    "领导接访": ((102, 114, 126), EVEN),
    "入户走访": ((10380, 11160, 12000), WINTER),
}
DECISIONS = {2023: (46, 44), 2024: (50, 49), 2025: (52, 52)}  # planned, assessed


def hill_sites(township: Township, _: date) -> int:
    """Slopes that are watched; there are none in the plain of the seat and the park."""
    number = int(township.code[-2:])
    return {"镇": 2 + number % 6, "乡": 6 + number % 8}.get(township.kind, 0)


def school_drills(township: Township, month: date) -> int:
    """One drill a school in four months of the year."""
    return schools(township, month) if month.month in SCHOOL_DRILL_MONTHS else 0


def schools(township: Township, _: date) -> int:
    """Schools and kindergartens."""
    return max(1, township.population // 3500)


# item → what is planned in a month, and the chance that one of it is done
TASKS: dict[str, tuple[Planned, float]] = {
    "地灾点群测群防": (hill_sites, 0.985),
    "应急演练": (lambda t, _: 1 + t.population // 20000, 0.96),
    "校园疏散演练": (school_drills, 0.965),
    "治安巡防": (lambda t, _: 30 + t.population // 600, 0.962),
    "网格员配备": (lambda t, _: max(2, t.population // 900), 0.982),
}
# item → what is planned in all, and the share reached in a month
GROWING: dict[str, tuple[Planned, Callable[[date], float]]] = {
    "专项资金": (lambda t, m: 20 + t.population_in(m.year) // 400, lambda m: 0.16 + 0.0685 * m.month),
    "保交楼": (lambda t, _: TO_DELIVER.get(t.name, 0), lambda m: 0.56 + 0.012 * since_start(m)),
    "平安小区": (lambda t, _: max(1, t.population // 2500), lambda m: 0.74 + 0.006 * since_start(m)),
    "平安校园": (schools, lambda m: 0.85 + 0.004 * since_start(m)),
    "平安医院": (lambda t, _: 1 + t.population // 15000, lambda m: 0.84 + 0.004 * since_start(m)),
}


def since_start(month: date) -> int:
    """Months since the first one."""
    return months_between(MONTHS[0], month)


def activity_rows() -> Mapping[date, list[Row]]:
    """Month → its rows: one work item in one township."""
    chance = Random("基层工作")
    counted = {item: counts_of(chance, *COUNTED[item]) for item in COUNTED}
    decisions = decisions_by_cell(chance)
    rows: dict[date, list[Row]] = {month: [] for month in MONTHS}
    for month in MONTHS:
        for township in TOWNSHIPS:
            rows[month] += share_rows(chance, township, month)
            rows[month] += decision_rows(township, month, decisions)
            rows[month] += [row_of(township, month, item, counted[item][township, month]) for item in counted]
    return rows


def row_of(township: Township, month: date, item: str, done: int, planned: int | None = None) -> Row:
    """One row of the file."""
    return {"乡镇": township.code, "月份": month, "工作项目": item, "已完成": done, "应完成": planned}


def share_rows(chance: Random, township: Township, month: date) -> list[Row]:
    """The items of which a part is done."""
    rows = []
    for item, (planned, likely) in TASKS.items():
        if count := planned(township, month):
            missed = (1 - likely) * (1 + 0.25 * (trouble(township, month) - 1))
            rows.append(row_of(township, month, item, successes(chance, count, 1 - missed), count))
    for item, (planned, share) in GROWING.items():
        if count := planned(township, month):
            reached = min(1.0, share(month) + ahead(township, share(month), count))
            rows.append(row_of(township, month, item, round(count * reached), count))
    return rows


def ahead(township: Township, share: float, count: int) -> float:
    """How much further than the county a township is: always the same way, and no more than chance allows."""
    standard_error = (share * (1 - share) / count) ** 0.5
    return 0.6 * standard_error * (int(township.code[-2:]) % 5 - 2)


def counts_of(chance: Random, totals: tuple[int, int, int], season: tuple[float, ...]) -> Counter[Cell]:
    """The yearly totals, split over townships and months."""
    counts: Counter[Cell] = Counter()
    for year, total in zip(YEARS, totals, strict=True):
        months = [month for month in MONTHS if month.year == year]
        cells = {(t, m): season[m.month - 1] * (t.population + 2500) for t in TOWNSHIPS for m in months}
        counts.update(share_out(chance, total, cells))
    return counts


def decisions_by_cell(chance: Random) -> dict[Cell, tuple[int, int]]:
    """(township, month) → decisions that needed an assessment, and those that had one."""
    decisions: dict[Cell, tuple[int, int]] = {}
    for year, (planned, assessed) in DECISIONS.items():
        cells = {(t, m): t.population + 8000.0 for t in TOWNSHIPS for m in MONTHS if m.year == year}
        needed = share_out(chance, planned, cells)
        done = share_out(chance, 0, cells)
        for cell in pick_exactly(chance, needed.elements(), assessed):
            done[cell] += 1
        decisions.update({cell: (count, done[cell]) for cell, count in needed.items()})
    return decisions


def decision_rows(township: Township, month: date, decisions: Mapping[Cell, tuple[int, int]]) -> list[Row]:
    """A row where a decision was due."""
    if (township, month) not in decisions:
        return []
    planned, assessed = decisions[township, month]
    return [row_of(township, month, "重大决策风险评估", assessed, planned)]


def total_row(rows: list[Row]) -> Row:
    """The 合计 that some offices put under their table."""
    done = sum(row["已完成"] for row in rows if isinstance(row["已完成"], int))
    planned = sum(row["应完成"] for row in rows if isinstance(row["应完成"], int))
    return {"乡镇": "合计", "月份": None, "工作项目": None, "已完成": done, "应完成": planned}
