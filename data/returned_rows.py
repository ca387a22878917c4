"""The refused rows of a file, in its own layout, for whoever has to mend them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.cell_text import normalised

# the last column of what is handed back; when it comes in again it is known and left out without a word
REASON = "退回原因"
REASON_ENGLISH = "Reason for return"
REASON_HEADINGS = frozenset(map(normalised, (REASON, REASON_ENGLISH)))


@dataclass(frozen=True)
class ReturnedRows:
    """Declared columns only, in the order of the file; personal values are blank.

    headings: one per column, as the file has them. numbers: the record number of each row in the file.
    rows: the texts of each row. notes: (place of the row, place of the column) → what was expected there.
    reasons: one text per row.
    """

    headings: tuple[str, ...]
    numbers: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    notes: Mapping[tuple[int, int], str] = field(repr=False)
    reasons: tuple[str, ...] = field(repr=False)
