"""A file named after another month than its rows are of is told so; a day in a name is no month."""

from __future__ import annotations

import pytest

from data.month_in_name import warned_of_month_in_name
from tests.data.door import CASES, GOOD, checked, rules

TEXT = CASES + GOOD + "\n"  # of January 2026


def told(name: str) -> list[str]:
    return [each.found for each in warned_of_month_in_name(checked(TEXT, name)).warnings]


@pytest.mark.parametrize("name", ["望江镇2025年12月诉求.xlsx", "诉求_2025-12.csv", "诉求202512.csv"])
def test_a_file_named_after_another_month_is_told_both(name: str) -> None:
    assert told(name) == ["文件名写的是2025-12"]


@pytest.mark.parametrize(
    "name",
    [
        *("2026年1月.csv", "2026-01.csv", "诉求.csv", "2025年12月和2026年1月.csv", "2025年1-12月.csv"),
        *("导出20260203.csv", "2026-02-03.csv", "2026年2月3日.csv", "编号202599.csv", "120251201.csv"),
    ],
)
def test_the_own_month_a_day_and_a_span_are_nothing_to_tell(name: str) -> None:
    assert told(name) == []


def test_a_refused_file_is_told_what_it_was_refused_for_alone() -> None:
    answer = warned_of_month_in_name(checked(CASES, "2025年12月.csv"))
    assert rules(answer.warnings) == []
