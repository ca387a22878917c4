"""安全事件: accidents, fires, fraud and theft in the fictional county."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from data.demo.county import AS_OF, MONTHS, TOWNSHIPS, YEARS, Township, month_end, month_of
from data.demo.drawing import any_day, happens, pick_exactly, share_out, whole_number
from data.demo.sheets import Row

WINTER = (1.5, 1.6, 1.2, 1.0, 0.8, 0.7, 0.7, 0.8, 0.8, 0.9, 1.1, 1.4)
SUMMER = (0.1, 0.1, 0.4, 0.8, 1.5, 3.0, 3.5, 2.5, 1.0, 0.4, 0.1, 0.1)
ROUND_THE_YEAR = (1.1, 0.95, 1.0, 0.95, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.05)
# kind → events of 2023, 2024 and 2025, and their season
EVENTS: dict[str, tuple[tuple[int, int, int], tuple[float, ...]]] = {
    "道路交通": ((246, 231, 219), ROUND_THE_YEAR),
    "火灾": ((108, 101, 97), WINTER),
    "电信网络诈骗": ((372, 345, 318), ROUND_THE_YEAR),
    "盗抢": ((331, 304, 281), ROUND_THE_YEAR),
    "生产安全": ((14, 12, 11), ROUND_THE_YEAR),
    "地质灾害": ((7, 9, 8), SUMMER),
    "食品药品": ((9, 8, 8), ROUND_THE_YEAR),
    "涉校": ((11, 9, 8), ROUND_THE_YEAR),
    "其他": ((18, 16, 17), ROUND_THE_YEAR),
}
DEATHS = {"道路交通": {2023: 17, 2024: 15, 2025: 13}, "生产安全": {2023: 1, 2024: 0, 2025: 1}}
SOLVED_IN_TIME = {"电信网络诈骗": 0.52, "盗抢": 0.72}
USUAL_LOSS = {"电信网络诈骗": 21000, "盗抢": 2600, "火灾": 5200, "道路交通": 3100}


@dataclass(eq=False)
class Incident:
    """One event; `solved` is None while unsolved at the end of 2025, `loss` in yuan."""

    township: Township
    occurred: date
    kind: str
    deaths: int = 0
    loss: int | None = None
    solved: date | None = None
    number: str = ""


def incident_rows() -> Mapping[date, list[Row]]:
    """Month → its rows: one event that happened or was solved in the month, as it stands at its end."""
    rows: dict[date, list[Row]] = defaultdict(list)
    for incident in all_incidents(Random("安全事件")):
        for month in sorted({month_of(day) for day in (incident.occurred, incident.solved) if day}):
            rows[month].append(row_at(incident, month_end(month)))
    return rows


def all_incidents(chance: Random) -> list[Incident]:
    """Every event of the three years, in order of its day."""
    incidents = []
    for kind, (totals, season) in EVENTS.items():
        for year, total in zip(YEARS, totals, strict=True):
            own = events_of(chance, kind, year, total, season)
            for incident in pick_exactly(chance, own, DEATHS.get(kind, {}).get(year, 0)):
                incident.deaths = 1
            incidents += own
    incidents.sort(key=lambda incident: (incident.occurred, incident.township.code))
    for number, incident in enumerate(incidents, start=1):
        incident.number = f"AJ{incident.occurred:%Y}-{number:05d}"
    return incidents


def events_of(chance: Random, kind: str, year: int, total: int, season: tuple[float, ...]) -> list[Incident]:
    """The events of one kind in one year."""
    months = [month for month in MONTHS if month.year == year]
    cells = {(t, m): place(t, kind) * season[m.month - 1] for t in TOWNSHIPS for m in months}
    events = []
    for (township, month), count in share_out(chance, total, cells).items():
        for _ in range(count):
            event = Incident(township, any_day(chance, month), kind)
            event.loss = loss(chance, kind)
            event.solved = solved_on(chance, event)
            events.append(event)
    return events


def place(township: Township, kind: str) -> float:
    """Works stand in the park, slopes slide in the hills; all else goes by head."""
    if kind == "生产安全" and township.kind == "园区":
        return township.population * 12.0
    if kind == "地质灾害":
        return {"镇": 1.0, "乡": 2.5}.get(township.kind, 0.05)
    return float(township.population)


def loss(chance: Random, kind: str) -> int | None:
    """Yuan lost, mostly little and now and then very much; None where no loss is written down."""
    if kind not in USUAL_LOSS:
        return None
    return 10 * round(USUAL_LOSS[kind] * chance.lognormvariate(0.0, 0.9) / 10)


def solved_on(chance: Random, event: Incident) -> date | None:
    """The day a fraud or theft was solved, in 90 days or much later; None for the unsolved."""
    share = SOLVED_IN_TIME.get(event.kind)
    if share is None:
        return None
    if happens(chance, share):
        days = whole_number(chance, 1, 88)
    elif happens(chance, 0.2):
        days = whole_number(chance, 91, 320)
    else:
        return None
    day = event.occurred + timedelta(days=days)
    return day if day <= AS_OF else None


def row_at(incident: Incident, day: date) -> Row:
    """The event as it stood on that day."""
    return {
        "事件编号": incident.number,
        "乡镇": incident.township.code,
        "发生日期": incident.occurred,
        "事件类型": incident.kind,
        "死亡人数": incident.deaths,
        "损失金额": incident.loss,
        "破案日期": incident.solved if incident.solved and incident.solved <= day else None,
    }
