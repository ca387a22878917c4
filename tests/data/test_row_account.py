"""Rows in = rows accepted + rows refused + rows explained, whatever stands in the file."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from data.row_account import account_text
from tests.data.door import CASES, cases, checked

CELLS = some.sampled_from(
    [
        *("", " ", "A1", "A2", "A3", "望江镇", "石桥镇", "火星镇", "2026-01-05", "3/1/2026", "2026-02-31"),
        *(
            "合计",
            "小计",
            "望江镇小计",
            "合计：3",
            "备注：补报",
            "填表人：某",
            "说明",
            "5",
            "=",
            "无",
        ),
    ]
)
ROWS = some.lists(some.lists(CELLS, min_size=1, max_size=6), max_size=12)
GOOD = some.just(["A1", "望江镇", "2026-01-05", "2026-02-01"])


@pytest.mark.no_cover
@example(rows=[["", "", "", "", "A1"]], good=[])
@given(ROWS, some.lists(GOOD, max_size=3))
@settings(max_examples=60, deadline=None)
def test_every_row_is_accepted_refused_or_explained(rows: list[list[str]], good: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([*rows, *good])
    answer = checked(CASES + text.getvalue())
    assert answer.rows_in == len(rows) + len(good)
    explained = sum(answer.rows_explained.values())
    assert answer.rows_in == answer.rows_accepted + answer.rows_rejected + explained
    assert answer.rows_read == answer.rows_accepted + answer.rows_rejected + answer.rows_repeat
    assert answer.rows is None or answer.rows.num_rows == answer.rows_accepted


def test_the_report_says_the_sum_in_words() -> None:
    good = "A1,望江镇,2026-01-05,2026-02-01"
    answer = cases(good, good, "A2,火星镇,2026-01-05,", ",,,", "合计,2,,", "备注：无,,,")
    assert account_text(answer) == "表头以下共6行 = 接收1 + 退回1 + 空行1 + 合计1 + 重复1 + 说明1。"


def test_progress_runs_through_the_whole_check_in_rows() -> None:
    told: list[tuple[int, int]] = []
    rows = [f"A{n},望江镇,2026-01-05,2026-02-01" for n in range(6000)]
    cases(*rows, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[0][0] == 2500 and told[-1] == (6000, 6000)
