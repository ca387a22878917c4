"""What a check said of a file, as the catalogue keeps it after publication: counts, and few words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from data.catalogue_records import FindingRow

if TYPE_CHECKING:
    from data.findings import Checked, Finding

# rules that set two figures beside each other: without the figures nobody could ask about them. What other
# rules quote is a cell of the file, which is not kept
COMPARING = frozenset(
    {
        *("total_differs", "parts_differ", "stock_differs", "unusual_volume"),
        *("imported_again", "same_rows", "months_not_reported"),
    }
)


def findings_to_keep(upload: int, checked: Checked) -> list[FindingRow]:
    """One row per rule and column, refusals first, in the order in which they were found."""
    return [
        *_counted(upload, checked.errors, is_error=True),
        *_counted(upload, checked.warnings, is_error=False),
    ]


def _counted(upload: int, findings: Iterable[Finding], *, is_error: bool) -> list[FindingRow]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.column_id), []).append(finding)
    return [_row(upload, found, is_error) for found in groups.values()]


def _row(upload: int, found: list[Finding], is_error: bool) -> FindingRow:
    first = found[0]
    said = (first.found, first.expected) if first.rule in COMPARING else ("", "")
    return FindingRow(
        upload, first.rule, first.column_id, first.column, is_error, len(found), first.row, *said
    )
