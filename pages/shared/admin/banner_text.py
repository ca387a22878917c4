"""公告: a sentence that everybody sees above every page."""

from __future__ import annotations

import streamlit as st

from charts.markup import tag
from data.banner import LONGEST, banner, set_banner
from data.language import say
from data.refusal import Refused
from data.store import Store

TITLE = "公告"


def show(store: Store) -> None:
    """What stands there now, and a form to say something else."""
    now = banner(store)
    st.html(tag("p", say("显示在每一页顶上，所有人都能看到。清空后保存就不再显示。"), class_="note"))
    with st.form("banner", border=False):
        text = st.text_area(say("公告"), value=now.text if now else "", max_chars=LONGEST, height=90)
        english = st.text_area(
            say("英文（可不填）"), value=now.english if now else "", max_chars=LONGEST, height=90
        )
        if st.form_submit_button(say("保存"), type="primary"):
            _save(store, text, english)
    if now:
        st.html(tag("p", say("{by}，{at}", by=now.by or "—", at=f"{now.at:%Y-%m-%d %H:%M}"), class_="note"))


def _save(store: Store, text: str, english: str) -> None:
    try:
        set_banner(store, text, english)
    except Refused as refusal:
        st.error(str(refusal))
        return
    st.rerun()
