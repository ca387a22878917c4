"""A small county at its door: three townships, a day on which files come, and a short way to check a text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from data.checks import CheckContext, Checked, Finding, check_file
from data.export_format import load_exports, load_lists
from data.township_register import Register, Township

RECEIVED = date(2026, 2, 3)
REGISTER = Register(
    (
        Township("101", "望江镇", ("望江镇人民政府",)),
        Township("102", "石桥镇"),
        Township("3", "柳林乡", valid_to=date(2025, 12, 31)),
    )
)
CASES = "办件编号,乡镇,登记日期,应办结日期\n"
GOOD = "A1,望江镇,2026-01-05,2026-02-01"
WIDE = CASES.strip() + ",诉求渠道,问题类别,办结日期,办理结果,初重件,原办件编号,是否积案,满意度\n"


def context(**options: Any) -> CheckContext:
    """A context of the small county; anything of it may be given."""
    given: dict[str, Any] = {
        "exports": load_exports(),
        "register": REGISTER,
        "received": RECEIVED,
        "lists": load_lists(),
    }
    return CheckContext(**(given | options))


def checked(content: str | bytes, name: str = "报表.csv", **options: Any) -> Checked:
    """Check a file given by its text."""
    return check_file(content.encode() if isinstance(content, str) else content, name, context(**options))


def cases(*rows: str, **options: Any) -> Checked:
    """Check petitions with the columns of CASES."""
    return checked(CASES + "\n".join(rows) + "\n", **options)


def wide(*rows: str, **options: Any) -> Checked:
    """Check petitions with the columns of WIDE."""
    return checked(WIDE + "\n".join(rows), **options)


def rules(findings: Collection[Finding]) -> list[str]:
    """The rules that were broken, in the order of the report."""
    return [finding.rule for finding in findings]


def values(answer: Checked, column: str) -> list:
    """One column of the accepted rows."""
    assert answer.rows is not None
    return answer.rows.column(column).to_pylist()


def knows(ids: Mapping[str, str]) -> Any:
    """A store in which these ids live in these townships."""
    return lambda export, wanted: {each: ids[each] for each in wanted if each in ids}
