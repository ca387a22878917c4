"""零报告: a township in which nothing happened says so with one click, for zero is not missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from charts.text import month_text
from data.export_format import Export
from data.forms import form_csv
from data.language import say
from data.refusal import Refused
from data.store import Store
from metrics import publication
from metrics.publication import FileToCheck, Options
from pages.shared.upload.due import DueExport
from pages.shared.upload.publishing import remember_published


def offer_zero_report(
    store: Store, month: date, due: Sequence[DueExport], exports: Mapping[str, Export]
) -> None:
    """A select of what may be missing because nothing happened, and a button that reports it as zero.

    Only exports whose rows are cases: a survey or a plan that is not in is missing, never zero.
    """
    missing = _may_be_zero(due, exports)
    if not missing:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="zero-report"):
        chosen = st.selectbox(
            say("零报告（这个月一件也没有）"),
            list(missing),
            format_func=lambda code: missing.get(code, code),
            key="zero-report-of",
            width=260,
        )
        if st.button(say("报零"), key="report-zero") and chosen:
            export, _, code = chosen.partition("|")
            _report_zero(store, exports[export], month, code, missing[chosen])


def _may_be_zero(due: Sequence[DueExport], exports: Mapping[str, Export]) -> dict[str, str]:
    """ "export|township" → the words of the choice."""
    return {
        f"{each.export}|{code}": say("{township}：{export}", township=name, export=each.name)
        for each in due
        if exports[each.export].id_column
        for code, name in each.missing
    }


def _report_zero(store: Store, export: Export, month: date, township: str, title: str) -> None:
    name = say("零报告-{title}-{month}.csv", title=title, month=month_text(month))
    file = FileToCheck(name, form_csv(export), export.id, month, None, township)
    by = str(st.session_state.get("upload-by", "")).strip()
    try:
        with st.spinner(say("正在发布…")):
            done = publication.publish(store, [file], Options(by))
    except Refused as refusal:
        st.error(str(refusal))
        return
    if done.refused:
        st.error("；".join(each.expected for each in done.results[0].checked.errors))
        return
    remember_published(done, ())
    st.rerun()
