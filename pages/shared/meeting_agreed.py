"""The list of what meetings agreed on and nobody has finished, to tick off."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts.markup import tag
from data.language import say
from data.meeting_actions import set_done
from data.meeting_records import DECISION, Agreed
from data.store import Store
from pages.shared.view import show_html

SHOWN = 40


def show_agreed(store: Store, agreed: Sequence[Agreed]) -> None:
    """A box to tick beside each; the next meeting opens with all of them, done or not."""
    if not agreed and not _done_just_now():
        return
    hint = say("办结的打勾；下次会议先过一遍这些事。")
    show_html(tag("h2", say("议定事项"), tag("small", hint), class_="section"))
    for each in [*_done_just_now(), *agreed][:SHOWN]:
        st.checkbox(
            _words(each),
            value=each.done is not None,
            key=f"agreed-{each.id}",
            on_change=_change,
            args=(store, each),
        )


def _words(agreed: Agreed) -> str:
    kind = say("决定") if agreed.kind == DECISION else say("待办")
    due = say("{day}前", day=agreed.due.isoformat()) if agreed.due else ""
    # Streamlit reads Markdown in labels: what was written stays as it was written
    text = "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!~|:$<>" else sign for sign in agreed.text)
    return say("，").join(part for part in (f"{kind} · {text} — {agreed.office}", due) if part)


def _change(store: Store, agreed: Agreed) -> None:
    is_done = bool(st.session_state[f"agreed-{agreed.id}"])
    set_done(store, agreed.id, is_done)
    ticked: dict[int, Agreed] = st.session_state.setdefault("agreed-done", {})
    ticked.pop(agreed.id, None)
    if is_done:
        ticked[agreed.id] = agreed


def _done_just_now() -> list[Agreed]:
    """What this reader ticked stays in the list, so that a slip of the hand can be undone."""
    return list(st.session_state.get("agreed-done", {}).values())
