"""Which townships an account reaches: all of them, or those chosen by name."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from data.language import say
from data.store import Store
from pages.shared.cached_reads import mart_of
from pages.shared.figures import townships


def names_of_townships(store: Store) -> dict[str, str]:
    """Code → name, in register order; empty before the first publication."""
    mart = mart_of(store)
    return townships(mart) if mart else {}


def choose_reach(store: Store, chosen: Collection[str] | None, key: str) -> list[str] | None:
    """The codes that are chosen; None for all."""
    names = names_of_townships(store)
    known = [code for code in chosen or () if code in names]
    reach = st.multiselect(
        say("只限这些乡镇（不选就是全县）"),
        list(names),
        default=known,
        format_func=lambda code: names.get(code, code),
        key=f"reach-{key}",
        placeholder=say("全县"),
    )
    return list(reach) or None
