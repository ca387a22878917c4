"""A file that lies in the future as a whole is told so before it moves every page there."""

from __future__ import annotations

from datetime import date

from data.month_to_come import judged_by_month_to_come
from tests.data.door import CASES, checked, rules


def test_a_file_of_a_month_to_come_is_taken_with_a_warning() -> None:
    answer = judged_by_month_to_come(checked(CASES + "A1,望江镇,2027-01-05,2027-03-01\n"))
    assert not answer.refused
    [warning] = [each for each in answer.warnings if each.rule == "month_to_come"]
    assert warning.found == "这份文件报的是2027-01"
    assert "不晚于收到文件的2026-" in warning.expected


def test_one_mistyped_year_is_refused_by_itself_and_says_nothing_of_the_file() -> None:
    rows = "A1,望江镇,2026-01-05,2026-03-01\nA2,望江镇,2027-01-05,2027-03-01\n"
    answer = judged_by_month_to_come(checked(CASES + rows))
    assert rules(answer.errors) == ["opening_after_month"]
    assert "month_to_come" not in rules(answer.warnings)


def test_a_month_to_come_that_somebody_typed_is_refused_with_the_way_to_say_the_day() -> None:
    given = checked(CASES + "A1,望江镇,2026-01-05,2026-03-01\n", month=date(2031, 1, 1))
    answer = judged_by_month_to_come(given, is_typed=True)
    assert answer.refused
    assert (answer.errors[0].found, answer.errors[0].rule) == ("这份文件报的是2031-01", "month_to_come")
    assert "--received" in answer.errors[0].expected


def test_the_month_of_targets_may_be_typed_as_one_to_come() -> None:
    given = checked("指标,年度,目标\nresolution_rate,2031,95\n", month=date(2031, 1, 1))
    assert judged_by_month_to_come(given, is_typed=True) is given
