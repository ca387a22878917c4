"""A handful of rows of early 2023 that the door refuses, so that the quality page has something to tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from data.demo.sheets import Cell, Row

# (export, month) → what makes copies of the file's last row wrong; each copy has an id of its own
MISTAKES: dict[tuple[str, date], tuple[Mapping[str, Cell], ...]] = {
    ("petitions", date(2023, 2, 1)): ({"办件编号": "SF20230228901", "乡镇": "沙弯河镇"},),
    ("petitions", date(2023, 3, 1)): (
        {"办件编号": "SF20230331901", "诉求渠道": "短信"},
        {"办件编号": "SF20230331902", "办结日期": date(2023, 1, 5), "办理结果": "已解决"},
    ),
    ("hazards", date(2023, 3, 1)): ({"隐患编号": "YH202303-99001", "排查日期": "2023-02-30"},),
    ("incidents", date(2023, 1, 1)): ({"事件编号": "AJ2023-90001", "死亡人数": -1},),
    ("activities", date(2023, 2, 1)): (
        {"乡镇": "999901001", "工作项目": "治安巡防", "已完成": 150, "应完成": 137},
    ),
}


def with_mistakes(export: str, month: date, rows: list[Row]) -> list[Row]:
    """The rows of a file and, after them, its wrong ones."""
    return rows + [{**rows[-1], **wrong} for wrong in MISTAKES.get((export, month), ())]
