"""零报告: a township in which nothing happened says so with one click, for zero is not missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from charts.text import month_text
from data.export_format import Export
from data.forms import form_csv
from data.language import say
from data.refusal import Refused
from data.reports_due import DueCell, DueMonth
from data.store import Store
from metrics import publication
from metrics.publication import FileToCheck, Options
from pages.shared.upload.publishing import remember_published
from pages.shared.who import by_here


def offer_zero(store: Store, cell: DueCell, export: Export, township: str) -> None:
    """The button of one township's line."""
    label = say("零报告（一件也没有）")
    if st.button(label, key=f"zero-{export.id}", help=say("本月没有发生，直接按零报送，可随时撤回")):
        name = say("{township}：{export}", township=township, export=export.name)
        _report_zero(store, export, cell.month, cell.township, name)


def offer_zero_report(store: Store, found: DueMonth, exports: Mapping[str, Export]) -> None:
    """For the county's staff: a select of what may be missing because nothing happened, and a button.

    Only exports whose rows are cases: a survey or a plan that is not in is missing, never zero.
    """
    missing = _may_be_zero(found)
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
            _report_zero(store, exports[export], found.month, code, missing[chosen])


def _may_be_zero(found: DueMonth) -> dict[str, str]:
    """ "export|township" → the words of the choice."""
    names = {each.code: each.name for each in found.townships}
    titles = {each.id: each for each in found.exports if each.id_column}
    return {
        f"{cell.export}|{cell.township}": say(
            "{township}：{export}", township=names[cell.township], export=titles[cell.export].name
        )
        for cell in sorted(found.not_in(), key=lambda cell: list(exports_in(found)).index(cell.export))
        if cell.export in titles
    }


def exports_in(found: DueMonth) -> list[str]:
    """The ids of what is due, in order."""
    return [each.id for each in found.exports]


def _report_zero(store: Store, export: Export, month: date, township: str, title: str) -> None:
    name = say("零报告-{title}-{month}.csv", title=title, month=month_text(month))
    file = FileToCheck(name, form_csv(export), export.id, month, None, township)
    try:
        with st.spinner(say("正在发布…")):
            done = publication.publish(store, [file], Options(by_here()))
    except Refused as refusal:
        st.error(str(refusal))
        return
    if done.refused:
        st.error(say("；").join(each.expected for each in done.results[0].checked.errors))
        return
    remember_published(done, ())
    st.rerun()
