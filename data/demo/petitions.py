"""诉求办件: the monthly files of the fictional county, as an office's system would export them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from random import Random

from data.demo.cases import Case
from data.demo.county import AS_OF, month_end, reported_in
from data.demo.petition_flow import all_requests
from data.demo.petition_marks import mark
from data.demo.sheets import Row

EXPORT = "petitions"


def petition_rows() -> Mapping[date, list[Row]]:
    """Month → its rows: one request received, taken up or closed in the month, as it stands at its end."""
    chance = Random("诉求办件")
    cases = all_requests(chance)
    mark(chance, cases)
    rows: dict[date, list[Row]] = defaultdict(list)
    for case in cases:
        for month in sorted({reported_in(EXPORT, case.township, day) for day in days_of_change(case)}):
            rows[month].append(row_at(case, month_end(month)))
    return rows


def days_of_change(case: Case) -> list[date]:
    """The days on which something was written into the case."""
    return [day for day in (case.received, case.accepted, case.closed) if day and day <= AS_OF]


def row_at(case: Case, day: date) -> Row:
    """The case as the system knew it on that day."""
    is_closed = case.closed is not None and case.closed <= day
    return {
        "办件编号": case.number,
        "乡镇": case.township.code,
        "登记日期": case.received,
        "诉求渠道": case.channel,
        "问题类别": case.category,
        "承办单位": case.office,
        "初重件": case.kind,
        "受理告知日期": case.accepted if case.accepted and case.accepted <= day else None,
        "应办结日期": case.due,
        "办结日期": case.closed if is_closed else None,
        "办理结果": case.outcome if is_closed else None,
        "满意度": case.satisfaction or "未评价" if is_closed else None,
        "交办层级": case.assigned_by or None,
        "是否积案": "是" if case.is_long_standing else "否",
        "是否代理": "是" if case.is_agent_case else "否",
        "原办件编号": case.previous.number if case.previous else None,
    }
