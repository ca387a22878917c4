"""What a page shows when there is nothing to show: what is missing and what to do next."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from charts.markup import Html, link, tag
from data.language import say
from pages.shared.address import href
from pages.shared.view import show_html


def stop_at_empty_store(has_register: bool = False) -> NoReturn:
    """No month was ever published: say how to begin, and end the run. `has_register`: the townships were."""
    title, hint = say("还没有数据"), say("发布第一批导出文件之后，这里就会有指标。")
    if has_register:
        hint = say("乡镇名录有了，还没有一个月的报表；发布第一批之后，这里就会有指标。")
    button = link(href("upload"), say("去报送"), class_="action")
    # not with the markup of the page: its run ends here
    st.html(_box(title, hint, button))
    st.stop()


def show_empty_state(title: str, hint: str = "") -> None:
    """A quiet box: what is missing, and why."""
    show_html(_box(title, hint))


def _box(title: str, hint: str, *action: Html) -> Html:
    return tag("div", tag("b", title), tag("p", hint), *action, class_="empty")
