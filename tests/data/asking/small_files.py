"""Files of a small county whose headings nobody has confirmed yet, and a short way to ask about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.asking.questions import Questions, Wishes, ask
from data.export_format import load_exports
from tests.data.door import context

HOTLINE = """群众诉求编号,反映人姓名,属地,登记时间,结案时间,办理情况,来源
PA-1,王小明,望江镇,2026-01-03,2026-01-09,已办结,网上信访
PA-2,李建国,石桥镇,2026-01-04,,在办,来电
PA-3,张丽华,望江镇,2026-01-05,2026-01-29,化解,走访
"""


def asked(
    text: str, folder: Path, name: str = "报表.csv", wishes: Wishes | None = None, **options: Any
) -> Questions:
    """The questions about a file given by its text, in the store at `folder`."""
    given = {"exports": load_exports(folder), **options}
    found = ask(text.encode(), "报表.csv", context(**given), folder, wishes or Wishes())
    assert found is not None
    return found


def proposed(text: str, folder: Path, **options: Any) -> dict[str, str]:
    """Column id → the heading that is proposed for it."""
    return {each.column.id: each.heading for each in asked(text, folder, **options).columns if each.heading}


def reasons(found: Questions, column: str) -> tuple[str, ...]:
    """Why a heading is proposed for a column."""
    return next(each.reasons for each in found.columns if each.column.id == column)
