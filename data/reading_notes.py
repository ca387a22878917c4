"""What was read in a way that a person should know of: words under the table, hidden and merged rows."""

from __future__ import annotations

from collections.abc import Sequence

from data.judging import Judging
from data.language import say

NAMED_AT_MOST = 10


def note_reading(judging: Judging) -> None:
    """Warn once for each; a note is never quoted, for people sign tables with their names."""
    sheet = judging.sheet
    if sheet.notes:
        expected = say("数据行；{rows}是表下的说明或重复的表头，没有读入", rows=_rows_text(sheet.notes))
        judging.warn_file("note_left_out", expected, row=sheet.notes[0])
    if sheet.hidden:
        expected = say("没有隐藏的行；{rows}在表格里是隐藏的，已照常读入", rows=_rows_text(sheet.hidden))
        judging.warn_file("hidden_rows", expected, row=sheet.hidden[0])
    if sheet.merged:
        expected = say(
            "不合并的单元格；{rows}有与上一行合并的格，已按上一行读", rows=_rows_text(sheet.merged)
        )
        judging.warn_file("merged_cells", expected, row=sheet.merged[0])


def _rows_text(numbers: Sequence[int]) -> str:
    named = say("、").join(map(str, numbers[:NAMED_AT_MOST]))
    if len(numbers) <= NAMED_AT_MOST:
        return say("第{rows}行", rows=named)
    return say("第{rows}行等共{count}行", rows=named, count=len(numbers))
