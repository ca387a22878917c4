"""The first rows of a file as they would be read: declared columns only, in words a person can compare."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.asking.likely_words import FALSE, TRUE, value_name
from data.cell_text import shown
from data.export_parts import Column
from data.findings import Checked
from data.township_register import Register

ROWS = 5
LONGEST = 24
NOTHING = "—"


@dataclass(frozen=True)
class Preview:
    """`names`: of the columns; `rows`: (number of the row in the file, one text per column)."""

    names: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()


def preview_of(trial: Checked, column_ids: Collection[str], register: Register) -> Preview:
    """The first accepted rows of a check; what the check blanked as personal is blank here too."""
    if trial.rows is None or trial.export is None:
        return Preview()
    columns = [column for column in trial.export.columns.values() if column.id in column_ids]
    first = trial.rows.sort_by("row").slice(0, ROWS).to_pylist()
    names = {township.code: township.name for township in register.townships}
    rows = tuple((row["row"], tuple(_text(row[c.id], c, names) for c in columns)) for row in first)
    return Preview(tuple(column.name for column in columns), rows)


def _text(value: Any, column: Column, townships: dict[str, str]) -> str:
    if value is None:
        return NOTHING
    if column.type == "township":
        return townships.get(value, value)
    if column.type == "boolean":
        return value_name(TRUE if value else FALSE, column)
    if column.type == "word":
        return value_name(value, column)
    if isinstance(value, date):
        return f"{value:%Y-%m}" if column.type == "month" else value.isoformat()
    return shown(str(value), LONGEST)
