"""Who is at the screen, as far as the pages of staff need to know: the one place that they ask."""

from __future__ import annotations

import streamlit as st

from data.grants import ADMIN
from pages.shared.cached_reads import the_store


def who_is_here() -> str:
    """The name of the account; "" where nobody signs in."""
    return the_store().grant.account


def is_admin_here() -> bool:
    """Whether this person may change a locked month."""
    return the_store().grant.may(ADMIN)


def own_townships() -> frozenset[str] | None:
    """The townships that this person reports for; None: all."""
    return the_store().grant.townships


def by_here() -> str:
    """What stands behind a publication: the account, else what was typed into 报送人."""
    return the_store().grant.signature(str(st.session_state.get("upload-by", "")).strip())
