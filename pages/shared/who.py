"""Who is at the screen, as far as the pages of staff need to know: the one place that they ask."""

from __future__ import annotations

import streamlit as st

from data.staff_grants import ADMIN, grant_of
from pages.shared.cached_reads import the_store


def who_is_here() -> str:
    """The name of the account; "" where nobody signs in."""
    grant = grant_of(the_store())
    return str(grant.account) if grant is not None else ""


def is_admin_here() -> bool:
    """Whether this person may change a locked month."""
    grant = grant_of(the_store())
    return grant is None or bool(grant.may(ADMIN))


def own_townships() -> frozenset[str] | None:
    """The townships that this person reports for; None: all."""
    grant = grant_of(the_store())
    return grant.townships if grant is not None else None


def by_here() -> str:
    """What stands behind a publication: the account, else what was typed into 报送人."""
    return who_is_here() or str(st.session_state.get("upload-by", "")).strip()
