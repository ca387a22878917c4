"""A file that lies in the future as a whole is told so before it moves every page there."""

from __future__ import annotations

from data.month_to_come import warned_of_month_to_come
from tests.data.door import CASES, checked, rules


def test_a_file_of_a_month_to_come_is_taken_with_a_warning() -> None:
    answer = warned_of_month_to_come(checked(CASES + "A1,望江镇,2027-01-05,2027-03-01\n"))
    assert not answer.refused
    [warning] = [each for each in answer.warnings if each.rule == "month_to_come"]
    assert warning.found == "这份文件报的是2027-01"
    assert "不晚于收到文件的2026-" in warning.expected


def test_one_mistyped_year_is_refused_by_itself_and_says_nothing_of_the_file() -> None:
    rows = "A1,望江镇,2026-01-05,2026-03-01\nA2,望江镇,2027-01-05,2027-03-01\n"
    answer = warned_of_month_to_come(checked(CASES + rows))
    assert rules(answer.errors) == ["opening_after_month"]
    assert "month_to_come" not in rules(answer.warnings)
