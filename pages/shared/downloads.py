"""Files to take away. A spreadsheet must never run what somebody typed into an export."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from reports.table_file import csv_bytes

__all__ = ["csv_bytes", "offer_csv"]


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
