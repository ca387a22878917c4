"""The form to acknowledge an alert: a note, the day to look again, and who writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from charts.markup import tag
from data.acknowledging import LONGEST_BY, LONGEST_NOTE, AlertKey, acknowledge
from data.clock import today
from data.grants import UPLOADER
from data.language import say
from data.refusal import Refused
from data.store import Store
from pages.shared.address import in_address, put_in_address
from pages.shared.alert_reads import ANSWER
from pages.shared.branch import as_kept
from pages.shared.fragments import speaking_as_chosen

LOOK_AGAIN_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Answerable:
    """What can be acknowledged on the page: its name, the newest month it speaks of, why, and its title."""

    key: AlertKey
    month: date
    reasons: tuple[str, ...]
    title: str


def ask_in_address(store: Store, shown: Sequence[Answerable]) -> None:
    """Open the form that the address names, where the page shows that alert."""
    asked = next((each for each in shown if "|".join(each.key) == in_address(ANSWER)), None)
    if asked and store.grant.may(UPLOADER):
        dialog = st.dialog(say("知悉这项预警"), on_dismiss=_close)
        dialog(speaking_as_chosen(_show_form))(store, asked)


def _close() -> None:
    put_in_address(**{ANSWER: ""})


def _show_form(store: Store, asked: Answerable) -> None:
    st.html(tag("p", tag("b", asked.title)))
    hint = say("写明怎么办、谁去办（写科室，不写人名）。以后再出现新情况，或到了再看日期，这项预警会回来。")
    st.html(tag("p", hint, class_="note"))
    with st.form("answer", border=False):
        note = st.text_area(say("说明"), max_chars=LONGEST_NOTE, height=90)
        until = st.date_input(say("再看日期"), value=today() + LOOK_AGAIN_AFTER, min_value=today())
        # who has signed in need not say who it is
        account = store.grant.account
        by = account or st.text_input(say("经办科室或岗位"), max_chars=LONGEST_BY)
        if st.form_submit_button(say("知悉"), type="primary"):
            _write(store, asked, note, until if isinstance(until, date) else None, by)


def _write(store: Store, asked: Answerable, note: str, until: date | None, by: str) -> None:
    try:
        acknowledge(store, as_kept(store, asked.key), asked.month, asked.reasons, note, until, by)
    except Refused as refusal:
        st.error(str(refusal))
        return
    _close()
    st.rerun()
