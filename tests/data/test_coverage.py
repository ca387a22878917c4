"""Which month an upload reports, and which townships."""

from __future__ import annotations

from datetime import date

from tests.data.door import CASES, cases, checked, rules

JANUARY, DECEMBER = date(2026, 1, 1), date(2025, 12, 1)
ROWS = ("A1,望江镇,2026-01-05,2026-02-01", "A2,望江镇,2025-12-30,2026-02-01")


def covered(answer) -> dict:
    return {entry.township: (entry.rows_read, entry.rows_refused, entry.rows) for entry in answer.coverage}


def test_the_month_is_the_newest_opening_month_or_the_one_given() -> None:
    assert cases(*ROWS).month == JANUARY
    assert cases(ROWS[1], month=date(2026, 1, 31)).month == JANUARY


def test_an_export_without_openings_is_of_the_month_received() -> None:
    assert checked("行政区划代码,乡镇\n7,新乡\n").month == date(2026, 2, 1)


def test_present_covers_the_townships_with_an_accepted_row() -> None:
    answer = cases(*ROWS, "A3,石桥镇,2026-02-31,")
    assert covered(answer) == {"101": (2, 0, 2), None: (1, 1, 0)}


def test_all_covers_every_township_that_existed_in_the_month() -> None:
    assert set(covered(cases(*ROWS, covers="all"))) == {"101", "102"}
    december = cases(ROWS[1], covers="all", month=DECEMBER)
    assert covered(december) == {"101": (1, 0, 1), "102": (0, 0, 0), "3": (0, 0, 0)}


def test_a_list_covers_what_it_names_also_without_rows() -> None:
    assert covered(cases(*ROWS, covers="101, 石桥镇")) == {"101": (2, 0, 2), "102": (0, 0, 0)}


def test_a_row_of_unknown_township_counts_for_the_county_or_for_the_only_township() -> None:
    strange = "A9,火星镇,2026-01-05,2026-02-01"
    assert covered(cases(ROWS[0], strange)) == {"101": (1, 0, 1), None: (1, 1, 0)}
    assert covered(cases(ROWS[0], strange, covers="101")) == {"101": (2, 1, 1)}


def test_a_file_of_headings_is_a_zero_report_of_what_it_is_said_to_cover() -> None:
    zero = checked(CASES, month=JANUARY, covers="102")
    assert not zero.refused
    assert covered(zero) == {"102": (0, 0, 0)}


def test_a_file_of_headings_that_covers_nothing_is_refused() -> None:
    assert rules(checked(CASES, month=JANUARY).errors) == ["no_rows"]
    assert rules(checked(CASES, covers="all").errors) == ["no_month"]
    assert rules(checked("行政区划代码,乡镇\n").errors) == ["no_rows"]
