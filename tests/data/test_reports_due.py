"""What is due, by when, what is in, what is late: told from the catalogue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.catalogue_records import CoverageRow, Upload
from data.deadlines import Deadlines, deadlines, decide_deadline, spans_of
from data.export_format import load_exports
from data.live import live_data
from data.refusal import Refused
from data.reports_due import LATE, MISSING, ON_TIME, WAITED_FOR, DueMonth, due_of
from data.staff_records import Deadline
from data.store import Store
from data.township_register import Register, Township
from tests.small_county import an_upload

EXPORTS = load_exports()
JULY = date(2025, 7, 1)
TWO = Register((Township("A", "甲镇"), Township("B", "乙乡", valid_to=date(2025, 8, 31), merged_into="A")))


def sent(number: int, export: str, month: str, received: str, rows: int, *townships: str) -> tuple:
    upload = an_upload(number, EXPORTS[export], month, "x", received, replaces=False)
    first = date.fromisoformat(f"{month}-01")
    return upload, [CoverageRow(number, first, code, rows, 0, rows) for code in townships]


def found(
    *uploads: tuple[Upload, list[CoverageRow]], days: Deadlines | None = None, month: date = JULY
) -> DueMonth:
    live = live_data([u for u, _ in uploads], [row for _, rows in uploads for row in rows], Path())
    return due_of(live, TWO, EXPORTS, days or Deadlines(5), month)


def test_a_report_is_on_time_late_missing_or_waited_for() -> None:
    due = found(
        sent(1, "petitions", "2025-07", "2025-08-05", 3, "A"),
        sent(2, "incidents", "2025-07", "2025-08-07", 1, "A"),
    )
    early, later = date(2025, 8, 5), date(2025, 8, 9)
    assert due.cell("A", "petitions").state(later) == ON_TIME
    assert due.cell("A", "incidents").state(later) == LATE
    assert due.cell("A", "incidents").days_late(later) == 2
    assert due.cell("B", "petitions").state(early) == WAITED_FOR
    assert due.cell("B", "petitions").state(later) == MISSING
    assert due.cell("B", "petitions").days_late(later) == 4


def test_a_zero_report_is_in() -> None:
    due = found(sent(1, "petitions", "2025-07", "2025-08-05", 0, "A"))
    assert due.cell("A", "petitions").is_zero
    assert [cell.township for cell in due.not_in()] == ["B"]


def test_before_anything_was_sent_all_exports_are_due_and_later_only_those_that_are_used() -> None:
    monthly = ["petitions", "incidents", "hazards", "activities"]
    assert [each.id for each in found().exports] == monthly
    assert [each.id for each in found(sent(1, "petitions", "2025-06", "2025-07-01", 1, "A")).exports] == [
        "petitions"
    ]


def test_a_half_year_is_due_with_its_last_month() -> None:
    upload = sent(1, "surveys", "2025-05", "2025-07-04", 4, "A")
    due = found(upload, month=date(2025, 6, 1))
    assert due.cell("A", "surveys").state(date(2025, 8, 1)) == ON_TIME
    assert found(upload).exports == ()


def test_a_township_that_has_ended_owes_nothing() -> None:
    due = found(sent(1, "petitions", "2025-09", "2025-10-04", 4, "A"), month=date(2025, 9, 1))
    assert [each.code for each in due.townships] == ["A"]


def decided(export: str, since: str, day: int, number: int = 1) -> Deadline:
    from datetime import datetime

    return Deadline(number, export, date.fromisoformat(f"{since}-01"), day, "", datetime(2025, 1, 1))


def test_a_deadline_holds_from_a_month_on_and_for_one_export() -> None:
    days = Deadlines(5, (decided("petitions", "2025-07", 8),))
    assert days.deadline("petitions", JULY) == date(2025, 8, 8)
    assert days.deadline("petitions", date(2025, 6, 1)) == date(2025, 7, 5)
    assert days.deadline("hazards", JULY) == date(2025, 8, 5)


def test_an_export_can_be_said_not_to_be_due() -> None:
    upload = sent(1, "petitions", "2025-06", "2025-07-01", 1, "A")
    days = Deadlines(5, (decided("petitions", "2025-07", 0), decided("hazards", "2025-07", 9, 2)))
    assert [each.id for each in found(upload, days=days).exports] == ["hazards"]


def test_the_mart_is_told_which_day_holds_for_which_months() -> None:
    rows = spans_of(
        [decided("petitions", "2025-07", 8), decided("petitions", "2025-09", 0, 2)], ["petitions"], 5
    )
    assert [(since, day, is_due) for _, since, _, day, is_due in rows] == [
        (date(1900, 1, 1), 5, True),
        (JULY, 8, True),
        (date(2025, 9, 1), 5, False),
    ]


def test_decisions_are_kept_with_who_and_when(tmp_path: Path) -> None:
    store = Store(tmp_path)
    decide_deadline(store, EXPORTS, "petitions", JULY, 8, "县信访局")
    decide_deadline(store, EXPORTS, "petitions", JULY, 9, "县信访局")
    assert [each.day for each in deadlines(store).decided] == [8, 9]
    assert deadlines(store).day("petitions", JULY) == 9
    assert deadlines(store).decided[0].by == "县信访局"


@pytest.mark.parametrize(("export", "day"), [("petitoins", 5), ("targets", 5), ("petitions", 31)])
def test_a_deadline_that_cannot_be_is_refused(tmp_path: Path, export: str, day: int) -> None:
    with pytest.raises(Refused):
        decide_deadline(Store(tmp_path), EXPORTS, export, JULY, day, "")
