"""管理: who may sign in and do what, what was done, what stands above the pages, what the store takes up."""

import streamlit as st

from charts.markup import tag
from data.grants import ADMIN
from data.language import say
from pages.shared.admin import TABS
from pages.shared.cached_reads import the_store
from pages.shared.filters import choose


def show_page() -> None:
    store = the_store()
    store.grant.refuse_unless(ADMIN)
    hint = say("只有管理员能打开这一页；做过的事都记在留痕里。")
    st.html(tag("div", tag("h1", say("管理")), tag("span", hint), class_="page-head"))
    titles = {name: say(tab.TITLE) for name, tab in TABS.items()}
    TABS[choose("tab", say("事项"), titles, style="tabs")].show(store)


show_page()
