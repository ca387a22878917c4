"""指标说明: every indicator, what it is for and how it is counted, from the files that compute it."""

from __future__ import annotations

import streamlit as st

from charts.markup import tag
from data.language import say
from metrics.indicator import domain_name
from pages.shared.address import in_address, put_in_address
from pages.shared.definition_list import (
    chosen_definitions,
    definitions_html,
    offer_definitions,
    the_definitions,
)
from pages.shared.empty_states import show_empty_state
from pages.shared.filters import choose


def show_page() -> None:
    catalogue = the_definitions()
    hint = say("{n}项。页面由指标文件生成：文件怎么写，数字就怎么算。", n=len(catalogue))
    st.html(tag("div", tag("h1", say("指标说明")), tag("span", hint), class_="page-head"))
    with st.container(horizontal=True, vertical_alignment="center", key="definition-controls"):
        words = choose_words()
        domains = {"": say("全部领域")} | {each.domain: domain_name(each.domain) for each in catalogue}
        domain = choose("domain", say("领域"), domains)
        shown = chosen_definitions(catalogue, words, domain)
        offer_definitions(shown)
    if shown:
        st.html(definitions_html(words, domain))
    else:
        show_empty_state(say("没有符合的指标"), say("换一个词，或者选择全部领域。"))


def choose_words() -> str:
    """The search field; its text is in the address."""
    st.session_state["search"] = in_address("q")
    return st.text_input(
        say("查找指标"),
        key="search",
        placeholder=say("按名称、用途或标识查找"),
        label_visibility="collapsed",
        width=280,
        on_change=lambda: put_in_address(q=st.session_state["search"].strip()),
    )


show_page()
