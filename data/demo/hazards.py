"""隐患排查: the hazards that the fictional county found, and when they were put right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from data.demo.county import (
    AS_OF,
    MONTHS,
    TOWNSHIPS,
    YEARS,
    Township,
    burst,
    month_end,
    reported_in,
    trouble,
)
from data.demo.drawing import happens, office_day, pick_word, share_out, whole_number
from data.demo.sheets import Row

EXPORT = "hazards"
FOUND = {2023: 3420, 2024: 3610, 2025: 3540}
SEASON = (0.9, 0.7, 1.0, 1.0, 1.1, 1.5, 1.7, 1.5, 1.1, 0.9, 0.9, 1.0)  # the floods come in summer
BY_HEAD = {"街道": 0.8, "镇": 1.0, "乡": 1.5, "园区": 8.0}
ALWAYS = {"消防": 24, "道路": 16, "建筑施工": 13, "校园": 8, "危化品": 6, "高层建筑": 6}
IN_SEASON = {
    True: {"地灾点": 18, "水库河道": 16, "森林防火": 1},
    False: {"地灾点": 4, "水库河道": 4, "森林防火": 12},
}
SLIDE = {date(2025, 9, 1): 2.5, date(2025, 10, 1): 4.5, date(2025, 11, 1): 7.0, date(2025, 12, 1): 8.0}


@dataclass(frozen=True)
class Hazard:
    """One hazard; `rectified` is None while open at the end of 2025."""

    number: str
    township: Township
    found: date
    domain: str
    severity: str
    due: date
    rectified: date | None


def hazard_rows() -> Mapping[date, list[Row]]:
    """Month → its rows: one hazard found or put right in the month, as it stands at its end."""
    rows: dict[date, list[Row]] = defaultdict(list)
    for hazard in all_hazards(Random("隐患排查")):
        days = [day for day in (hazard.found, hazard.rectified) if day]
        for month in sorted({reported_in(EXPORT, hazard.township, day) for day in days}):
            if month <= MONTHS[-1]:  # what the newest month misses has not been told yet
                rows[month].append(row_at(hazard, month_end(month)))
    return rows


def all_hazards(chance: Random) -> list[Hazard]:
    """Every hazard of the three years."""
    hazards = []
    for year in YEARS:
        cells = {(t, m): weight(t, m) for t in TOWNSHIPS for m in MONTHS if m.year == year}
        counts = share_out(chance, FOUND[year], cells)
        for (township, month), _ in sorted(cells.items(), key=lambda cell: (cell[0][1], cell[0][0].code)):
            for running in range(counts[township, month]):
                number = f"YH{month:%Y%m}-{township.code[-2:]}{running + 1:03d}"
                hazards.append(new_hazard(chance, number, township, month))
    return hazards


def weight(township: Township, month: date) -> float:
    """What a township finds in a month, next to the others."""
    people = township.population_in(month.year) * BY_HEAD[township.kind]
    return people * SEASON[month.month - 1] * min(2.5, burst(township, month))


def new_hazard(chance: Random, number: str, township: Township, month: date) -> Hazard:
    """A hazard with the day on which it was put right."""
    found = office_day(chance, month)
    domain = pick_word(chance, {**ALWAYS, **IN_SEASON[5 <= month.month <= 9]})
    severity = "重大" if happens(chance, 0.045) else "一般"
    allowed = 60 if severity == "重大" else 30 if happens(chance, 0.4) else 15
    due = found + timedelta(days=allowed)
    rectified = rectified_on(chance, found, due, 0.07 * slack(township, due))
    is_told = rectified is not None and rectified <= AS_OF
    return Hazard(number, township, found, domain, severity, due, rectified if is_told else None)


def slack(township: Township, due: date) -> float:
    """How many times likelier a deadline passes here: 产业园区 slides in the last months of 2025."""
    if township.name == "产业园区":
        return SLIDE.get(due.replace(day=1), 1.0)
    return 1.0 + 0.6 * (trouble(township, due) - 1.0)


def rectified_on(chance: Random, found: date, due: date, chance_of_delay: float) -> date | None:
    """A day in time, or some weeks late, or half a year and more, or never."""
    if not happens(chance, chance_of_delay):
        return found + timedelta(days=round((due - found).days * chance.betavariate(2.0, 1.8)))
    fate = chance.random()
    if fate < 0.5:
        return due + timedelta(days=whole_number(chance, 1, 21))
    return due + timedelta(days=whole_number(chance, 200, 480)) if fate < 0.6 else None


def row_at(hazard: Hazard, day: date) -> Row:
    """The hazard as it stood on that day."""
    return {
        "隐患编号": hazard.number,
        "乡镇": hazard.township.code,
        "排查日期": hazard.found,
        "隐患领域": hazard.domain,
        "隐患等级": hazard.severity,
        "整改期限": hazard.due,
        "整改完成日期": hazard.rectified if hazard.rectified and hazard.rectified <= day else None,
    }
