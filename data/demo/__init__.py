"""The fictional county: three years of files such as its staff would upload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data.demo.activities import activity_rows, total_row
from data.demo.county import covers, month_end
from data.demo.hazards import hazard_rows
from data.demo.incidents import incident_rows
from data.demo.mistakes import with_mistakes
from data.demo.petitions import petition_rows
from data.demo.registers import target_rows, township_rows
from data.demo.sheets import Row, Style, write_sheet
from data.demo.surveys import survey_rows

__all__ = ["DemoFile", "write_files"]


@dataclass(frozen=True)
class DemoFile:
    """One file and how it is uploaded. `covers` is "all" or codes with commas, None for the registers."""

    path: Path
    export: str
    month: date | None
    covers: str | None
    received: date


# export → the files' name and their rows by month
EXPORTS: dict[str, tuple[str, Callable[[], Mapping[date, list[Row]]]]] = {
    "townships": ("乡镇名录", township_rows),
    "targets": ("目标值", target_rows),
    "petitions": ("诉求办件", petition_rows),
    "incidents": ("安全事件", incident_rows),
    "hazards": ("隐患排查", hazard_rows),
    "surveys": ("群众测评", survey_rows),
    "activities": ("基层工作", activity_rows),
}
# (export, year) → how the office wrote it then; offices change their systems
STYLES = {
    ("petitions", 2023): Style("gb18030", dates="slash", counter="序号"),
    ("petitions", 2024): Style("utf-8-sig", "alias", dates="time"),
    ("petitions", 2025): Style("utf-8", counter="系统流水"),
    ("incidents", 2023): Style("utf-8", "code"),
    ("incidents", 2024): Style("gb18030", "alias", dates="chinese"),
    ("incidents", 2025): Style("gb18030", dates="chinese"),
    ("hazards", 2023): Style("gb18030", "code", title="示范县{month}隐患排查整改台账"),
    ("hazards", 2024): Style("utf-8", dates="slash", counter="序号"),
    ("hazards", 2025): Style("utf-8-sig", "code"),
    ("surveys", 2023): Style("xlsx", months="chinese"),
    ("surveys", 2024): Style("gb18030"),
    ("surveys", 2025): Style("utf-8", "alias"),
    ("activities", 2023): Style("gb18030", months="chinese"),
    ("activities", 2024): Style("utf-8-sig", "code"),
    ("activities", 2025): Style("xlsx", months="chinese", title="示范县{month}基层工作统计表"),
}
WITH_TOTAL = (("activities", date(2025, 3, 1)), ("activities", date(2025, 6, 1)))
# days after the end of the month; all else comes on the 2nd to the 5th
LATE = {
    ("petitions", date(2023, 2, 1)): 8,
    ("incidents", date(2023, 10, 1)): 12,
    ("hazards", date(2024, 3, 1)): 9,
    ("activities", date(2024, 9, 1)): 7,
    ("activities", date(2025, 4, 1)): 7,
    ("hazards", date(2025, 10, 1)): 6,
}


def write_files(folder: Path) -> list[DemoFile]:
    """Write every file of the three years under `folder`, in the order in which they were received."""
    files = [
        write_file(folder, export, month, rows)
        for export, (_, rows_by_month) in EXPORTS.items()
        for month, rows in sorted(rows_by_month().items())
    ]
    return sorted(files, key=lambda file: file.received)


def write_file(folder: Path, export: str, month: date, rows: list[Row]) -> DemoFile:
    """Write one file."""
    is_register = export in ("townships", "targets")
    style = Style("xlsx", dates="cells") if is_register else STYLES[export, month.year]
    rows = with_mistakes(export, month, rows)
    if (export, month) in WITH_TOTAL:
        rows = [*rows, total_row(rows)]
    when = f"{month.year}年" if is_register else f"{month.year}年{month.month:02d}月"
    path = folder / str(month.year) / f"{EXPORTS[export][0]}_{when}{style.suffix}"
    write_sheet(path, rows, style, month)
    covered = None if is_register else covers(export, month)
    return DemoFile(path, export, month, covered, received_on(export, month))


def received_on(export: str, month: date) -> date:
    """The registers come in the first days of the year, the reports in those of the next month."""
    if export in ("townships", "targets"):
        return month + timedelta(days=list(EXPORTS).index(export))
    usual = 2 + (month.month + list(EXPORTS).index(export)) % 4
    return month_end(month) + timedelta(days=LATE.get((export, month), usual))
