"""Who is at the screen, as far as the pages of staff need to know: the one place that they ask."""

from __future__ import annotations

import streamlit as st


def who_is_here() -> str:
    """The name of the account; "" where nobody signs in."""
    return ""


def is_admin_here() -> bool:
    """Whether this person may change a locked month."""
    return True


def own_townships() -> frozenset[str] | None:
    """The townships that this person reports for; None: all."""
    return None


def by_here() -> str:
    """What stands behind a publication: the account, else what was typed into 报送人."""
    return who_is_here() or str(st.session_state.get("upload-by", "")).strip()
