"""The words of a file that are in none of the open lists."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.findings import Checked

UNLISTED_RULE = "unlisted_value"


def unlisted_values(checked: Checked) -> dict[str, dict[str, int]]:
    """List → value not in it → rows, the most frequent first; as the report shows them, without persons."""
    counted: dict[str, Counter[str]] = {}
    columns = checked.export.columns if checked.export else {}
    for finding in checked.warnings:
        column = columns.get(finding.column_id)
        if finding.rule == UNLISTED_RULE and column and column.list_name and finding.found:
            counted.setdefault(column.list_name, Counter())[finding.found] += 1
    return {name: dict(values.most_common()) for name, values in counted.items()}
