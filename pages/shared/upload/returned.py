"""Refused rows to take away, mend and upload again."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data.findings import Checked
from data.language import language, say, speaking
from data.returned_file import returned_csv, returned_xlsx
from data.returned_rows import ReturnedRows

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_returned_rows(checked: Checked, key: str) -> None:
    """A button for the workbook with the cells marked; for a CSV file one for CSV too."""
    returned = checked.returned
    if returned is None:
        return
    count = len(returned.rows)
    title = say("下载退回的{n}行（XLSX，标出要改的格子）", n=count)
    _offer(title, checked, returned, returned_xlsx, "xlsx", WORKBOOK, key)
    if checked.encoding not in ("xlsx", "xls"):
        _offer(
            say("下载退回的{n}行（CSV）", n=count), checked, returned, returned_csv, "csv", "text/csv", key
        )


def _offer(
    title: str,
    checked: Checked,
    returned: ReturnedRows,
    make: Callable[[ReturnedRows], bytes],
    suffix: str,
    mime: str,
    key: str,
) -> None:
    spoken = language()

    def content() -> bytes:
        # made when it is asked for, outside the run that knew the language
        with speaking(spoken):
            return make(returned)

    name = say("退回的行-{file}.{suffix}", file=checked.file.rsplit(".", 1)[0], suffix=suffix)
    st.download_button(
        title, content, file_name=name, mime=mime, key=f"returned-{suffix}-{key}", on_click="ignore"
    )
