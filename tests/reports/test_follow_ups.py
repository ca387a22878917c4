"""What the data ask for, on the last slide of a meeting."""

from __future__ import annotations

from pathlib import Path

from reports.papers import facts_of
from reports.slides_actions import actions_slide
from reports.story import Table
from tests.store_builder import new_store

HEADINGS = "隐患编号,乡镇,排查日期,整改期限\n"


def hazards_of(month: int) -> str:
    """One hazard of each township, due in its month and never put right."""
    rows = ((township, f"2025-{month:02d}") for township in ("甲镇", "乙乡"))
    return HEADINGS + "".join(f"{name}{day},{name},{day}-02,{day}-12\n" for name, day in rows)


def test_a_county_that_reports_hazards_alone_is_asked_for_those_that_stay_overdue(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store", *(hazards_of(month) for month in range(1, 7)))
    with facts_of(store, "2025-06") as facts:
        slide = actions_slide(facts, ())
    assert slide.title == "按数据有2件事要跟进"
    assert isinstance(slide.exhibit, Table)
    asked = "报清单和完成日期：超期未整改隐患6处"
    assert {*slide.exhibit.rows} == {(asked, name, "已连续5个月增加") for name in ("甲镇", "乙乡")}
