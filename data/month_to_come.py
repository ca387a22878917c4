"""A file all of whose rows lie after the month in which it came: a mistyped year, most likely."""

from __future__ import annotations

from dataclasses import replace

from data.findings import Checked, Finding
from data.language import say


def judged_by_month_to_come(checked: Checked, is_typed: bool = False) -> Checked:
    """The file with a warning where it reports a month that has not begun on the day it came.

    It is taken all the same, for a computer's clock may be wrong, too; but pages open on the newest month.
    is_typed: a person has typed the month, and could type the day as well; then the file is refused.
    """
    export, received = checked.export, checked.received
    if checked.rows is None or export is None or export.every != "month" or checked.month is None:
        return checked
    if checked.month <= received:
        return checked
    found = say("这份文件报的是{month}", month=f"{checked.month:%Y-%m}")
    if is_typed:
        expected = say("不晚于收到文件的{day}；请核对月份，收到的日子不对就写明（--received）", day=received)
        finding = Finding(None, "", "", found, expected, "month_to_come")
        return replace(checked, rows=None, errors=(finding, *checked.errors))
    expected = say("不晚于收到文件的{day}；发布后各页都会打开到那个月，请看看年份是不是写错了", day=received)
    finding = Finding(None, "", "", found, expected, "month_to_come")
    return replace(checked, warnings=(finding, *checked.warnings))
