"""A file named after another month than its rows are of: the wrong one was chosen, or it is misnamed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from data.findings import Checked, Finding
from data.language import say

# 2026年9月, 2026-09, 202609; no day, for a file is often named after the day on which it was made
_MONTH = re.compile(r"(?<!\d)(20\d\d)(?:年(\d{1,2})月(?!\d)|[-_.]?(\d\d)(?![-_.]?\d))")


def warned_of_month_in_name(checked: Checked) -> Checked:
    """The file with a warning where its name tells exactly one month, and its rows another."""
    export = checked.export
    months = _months_in(checked.file)
    if checked.rows is None or export is None or export.every != "month" or checked.month is None:
        return checked
    if len(months) != 1 or checked.month in months:
        return checked
    found = say("文件名写的是{month}", month=f"{min(months):%Y-%m}")
    expected = say("{month}，与表中的日期相同；请看看是不是选错了文件", month=f"{checked.month:%Y-%m}")
    finding = Finding(None, "", "", found, expected, "month_in_name")
    return replace(checked, warnings=(finding, *checked.warnings))


def _months_in(name: str) -> set[date]:
    found = ((int(year), int(month or digits)) for year, month, digits in _MONTH.findall(name))
    return {date(year, month, 1) for year, month in found if 1 <= month <= 12}
