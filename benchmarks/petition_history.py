"""Invented monthly exports of petitions: each month's file brings what is new and what was closed since.

So most cases come twice, a later file supersedes an earlier one, and some cases name one of a month before.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.petition_rows import FIRST_CODE, FIRST_MONTH, reported_petitions

CASES = (
    *("case_id", "township", "received_on", "channel", "category", "handled_by", "visit_kind"),
    *("accepted_on", "due_on", "closed_on", "outcome", "satisfaction", "assigned_by"),
    *("is_long_standing", "is_agent_case", "previous_case_id"),
)
MONTHS_OPEN = 4  # what is not closed by then never is
NAMES_ANOTHER = 0.05
HEADINGS = {
    "case_id": "办件编号",
    "township": "乡镇",
    "received_on": "登记日期",
    "channel": "诉求渠道",
    "category": "问题类别",
    "handled_by": "承办单位",
    "visit_kind": "初重件",
    "accepted_on": "受理告知日期",
    "due_on": "应办结日期",
    "closed_on": "办结日期",
    "outcome": "办理结果",
    "satisfaction": "满意度",
    "previous_case_id": "前次办件编号",
}


def first_day(number: int) -> date:
    """Of the `number`th month since the first."""
    day: date = (FIRST_MONTH + number).astype("datetime64[D]").astype(date)
    return day


def last_day(number: int) -> date:
    return date.fromordinal(first_day(number + 1).toordinal() - 1)


def cases_of(number: int, count: int, townships: int) -> pa.Table:
    """The cases received in a month, with everything that will ever become of them; columns: CASES."""
    random = np.random.default_rng(number)
    cases = reported_petitions(random, FIRST_MONTH + number, count)
    places = random.integers(0, townships, count)
    cases = with_column(cases, "township", pa.array([f"{FIRST_CODE + place}" for place in places]))
    names = pa.array([f"{FIRST_MONTH + max(number - 1, 0)}-{at}" for at in random.permutation(count)])
    unnamed = pa.array(random.random(count) >= (NAMES_ANOTHER if number else 0))
    previous = pc.if_else(unnamed, None, names)
    return cases.append_column("previous_case_id", previous).select([*CASES])


def export_of(number: int, count: int, townships: int) -> pa.Table:
    """The file of a month as it was on its last day: its own cases, and those of before closed in it."""
    end = last_day(number)
    arriving = [as_of(cases_of(number, count, townships), end)]
    for earlier in range(max(0, number - MONTHS_OPEN + 1), number):
        cases = cases_of(earlier, count, townships)
        closed_now = pc.and_(
            pc.greater_equal(cases["closed_on"], first_day(number)), pc.less_equal(cases["closed_on"], end)
        )
        arriving.append(as_of(cases.filter(closed_now), end))
    return pa.concat_tables(arriving)


def as_of(cases: pa.Table, end: date) -> pa.Table:
    """`cases` as known on `end`: what happens later is not known yet."""
    closed = pc.fill_null(pc.less_equal(cases["closed_on"], end), False)
    for name in ("closed_on", "outcome", "satisfaction"):
        cases = with_column(cases, name, pc.if_else(closed, cases[name], None))
    accepted = pc.if_else(pc.less_equal(cases["accepted_on"], end), cases["accepted_on"], None)
    return with_column(cases, "accepted_on", accepted)


def with_column(table: pa.Table, name: str, values: pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, values)
