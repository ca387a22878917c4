"""哪里不对: every part of the server, whether it is well, and what to do where it is not."""

from __future__ import annotations

import streamlit as st

from access.what_is_wrong import Condition, what_is_wrong
from charts.markup import Html, tag
from data.language import say
from data.store import Store
from pages.shared.html_tables import Column, plain_table

TITLE = "哪里不对"


def show(store: Store) -> None:
    """One line for each part; the same as `manage.py doctor` says."""
    found = what_is_wrong(store)
    wrong = sum(not each.is_well for each in found)
    told = say("有{n}项要处理。", n=wrong) if wrong else say("都正常。")
    st.html(tag("p", tag("b", told), class_="lead"))
    columns = (
        Column(say("项目"), lambda each: each.name, "short"),
        Column(say("状态"), _state, "short"),
        Column(say("查到的"), lambda each: each.found),
        Column(say("怎么办"), lambda each: each.to_do),
    )
    st.html(plain_table(columns, found))
    st.html(
        tag("p", say("命令 manage.py doctor 说的相同；运行指标和日志见docs/operating.md。"), class_="note")
    )


def _state(each: Condition) -> Html:
    return tag("span", say("没问题")) if each.is_well else tag("b", say("不对"))
