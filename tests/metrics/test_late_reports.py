"""Reports that are missing, late, corrected: counted from typed rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.catalogue_records import CoverageRow
from metrics.contributors import contributors
from metrics.late_reports import DueReport, missing_reports
from metrics.report_quality import corrected_reports, kept, kept_by_township, late_reports
from tests.data.test_live import upload

MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)
IN_TIME = DueReport("A", "petitions", MAY, date(2025, 6, 5), date(2025, 6, 5))
LATE = replace(IN_TIME, township="B", received_on=date(2025, 6, 9))
OWED = replace(IN_TIME, township="C", received_on=None)
UNASKED = replace(IN_TIME, township="D", received_on=None, is_expected=False)


def test_the_day_of_the_deadline_is_in_time_and_the_next_is_late() -> None:
    assert not IN_TIME.is_late
    assert (LATE.is_late, LATE.days_late(date(2030, 1, 1))) == (True, 4)
    assert OWED.days_late(date(2025, 6, 4)) == 0
    assert OWED.days_late(date(2025, 6, 25)) == 20


def test_what_is_owed_is_told_by_township_and_export_up_to_a_month() -> None:
    june = replace(OWED, month=JUNE, deadline=date(2025, 7, 5))
    (owed,) = missing_reports([IN_TIME, LATE, OWED, UNASKED, june], JUNE)
    assert (owed.township, owed.export, owed.reports) == ("C", "petitions", (OWED, june))
    assert owed.newest == june
    assert owed.days_late(date(2025, 7, 10)) == 35
    assert missing_reports([OWED, june], MAY)[0].reports == (OWED,)


def test_reports_are_counted_as_in_time_late_and_missing() -> None:
    now = kept([IN_TIME, LATE, OWED, UNASKED])
    assert (now.expected, now.on_time, now.late, now.missing, now.covered) == (3, 1, 1, ("petitions",), 2)
    hazards = replace(OWED, export="hazards", township="A")
    cells = kept_by_township([IN_TIME, LATE, hazards], {MAY})
    assert cells["A", MAY].missing == ("hazards",)
    assert kept_by_township([IN_TIME, hazards], {MAY}, "petitions")["A", MAY].missing == ()
    assert kept_by_township([IN_TIME], {JUNE}) == {}


def test_late_reports_are_told_once_per_file() -> None:
    other = replace(LATE, township="E", received_on=date(2025, 6, 7))
    (late,) = late_reports([IN_TIME, LATE, other, OWED])
    assert (late.export, late.month, late.townships, late.days) == ("petitions", MAY, ("B", "E"), 4)


def test_a_township_that_comes_twice_is_corrected_and_two_townships_are_not() -> None:
    first, second, third = (replace(upload(number), month=MAY) for number in (1, 2, 3))
    covers = {1: "A", 2: "B", 3: "A"}
    coverage = [CoverageRow(number, MAY, township, 1, 0, 1) for number, township in covers.items()]
    (found,) = corrected_reports([first, second, third], coverage)
    assert (found.uploads, found.townships, found.month) == ((first, third), 1, MAY)
    assert corrected_reports([first, second], coverage) == []
    withdrawn = replace(second, rolled_back=True)
    assert corrected_reports([first, withdrawn], coverage)[0].uploads == (withdrawn,)


def test_whom_to_ask_first_has_more_failing_cases_than_usual() -> None:
    parts = [
        ("住建局", 60.0, 90.0),
        ("人社局", 35.0, 36.0),
        ("", 1.0, 50.0),
        ("农业局", 8.0, 10.0),
        ("城管局", None, None),
    ]
    found = contributors(parts, "high", 90)
    # 30 of 90 failed where 9 are usual; 2 of 10 where 1 is
    assert [(each.item, each.failing, round(each.excess)) for each in found] == [
        ("住建局", 30, 21),
        ("农业局", 2, 1),
    ]
    assert [each.item for each in contributors([("A", 9.0, 30.0), ("B", 1.0, 30.0)], "low", 10)] == ["A"]
