"""乡镇名录: new names, mergers and other facts over time; history stays comparable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from charts.markup import tag
from data.clock import today
from data.export_format import Export, load_exports
from data.language import say
from data.live_register import REGISTER_EXPORT, live_register
from data.store import Store
from data.township_register import Township
from metrics.register_changes import change, merge, register_row, rename
from pages.shared.admin.notices import do, show_notice
from pages.shared.html_tables import Column, plain_table
from pages.shared.who import by_here

TITLE = "乡镇名录"


def show(store: Store) -> None:
    """The register as it stands, and the three ways in which it changes."""
    show_notice()
    townships = live_register(store.live()).townships
    if not townships:
        st.info(say("还没有乡镇名录，请先在“报送”里选县或上传名录。"))
        return
    names = {each.code: each.name for each in townships}
    renaming, merging, editing = st.tabs([say("改名"), say("撤并"), say("其他信息")])
    with renaming:
        _offer_rename(store, names)
    with merging:
        _offer_merger(store, names)
    with editing:
        _offer_grid(store, townships)
    _show_register(townships, names)


def _show_register(townships: tuple[Township, ...], names: Mapping[str, str]) -> None:
    columns = (
        Column(say("代码"), lambda each: each.code, "short"),
        Column(say("乡镇"), lambda each: each.name, "short"),
        Column(
            say("常住人口"), lambda each: "—" if each.population is None else f"{each.population:,}", "number"
        ),
        Column(say("曾用名"), lambda each: say("、").join(each.former_names) or "—"),
        Column(say("有效起"), lambda each: each.valid_from or "—", "short"),
        Column(say("有效止"), lambda each: each.valid_to or "—", "short"),
        Column(say("并入"), lambda each: names.get(each.merged_into or "", each.merged_into or "—"), "short"),
    )
    st.html(plain_table(columns, townships))


def _offer_rename(store: Store, names: Mapping[str, str]) -> None:
    hint = say("代码不变，只是换了名称：旧名称一直认得，历史数据不变。")
    with st.form("rename", border=False):
        st.html(tag("p", hint, class_="note"))
        first, second, third = st.columns(3)
        code = _select(first, say("乡镇"), names)
        name = second.text_input(say("新名称"), max_chars=40)
        since = third.date_input(say("从哪天起"), value=today())
        if st.form_submit_button(say("改名"), type="primary") and isinstance(since, date):
            said = say("{old}已改名为{new}。", old=names[code], new=name)
            do(partial(rename, store, code, name, since, by_here()), said)


def _offer_merger(store: Store, names: Mapping[str, str]) -> None:
    hint = say(
        "撤并前的数据仍在原乡镇名下；此后写旧名称或旧代码的，都记入并入的乡镇，与以前比较时按同样的范围。"
        "并入后的常住人口请在“其他信息”里改。"
    )
    with st.form("merge", border=False):
        st.html(tag("p", hint, class_="note"))
        first, second, third = st.columns(3)
        code = _select(first, say("撤并的乡镇"), names)
        into = _select(second, say("并入"), names)
        last = third.date_input(say("并入前的最后一天"), value=today())
        if st.form_submit_button(say("撤并"), type="primary") and isinstance(last, date):
            said = say("{old}自{day}后并入{new}。", old=names[code], day=last, new=names[into])
            do(partial(merge, store, code, into, last, by_here()), said)


def _select(place: st.delta_generator.DeltaGenerator, label: str, names: Mapping[str, str]) -> str:
    chosen = place.selectbox(label, list(names), format_func=lambda code: names[code], filter_mode="contains")
    return chosen or next(iter(names))


def _offer_grid(store: Store, townships: tuple[Township, ...]) -> None:
    import pandas as pd

    export = load_exports(store.folder)[REGISTER_EXPORT]
    before = [register_row(each, export) for each in townships]
    with st.form("register", border=False):
        since = st.date_input(say("从哪个月起"), value=today().replace(day=1))
        edited = st.data_editor(
            pd.DataFrame(before),
            hide_index=True,
            num_rows="dynamic",
            column_config=_headings(export),
            key="register-grid",
        )
        sent = st.form_submit_button(say("保存"), type="primary")
    if sent and isinstance(since, date):
        rows = changed_rows(before, edited.to_dict("records"))
        do(partial(change, store, rows, since, by_here()), say("名录已改{n}个乡镇。", n=len(rows)))


def _headings(export: Export) -> dict[str, Any]:
    return {name: st.column_config.TextColumn(column.name) for name, column in export.columns.items()}


def changed_rows(before: list[dict[str, str]], after: list[dict]) -> dict[str, dict[str, str]]:
    """Code → the cells of the rows that say something else now; a row without a code is left out."""
    known = {row["code"]: row for row in before}
    texts = [
        {key: "" if cell is None or cell != cell else str(cell).strip() for key, cell in row.items()}
        for row in after
    ]
    return {row["code"]: row for row in texts if row["code"] and known.get(row["code"]) != row}
