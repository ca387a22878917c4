"""What a figure may be split by, in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence

from data.language import say

FIRST = ("category", "channel", "handled_by", "assigned_by")


def in_order(dimensions: Sequence[str]) -> list[str]:
    """What people ask for first, then the rest by name."""
    return sorted(dimensions, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))


def dimension_words(dimension: str) -> str:
    """The name of a breakdown; a county's own column is its own name."""
    names = {
        "category": say("问题类别"),
        "channel": say("诉求渠道"),
        "assigned_by": say("交办层级"),
        "handled_by": say("承办单位"),
        "kind": say("事件类型"),
        "domain": say("隐患领域"),
        "severity": say("隐患等级"),
        "item": say("工作项目"),
        "question": say("测评项目"),
        "export": say("导出文件"),
    }
    return names.get(dimension, dimension)
