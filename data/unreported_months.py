"""Where most rows of a file are of months that nobody has reported: they stand, but no figure of their month
has them.

A file is the report of one month; what a township has not reported is missing, not zero. Some old cases in a
file are usual. Where they are the most, a year came in one file, or one mistyped day moved the month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from data.findings import Finding
from data.language import say

if TYPE_CHECKING:
    from data.export_parts import Export
    from data.findings import Checked
    from data.live import LiveData

MOST = 0.5  # of a file's accepted rows
Reported = frozenset[tuple[str, str | None, date]]  # clean table, township, month


def warned_of_unreported_months(
    checked: Sequence[Checked], live: LiveData, exports: Mapping[str, Export]
) -> list[Checked]:
    """The files of one publication, those warned of which most rows are of months that no file reports."""
    table_of = {each.id: exports[each.export].table for each in live.uploads if each.export in exports}
    stored = {
        (table_of[part.upload], part.township, part.month)
        for part in live.coverage
        if part.upload in table_of
    }
    coming = {
        (file.export.table, part.township, part.month)
        for file in checked
        if file.export
        for part in file.coverage
    }
    return [_warned(file, frozenset(stored | coming)) for file in checked]


def _warned(file: Checked, reported: Reported) -> Checked:
    unreported = _unreported(file, reported)
    rows = sum(unreported.values())
    if file.month is None or rows <= MOST * file.rows_accepted:
        return file
    months = "…".join(f"{month:%Y-%m}" for month in sorted({min(unreported), max(unreported)}))
    found = say("{months}有{rows}行", months=months, rows=f"{rows:,}")
    expected = say(
        "{month}的行；这份文件算{month}的报表，那些月份没有报过，这些行不进当月的数字。请分月上传；"
        "月份不对就选定报告月份（命令行：--month）；一份文件报多个月的，在方案里写months",
        month=f"{file.month:%Y-%m}",
    )
    finding = Finding(None, "", "", found, expected, "months_not_reported")
    return replace(file, warnings=(finding, *file.warnings))


def _unreported(file: Checked, reported: Reported) -> Counter[date]:
    """Month → accepted rows of townships that did not report it."""
    export = file.export
    if file.refused or file.rows is None or export is None or export.every != "month":
        return Counter()
    if not export.opening or export.township_column is None:
        return Counter()
    found: Counter[date] = Counter()
    for township, month, rows in _rows_by_month(file, export.township_column.id, export.opening):
        if (export.table, township, month) not in reported:
            found[month] += rows
    return found


def _rows_by_month(file: Checked, township: str, opening: str) -> list[tuple[str, date, int]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    assert file.rows is not None
    months = pc.floor_temporal(file.rows[opening], unit="month")
    table = pa.table({"township": file.rows[township], "month": months})
    counted = table.group_by(["township", "month"], use_threads=False).aggregate([([], "count_all")])
    return list(zip(*(counted[name].to_pylist() for name in ("township", "month", "count_all")), strict=True))
