"""The requests of the fictional county: when each came, was closed and came back.

The yearly totals are those of the headline figures. They hold by construction: what came in 2025, less what
the open requests grew by, is what was closed in 2025.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

from data.demo.cases import CLOSED_WELL, FIRST, REPEAT, Case
from data.demo.county import AS_OF, MONTHS, TOWNSHIPS, YEARS, Township, burst, trouble
from data.demo.drawing import (
    happens,
    office_day,
    pick_exactly,
    pick_one,
    pick_word,
    share_out,
    whole_number,
)

FIRST_REQUESTS = {2023: 3790, 2024: 3691, 2025: 3109}
REPEAT_REQUESTS = {2023: 402, 2024: 334, 2025: 167}
OPEN_FIRST_REQUESTS = {2024: 130, 2025: 239}  # at the end of the year: 130 + 3,109 - 239 = 3,000 closed
CLOSED_BADLY = {2023: 215, 2024: 186, 2025: 131}  # first requests closed without success
CAME_BACK = {2023: 245, 2024: 215, 2025: 100}  # first requests closed well, named within 90 days
SEASON = (1.15, 0.80, 1.10, 1.00, 0.95, 1.00, 1.05, 1.05, 1.00, 0.85, 1.00, 1.12)
# requests per head differ: the seat and the park have the sites and the estates
DEMAND = {"街道": 1.15, "镇": 1.0, "乡": 0.8, "园区": 2.2}
DAYS_ALLOWED = {15: 0.22, 30: 0.48, 60: 0.30}


def all_requests(chance: Random) -> list[Case]:
    """Every request of the three years with its dates, outcome and previous case; ordered by day received."""
    firsts = first_requests(chance)
    for year, still_open in OPEN_FIRST_REQUESTS.items():
        leave_open(chance, firsts, date(year, 12, 31), still_open)
    forget_what_comes_later(firsts)
    repeats = [repeat for year in YEARS for repeat in outcomes_of_year(chance, firsts, year)]
    repeats += [repeat for year in YEARS for repeat in further_repeats(chance, firsts, repeats, year)]
    return sorted(firsts + repeats, key=lambda case: (case.received, case.township.code))


def first_requests(chance: Random) -> list[Case]:
    """The first requests with the day on which each would be closed."""
    cases = []
    for year in YEARS:
        cells = {(t, m): demand(t, m) for t in TOWNSHIPS for m in MONTHS if m.year == year}
        for (township, month), count in share_out(chance, FIRST_REQUESTS[year], cells).items():
            days = sorted(office_day(chance, month) for _ in range(count))
            cases += [new_case(chance, township, day, FIRST) for day in days]
    return cases


def demand(township: Township, month: date) -> float:
    """The weight of a township in a month."""
    people = township.population_in(month.year) * DEMAND[township.kind]
    return people * SEASON[month.month - 1] * (1.06 - 0.01 * month.month) * burst(township, month)


def new_case(chance: Random, township: Township, received: date, kind: str) -> Case:
    """A request with its deadline and the day that it will be closed, which may lie beyond 2025."""
    allowed = int(pick_word(chance, {str(days): weight for days, weight in DAYS_ALLOWED.items()}))
    case = Case(township, received, kind, due=received + timedelta(days=allowed))
    if happens(chance, 0.045 * trouble(township, received)):
        case.closed = closed_late(chance, case)
    else:
        case.closed = received + timedelta(days=1 + round((allowed - 1) * chance.betavariate(2.2, 2.4)))
    return case


def closed_late(chance: Random, case: Case) -> date | None:
    """A day after the deadline; None for the few that nobody closes."""
    if happens(chance, 0.09):
        return None
    longest = 35 if happens(chance, 0.8) else 180
    return case.due + timedelta(days=whole_number(chance, 1, longest))


def leave_open(chance: Random, firsts: list[Case], day: date, target: int) -> None:
    """Move a few closings over the year's end, so that exactly `target` first requests are open on it."""
    open_cases = [c for c in firsts if c.received <= day and (c.closed is None or c.closed > day)]
    surplus = len(open_cases) - target
    if surplus > 0:
        hasten(chance, open_cases, day, surplus)
    elif surplus < 0:
        postpone(chance, firsts, day, -surplus)


def hasten(chance: Random, open_cases: list[Case], day: date, count: int) -> None:
    """Close those first that would have been closed soonest: offices clear their desks before New Year."""
    soon = [c for c in open_cases if c.closed and c.received < day - timedelta(days=4)]
    soon.sort(key=lambda case: (case.closed or day, case.received, case.township.code))
    for case in soon[:count]:
        case.closed = day - timedelta(days=whole_number(chance, 0, min(18, (day - case.received).days - 2)))


def postpone(chance: Random, firsts: list[Case], day: date, count: int) -> None:
    """Close after the year's end, still in time, what would have been closed in its last weeks."""
    recent = [c for c in firsts if c.closed and day - timedelta(days=25) <= c.closed <= day < c.due]
    for case in pick_exactly(chance, recent, count):
        case.closed = day + timedelta(days=whole_number(chance, 1, (case.due - day).days))


def forget_what_comes_later(cases: list[Case]) -> None:
    """What would be closed after the newest month is simply open."""
    for case in cases:
        if case.closed and case.closed > AS_OF:
            case.closed = None


def outcomes_of_year(chance: Random, firsts: list[Case], year: int) -> list[Case]:
    """Give every first request closed in the year its outcome; return the repeats of those that came back."""
    closed = [case for case in firsts if case.is_closed_in(year)]
    bad = pick_exactly(chance, closed, CLOSED_BADLY[year], how_troubled)
    for case in closed:
        case.outcome = pick_word(chance, {"已解决": 0.72, "已解释": 0.19, "已帮扶": 0.09})
    for case in bad:
        case.outcome = pick_word(chance, {"未化解": 0.7, "撤回": 0.3})
    back = {case: came_back_on(chance, case) for case in closed if case.is_closed_well}
    seen = [case for case, day in back.items() if day <= AS_OF]
    chosen = pick_exactly(chance, seen, CAME_BACK[year], lambda c: how_troubled(c) * fading(c.closed_day))
    return [repeat_of(chance, case, back[case]) for case in chosen]


def how_troubled(case: Case) -> float:
    """The weight of a case among those that go wrong."""
    return trouble(case.township, case.closed or case.received)


def fading(day: date) -> float:
    """Repeats grow rarer all through the three years."""
    return 1.6 - 0.3 * (day - MONTHS[0]).days / 365


def came_back_on(chance: Random, case: Case) -> date:
    """A day within 90 days of the closing."""
    return case.closed_day + timedelta(days=2 + int(86 * chance.betavariate(1.2, 2.0)))


def repeat_of(chance: Random, case: Case, received: date) -> Case:
    """The request that names an earlier one."""
    repeat = new_case(chance, case.township, received, REPEAT)
    repeat.previous = case
    return finished(chance, repeat)


def finished(chance: Random, repeat: Case) -> Case:
    """A repeat with its outcome: harder to solve than a first request."""
    forget_what_comes_later([repeat])
    if repeat.closed:
        well = dict.fromkeys(CLOSED_WELL, 0.29)
        repeat.outcome = pick_word(chance, {**well, "未化解": 0.11, "撤回": 0.02})
    return repeat


def further_repeats(chance: Random, firsts: list[Case], repeats: list[Case], year: int) -> list[Case]:
    """The year's other repeats: about an unsolved or a long closed case, or one from before the system."""
    so_far = Counter(case.received.year for case in repeats)[year]
    cells = {(t, m): weight_of_repeats(t, m) for t in TOWNSHIPS for m in MONTHS if m.year == year}
    more = []
    for (township, month), count in share_out(chance, REPEAT_REQUESTS[year] - so_far, cells).items():
        own = [case for case in firsts if case.township is township and case.closed]
        for _ in range(count):
            repeat = new_case(chance, township, office_day(chance, month), REPEAT)
            name_an_old_case(chance, repeat, own)
            more.append(finished(chance, repeat))
    return more


def weight_of_repeats(township: Township, month: date) -> float:
    """Demand, times what goes wrong here, times the trend."""
    return demand(township, month) * trouble(township, month) * fading(month)


def name_an_old_case(chance: Random, repeat: Case, own: list[Case]) -> None:
    """Name, half of the time, a case that was unsolved or closed over 90 days ago: no success is undone."""
    if happens(chance, 0.5):
        return
    before = [case for case in own if case.closed and case.closed < repeat.received]
    old = [c for c in before if not c.is_closed_well or (repeat.received - c.closed_day).days > 90]
    if old:
        repeat.previous = pick_one(chance, old, lambda case: 1.0 if case.is_closed_well else 6.0)
