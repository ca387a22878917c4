"""What the requests of the fictional county were about, how they came and who had to answer for them.

Each step takes an exact number of cases, so the yearly counts of the headline figures hold together.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from data.demo.cases import REPEAT, Case
from data.demo.county import AS_OF, YEARS, trouble
from data.demo.drawing import happens, pick_exactly, pick_word, whole_number

WAGES, PROPERTY = "农民工欠薪", "物业纠纷"
OFFICES = {
    WAGES: "人力资源和社会保障局",
    PROPERTY: "住房和城乡建设局",
    "城乡建设": "住房和城乡建设局",
    "征地拆迁": "自然资源局",
    "农村土地": "农业农村局",
    "环境保护": "生态环境局",
    "交通出行": "交通运输局",
    "教育": "教育局",
    "医疗卫生": "卫生健康局",
    "社会保障": "人力资源和社会保障局",
    "市场监管": "市场监督管理局",
}
TOPICS = dict(zip(list(OFFICES)[2:], (16, 12, 11, 9, 9, 7, 6, 10, 8), strict=True))
ONLINE, ONLINE_ABOUT_PROPERTY = {2023: 1085, 2024: 1190, 2025: 1100}, {2023: 239, 2024: 286, 2025: 297}
RATED, DISSATISFIED = {2023: 1750, 2024: 2000, 2025: 2000}, {2023: 228, 2024: 206, 2025: 116}
WAGE_SEASON = (4.0, 1.2, 0.5, 0.5, 0.6, 0.7, 0.7, 0.7, 0.7, 0.8, 1.8, 3.6)  # due before the Spring Festival
# by the year of the deadline: closed well (agent cases: closed), and the others
ASSIGNED = {2023: (50, 5), 2024: (49, 3), 2025: (46, 0), 2026: (0, 4)}
LONG_STANDING = {2023: (33, 9), 2024: (35, 6), 2025: (37, 4), 2026: (0, 3)}
AGENT_CASES = {2023: (141, 4), 2024: (176, 3), 2025: (213, 0), 2026: (0, 16)}

Test = Callable[[Case], bool]


def mark(chance: Random, cases: list[Case]) -> None:
    """Fill in everything but the dates, outcomes and previous cases. `cases` is ordered by day received."""
    mark_wage_arrears(chance, cases)
    mark_channels(chance, cases)
    mark_topics(chance, cases)
    mark_assignments(chance, cases)
    for year in YEARS:
        mark_ratings(chance, [case for case in cases if case.is_closed_in(year)], year)
    mark_acceptance(chance, cases)
    number_in_order(cases)


def mark_wage_arrears(chance: Random, cases: list[Case]) -> None:
    """118 came in 2025 after 200; 88 of the former and 12 of the latter make 100 closed well in 2025."""
    wanted = ((2023, False, 216), (2024, True, 12), (2024, False, 188), (2025, True, 88), (2025, False, 30))
    for year, closed_well_in_2025, count in wanted:
        own = [c for c in cases if c.received.year == year and is_well_in_2025(c) == closed_well_in_2025]
        for case in pick_exactly(chance, own, count, wage_weight):
            case.category = WAGES


def is_well_in_2025(case: Case) -> bool:
    """Closed well in 2025."""
    return case.is_closed_well and case.is_closed_in(2025)


def wage_weight(case: Case) -> float:
    """Building sites stand in the seat and the park; wages are asked for before the Spring Festival."""
    place = {"街道": 1.5, "园区": 4.0}.get(case.township.kind, 0.8)
    return place * WAGE_SEASON[case.received.month - 1]


def mark_channels(chance: Random, cases: list[Case]) -> None:
    """Of the 100 wage cases closed well in 2025 exactly 68 came online, and of all received 1,100."""
    solved = [case for case in cases if case.category == WAGES and is_well_in_2025(case)]
    for case in pick_exactly(chance, solved, 68):
        case.channel = "网上"
    for case in cases:
        is_other_wage_case = case.category == WAGES and not is_well_in_2025(case)
        if is_other_wage_case and happens(chance, 0.55):
            case.channel = "网上"
    for year, total in ONLINE.items():
        own = [case for case in cases if case.received.year == year]
        online = sum(case.channel == "网上" for case in own)
        for case in pick_exactly(chance, (c for c in own if c.category != WAGES), total - online):
            case.channel = "网上"
    for case in cases:
        case.channel = case.channel or offline(chance, case)


def offline(chance: Random, case: Case) -> str:
    """Who comes again comes in person."""
    visits = 0.62 if case.kind == REPEAT else 0.36
    return pick_word(chance, {"电话": 0.86 - visits, "来访": visits, "来信": 0.14})


def mark_topics(chance: Random, cases: list[Case]) -> None:
    """The categories, with an exact share of 物业纠纷 online, and the office that each falls to."""
    for year, count in ONLINE_ABOUT_PROPERTY.items():
        online = [c for c in cases if c.received.year == year and c.channel == "网上" and not c.category]
        for case in pick_exactly(chance, online, count, town_weight):
            case.category = PROPERTY
    for case in cases:
        if not case.category and case.channel != "网上" and happens(chance, 0.1 * town_weight(case)):
            case.category = PROPERTY
        case.category = case.category or pick_word(chance, TOPICS)
        case.office = OFFICES[case.category]


def town_weight(case: Case) -> float:
    """Estates with a manager stand in the seat, hardly in a village."""
    return {"街道": 2.2, "园区": 1.5, "镇": 0.8}.get(case.township.kind, 0.15)


def mark_assignments(chance: Random, cases: list[Case]) -> None:
    """Assigned from above, long-standing, and led by an agent: exact counts by the year of the deadline."""
    for year in ASSIGNED:
        due = [case for case in cases if case.due.year == year]
        for case in choose(chance, due, ASSIGNED[year], lambda case: case.is_closed_well):
            case.assigned_by = pick_word(chance, {"国家": 0.12, "省": 0.26, "市": 0.62})
        free = [case for case in due if not case.assigned_by]
        for case in choose(chance, free, LONG_STANDING[year], lambda case: case.is_closed_well):
            case.is_long_standing = True
        for case in choose(chance, due, AGENT_CASES[year], lambda case: case.closed is not None):
            case.is_agent_case = True
    for case in cases:
        if not case.assigned_by and happens(chance, 0.06):
            case.assigned_by = "县"


def choose(chance: Random, cases: list[Case], counts: tuple[int, int], succeeded: Test) -> list[Case]:
    """So many that succeeded, so many that did not."""
    good, bad = [c for c in cases if succeeded(c)], [c for c in cases if not succeeded(c)]
    return pick_exactly(chance, good, counts[0]) + pick_exactly(chance, bad, counts[1])


def mark_ratings(chance: Random, closed: list[Case], year: int) -> None:
    """Exactly so many ratings among what the year closed, and exactly so many of them bad."""
    rated = pick_exactly(chance, (c for c in closed if c.outcome != "撤回"), RATED[year])
    for case in rated:
        case.satisfaction = pick_word(chance, {"满意": 0.58, "基本满意": 0.42})
    for case in pick_exactly(chance, rated, DISSATISFIED[year], dissatisfied_weight):
        case.satisfaction = "不满意"


def dissatisfied_weight(case: Case) -> float:
    """Troubled places, unsolved cases and people who had to come again."""
    unsolved = 1.0 if case.is_closed_well else 6.0
    return trouble(case.township, case.closed_day) * unsolved * (1.8 if case.kind == REPEAT else 1.0)


def mark_acceptance(chance: Random, cases: list[Case]) -> None:
    """Told within 15 days that the request is taken up, but for one in thirty."""
    for case in cases:
        open_days = ((case.closed or AS_OF + timedelta(days=60)) - case.received).days
        if open_days > 16 and happens(chance, 0.055 * trouble(case.township, case.received)):
            days = whole_number(chance, 16, min(30, open_days))
        else:
            days = whole_number(chance, 0, min(10, open_days))
        accepted = case.received + timedelta(days=days)
        case.accepted = accepted if accepted <= AS_OF else None


def number_in_order(cases: list[Case]) -> None:
    """Numbers as an office gives them: the day, and a running number in it."""
    day, running = date.min, 0
    for case in cases:
        running = running + 1 if case.received == day else 1
        day = case.received
        case.number = f"SF{day:%Y%m%d}{running:03d}"
