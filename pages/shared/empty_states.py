"""What a page shows when there is nothing to show: what is missing and what to do next."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from charts.markup import link, tag
from data.language import say
from pages.shared.address import href
from pages.shared.view import show_html


def stop_at_empty_store() -> NoReturn:
    """Nothing was ever published: say how to begin, and end the run."""
    show_empty_state(
        say("还没有数据"),
        say("发布第一批导出文件之后，这里就会有指标。"),
        address=href("upload"),
        action=say("去报送"),
    )
    st.stop()


def show_empty_state(title: str, hint: str = "", *, address: str = "", action: str = "") -> None:
    """A quiet box: what is missing, why, and one thing to do about it."""
    button = link(address, action, class_="action") if address else ""
    show_html(tag("div", tag("b", title), tag("p", hint), button, class_="empty"))
