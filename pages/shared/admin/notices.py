"""One sentence on what was done, said once on the next run."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data.refusal import Refused

NOTICE = "admin-notice"


def show_notice() -> None:
    """Say what the last click did."""
    text = st.session_state.pop(NOTICE, "")
    if text:
        st.success(text)


def do(work: Callable[[], object], said: str) -> None:
    """Do it and begin a new run that says so; a refusal is shown where the person is."""
    try:
        work()
    except Refused as refusal:
        st.error(str(refusal))
        return
    st.session_state[NOTICE] = said
    st.rerun()
