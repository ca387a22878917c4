"""Requests of the random county, and every request indicator counted row by row, as the catalogue says."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

from tests.plain_count.county import (
    AS_OF,
    MONTHS,
    TOWNSHIPS,
    Row,
    any_day,
    last_day,
    later,
    month_of,
)

HEADINGS = {
    "case_id": "办件编号",
    "township": "乡镇",
    "received_on": "登记日期",
    "channel": "诉求渠道",
    "category": "问题类别",
    "visit_kind": "初重件",
    "accepted_on": "受理告知日期",
    "due_on": "应办结日期",
    "closed_on": "办结日期",
    "outcome": "办理结果",
    "satisfaction": "满意度",
    "assigned_by": "交办层级",
    "is_long_standing": "是否积案",
    "is_agent_case": "是否代理",
    "previous_case_id": "原办件编号",
}
CLOSED_WELL = ("已解决", "已解释", "已帮扶")
YES = ("是", "1", "有")
STOCKS = {"open_requests", "overdue_requests"}
Totals = dict[tuple[str, str, str], list[float]]


def random_petitions(seed: int) -> list[Row]:
    dice, rows = random.Random(seed), []
    for month in MONTHS:
        for township in TOWNSHIPS:
            for _ in range(dice.randint(0, 9)):
                rows.append(_petition(len(rows), township, any_day(month, dice), rows, dice))
    return rows


def _petition(number: int, township: str, received: date, earlier: list[Row], dice: random.Random) -> Row:
    previous = dice.choice(earlier)["case_id"] if earlier and dice.random() < 0.3 else None
    return {
        "case_id": f"P{number:05d}",
        "township": township,
        "received_on": received,
        "channel": dice.choice(["来信", "来访", "电话", "网上", ""]),
        "category": dice.choice(["物业纠纷", "农民工欠薪", ""]),
        "visit_kind": dice.choice(["初次", "初次", "重复", ""]),
        "accepted_on": later(received, [0, 3, 14, 15, 16, 30], 0.85, dice),
        "due_on": later(received, [0, 30, 60, 90, 91, 200], 0.8, dice),
        "closed_on": later(received, [0, 1, 10, 29, 30, 31, 60, 61, 90, 120, 200], 0.8, dice),
        "outcome": dice.choice([*CLOSED_WELL, "未化解", "撤回", ""]),
        "satisfaction": dice.choice(["满意", "基本满意", "不满意", "未评价", ""]),
        "assigned_by": dice.choice(["国家", "省", "市", "县", ""]),
        "is_long_standing": dice.choice([*YES, "否", "0", "无", ""]),
        "is_agent_case": dice.choice(["是", "否", ""]),
        "previous_case_id": previous if previous or dice.random() < 0.98 else "UNKNOWN1",
    }


def counted(rows: list[Row]) -> tuple[Totals, dict[tuple[str, str, str], int]]:
    """(indicator, township, month) → [numerator, denominator], and the two stocks at each month's end."""
    flows: Totals = defaultdict(lambda: [0, 0])
    named: dict[str, list[date]] = defaultdict(list)
    for row in rows:
        if row["previous_case_id"]:
            named[row["previous_case_id"]].append(row["received_on"])
    for row in rows:
        _count_received(row, flows)
        _count_due(row, flows)
        if _closed_on(row):
            _count_closed(row, named[row["case_id"]], flows)
    return flows, _stocks(rows)


def _closed_on(row: Row) -> date | None:
    return row["closed_on"] if row["closed_on"] and row["closed_on"] <= AS_OF else None


def _due_on(row: Row) -> date:
    received = row["received_on"]
    return min(row["due_on"] or received + timedelta(60), received + timedelta(90))


def _is_closed_well(row: Row) -> bool:
    return _closed_on(row) is not None and row["outcome"] in CLOSED_WELL


def _visit_kind(row: Row) -> str:
    return "重复" if row["visit_kind"] == "初次" and row["previous_case_id"] else row["visit_kind"]


def _add(flows: Totals, key: tuple[str, str, str], numerator: float, denominator: float) -> None:
    flows[key][0] += numerator
    flows[key][1] += denominator


def _count_received(row: Row, flows: Totals) -> None:
    received, online = row["received_on"], row["channel"] == "网上"
    place = (row["township"], month_of(received))
    _add(flows, ("petitions_received", *place), 1, 0)
    _add(flows, ("petitions_per_10k", *place), 1, 0)
    _add(flows, ("repeat_visit_share", *place), _visit_kind(row) == "重复", 1)
    _add(flows, ("online_share", *place), online, 1)
    if online:
        _add(flows, ("property_online_share", *place), row["category"] == "物业纠纷", 1)
    if row["category"] == "农民工欠薪":
        _add(flows, ("wage_arrears_requests", *place), 1, 0)
    if received + timedelta(15) <= AS_OF:
        told = row["accepted_on"]
        on_time = told is not None and told <= AS_OF and (told - received).days <= 15
        _add(flows, ("acceptance_on_time", *place), on_time, 1)


def _count_due(row: Row, flows: Totals) -> None:
    closed, due = _closed_on(row), _due_on(row)
    place = (row["township"], month_of(due))
    _add(flows, ("completion_on_time", *place), closed is not None and closed <= due, 1)
    if row["assigned_by"] in ("国家", "省", "市"):
        _add(flows, ("assigned_resolution", *place), _is_closed_well(row), 1)
    if row["is_long_standing"] in YES:
        _add(flows, ("long_standing_resolved", *place), _is_closed_well(row), 1)
    if row["is_agent_case"] in YES:
        _add(flows, ("agent_completion", *place), closed is not None, 1)


def _count_closed(row: Row, named_on: list[date], flows: Totals) -> None:
    closed, well = row["closed_on"], _is_closed_well(row)
    place, window = (row["township"], month_of(closed)), closed + timedelta(90)
    days = (closed - row["received_on"]).days
    _add(flows, ("resolution_rate", *place), well, 1)
    _add(flows, ("mean_days_to_close", *place), days, 1)
    _add(flows, ("closed_within_30d", *place), days <= 30, 1)
    if _visit_kind(row) == "初次":
        again = any(day <= min(window, AS_OF) for day in named_on)
        _add(flows, ("first_contact_resolution", *place), well and not again, 1)
    if window <= AS_OF:
        _add(flows, ("reopened_90d", *place), any(closed <= day <= window for day in named_on), 1)
    rated = row["satisfaction"] in ("满意", "基本满意", "不满意")
    _add(flows, ("rating_participation", *place), rated, 1)
    if rated:
        _add(flows, ("satisfaction_rate", *place), row["satisfaction"] != "不满意", 1)
    if well and row["category"] == "农民工欠薪":
        _add(flows, ("wage_arrears_online_solved", *place), row["channel"] == "网上", 1)


def _stocks(rows: list[Row]) -> dict[tuple[str, str, str], int]:
    stocks: dict[tuple[str, str, str], int] = defaultdict(int)
    for month in MONTHS:
        end = last_day(month)
        for row in rows:
            closed = _closed_on(row)
            if closed is None or closed > end:
                stocks["open_requests", row["township"], month] += row["received_on"] <= end
                stocks["overdue_requests", row["township"], month] += _due_on(row) < end
    return stocks
