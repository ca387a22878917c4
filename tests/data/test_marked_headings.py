"""A form's marks for what must be filled in are no part of a heading's name."""

from __future__ import annotations

import pytest

from data.cell_text import heading_key
from tests.data.door import checked, values


@pytest.mark.parametrize(
    "heading",
    ["*办件编号", "办件编号*", "办件编号＊ ", "办件编号（必填）", "办件编号*(必填项)", "【选填】办件编号"],
)
def test_marks_of_a_form_are_left_out(heading: str) -> None:
    assert heading_key(heading) == "办件编号"


@pytest.mark.parametrize("heading", ["损失金额（元）", "办件编号2", "*", "（必填）"])
def test_what_belongs_to_a_name_stays(heading: str) -> None:
    assert heading_key(heading) == heading.replace("（", "(").replace("）", ")")


def test_a_column_with_a_mark_is_read_and_not_left_out_in_silence() -> None:
    head = "*办件编号,乡镇（必填）,登记日期*,办结日期（选填）,*办理结果\n"
    answer = checked(head + "A1,望江镇,2026-01-05,2026-01-20,已解决\n")
    assert (answer.rows_accepted, answer.ignored_columns) == (1, ())
    assert values(answer, "outcome") == ["resolved"]


def test_the_report_names_a_heading_as_the_file_has_it() -> None:
    answer = checked("*办件编号,乡镇（必填）,登记日期*\nA1,望江镇,2026-02-31\n")
    assert [error.column for error in answer.errors] == ["登记日期*"]
