"""Tables as CSV. A spreadsheet must never run what somebody typed into an export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from data.formula_text import safe_cell


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV that spreadsheets open in the right encoding; what looks like a formula is quoted with `'`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
