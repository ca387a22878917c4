"""Files to take away. A spreadsheet must never run what somebody typed into an export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import streamlit as st

from data.formula_text import safe_cell


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV that spreadsheets open in the right encoding; what looks like a formula is quoted with `'`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def offer_csv(
    label: str, header: Sequence[str], rows: Sequence[Sequence[object]], file_name: str, *, key: str
) -> None:
    """A download button; the file is made when it is asked for."""
    st.download_button(
        label,
        lambda: csv_bytes(header, rows),
        file_name=file_name,
        mime="text/csv",
        key=key,
        on_click="ignore",
    )
