"""Who reads this page, and what they may do: asked anew at every run.

    grant = the_grant()
    store = the_store()              # cached_reads.py: the store in the hands of this reader

A role that was taken away holds no longer at the next click, whatever stands on the screen.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime import Runtime

from access.identity import HEADER, grant_of
from charts.markup import Html, tag
from data.grants import AT_THIS_MACHINE, VIEWER, Grant
from data.language import say
from data.sign_in_settings import THIS_MACHINE
from data.store import Store

GRANT = "reader-grant"


def the_grant(store: Store) -> Grant:
    """What the reader may do with `store`; without a server in between, whoever runs the page is here."""
    header = _header()
    if header is None and not is_served() and store.settings.signing_in.way == THIS_MACHINE:
        return AT_THIS_MACHINE
    return grant_of(header, store)


def _header() -> str | None:
    found = st.context.headers.get(HEADER)
    return found if isinstance(found, str) else None


def is_served() -> bool:
    """Whether a real server runs this script, and not a test or a program that imports it."""
    return type(Runtime._instance) is Runtime


def stop_unless_signed_in(store: Store) -> Grant:
    """The grant; where there is none, a sentence with the way to sign in, and the run ends."""
    grant = the_grant(store)
    if not grant.may(VIEWER):
        st.html(_why_nothing(grant))
        st.stop()
    return grant


def _why_nothing(grant: Grant) -> Html:
    if grant.account:
        what_to_do = say("您的账号负责的地区已不在名录里，请管理员在“管理”页改账号的范围。")
        return tag("div", tag("b", grant.account), tag("p", what_to_do), class_="empty")
    way = tag("a", say("登录"), href="/sign-in")
    return tag("div", tag("b", say("您已退出登录")), tag("p", way), class_="empty")


def begin_run(store: Store) -> Grant:
    """The grant of a run of the whole page; what was kept for a reader who might do more is thrown away."""
    grant = stop_unless_signed_in(store)
    if st.session_state.get(GRANT, grant) != grant:
        st.session_state.clear()
    st.session_state[GRANT] = grant
    return grant


def begin_part(store: Store) -> None:
    """A dialog or fragment runs without the frame, with what the last run gave it: it asks again who reads.

    Where that has changed, the whole page runs anew.
    """
    if stop_unless_signed_in(store) != st.session_state.get(GRANT):
        st.rerun()
