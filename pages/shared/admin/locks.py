"""锁定: a month that is final; what an admin changes in it afterwards is marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from charts.markup import tag
from charts.text import month_text
from data.catalogue_records import Lock
from data.language import say
from data.store import Store
from metrics.month_locks import lock, unlock
from pages.shared.admin.notices import do, show_notice
from pages.shared.html_tables import Column, plain_table
from pages.shared.who import by_here

TITLE = "月份锁定"


def show(store: Store) -> None:
    """Lock a month, open one again, and what is locked by whom since when."""
    show_notice()
    hint = say("锁定后，谁也不能再往这个月发布或从中撤回；管理员确需更正的，页面上会注明“锁定后修订”。")
    st.html(tag("p", hint, class_="note"))
    locks = store.catalogue.locks()
    _offer_lock(store, [each for each in _months(store) if each not in store.locked_months()])
    _show_locks(store, locks)


def _offer_lock(store: Store, months: Sequence[date]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="lock-month"):
        month = st.selectbox(
            say("月份"), months, format_func=month_text, key="month-to-lock", width=200, placeholder="—"
        )
        if st.button(say("锁定"), key="lock", type="primary", disabled=month is None) and month:
            do(lambda: lock(store, month, by_here()), say("{month}已锁定。", month=month_text(month)))


def _show_locks(store: Store, locks: Sequence[Lock]) -> None:
    if not locks:
        st.html(tag("p", say("还没有锁定的月份。"), class_="note"))
        return
    columns = (
        Column(say("月份"), lambda each: month_text(each.month), "short"),
        Column(say("锁定人"), lambda each: each.by or "—", "short"),
        Column(say("时间"), lambda each: f"{each.at:%Y-%m-%d %H:%M}", "short"),
    )
    st.html(plain_table(columns, sorted(locks, key=lambda each: each.month, reverse=True)))
    with st.container(horizontal=True, vertical_alignment="bottom", key="unlock-month"):
        months = [each.month for each in reversed(locks)]
        month = st.selectbox(
            say("要解除的月份"), months, format_func=month_text, key="month-to-unlock", width=200
        )
        if st.button(say("解除"), key="unlock") and month:
            do(lambda: unlock(store, month, by_here()), say("{month}已解除锁定。", month=month_text(month)))


def _months(store: Store) -> list[date]:
    """The months that somebody has reported, newest first."""
    found = {row.month for row in store.live().coverage if row.township}
    return sorted(found, reverse=True)
