"""What is due and what is in, for the newest month; and the forms to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from charts.markup import Html, tag
from charts.text import month_text
from data.export_format import Export
from data.forms import Lists, form_xlsx
from data.language import language, say, speaking
from metrics.mart_reader import Mart
from pages.shared.cached_reads import submissions
from pages.shared.figures import townships
from pages.shared.html_tables import Column, plain_table

if TYPE_CHECKING:
    from pandas import DataFrame

NAMES_SHOWN = 6


@dataclass(frozen=True)
class DueExport:
    """One export in one month: how many townships owe it, how many have sent it, who has not (code, name)."""

    export: str
    name: str
    expected: int
    covered: int
    on_time: int
    missing: tuple[tuple[str, str], ...]


def due_in(mart: Mart, month: date, exports: Mapping[str, Export]) -> list[DueExport]:
    """What is due in `month` and what is in."""
    return due_exports(submissions(mart, f"{month:%Y-%m}"), exports, townships(mart))


def show_due(month: date, due: Sequence[DueExport]) -> None:
    """A table, a row per export that is due in `month`."""
    title = tag("h2", say("{month}报送情况", month=month_text(month)), class_="section")
    if not due:
        st.html(tag("div", title, tag("p", say("这个月没有应报的报表。"), class_="note")))
        return
    columns = (
        Column(say("报表"), lambda each: each.name, "short"),
        Column(say("已报/应报"), lambda each: f"{each.covered}/{each.expected}", "number"),
        Column(say("按时"), lambda each: each.on_time, "number"),
        Column(say("未报"), _missing),
    )
    st.html(tag("div", title, plain_table(columns, due)))


def due_exports(sent: DataFrame, exports: Mapping[str, Export], names: Mapping[str, str]) -> list[DueExport]:
    """The exports that somebody owes, in their own order. `sent`: a row per township × export."""
    owed = sent[sent["is_expected"] & sent["township"].notna()]
    found = []
    for export, rows in ((str(key), group) for key, group in owed.groupby("export", sort=False)):
        absent = rows.loc[~rows["is_covered"], "township"]
        missing = tuple((str(code), names.get(code, code)) for code in absent)
        title = exports[export].name if export in exports else export
        on_time = int((rows["is_covered"] & rows["is_on_time"].fillna(False).astype(bool)).sum())
        found.append(DueExport(export, title, len(rows), int(rows["is_covered"].sum()), on_time, missing))
    return found


def _missing(due: DueExport) -> Html | str:
    if not due.missing:
        return tag("span", say("齐了"), class_="note")
    shown = say("、").join(name for _, name in due.missing[:NAMES_SHOWN])
    more = len(due.missing) - NAMES_SHOWN
    return shown + (say("等{n}个", n=len(due.missing)) if more > 0 else "")


def offer_forms(exports: Mapping[str, Export], choices: Callable[[], Lists]) -> None:
    """One button per export: an empty form with the right headings and drop-downs (`choices`, asked late)."""
    st.html(tag("h2", say("空白表格"), class_="section"))
    with st.container(horizontal=True, key="forms"):
        for export in exports.values():
            st.download_button(
                export.name,
                partial(_form, export, choices, language()),
                file_name=f"{export.name}.xlsx",
                key=f"form-{export.id}",
                on_click="ignore",
            )


def _form(export: Export, choices: Callable[[], Lists], spoken: str) -> bytes:
    # made when it is asked for, outside the run that knew the language
    with speaking(spoken):
        return form_xlsx(export, choices())
