"""Who may do what in the staff's month, asked of the grant that goes with a store.

A store without a grant belongs to whoever can open its files.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.staff_records import Draft
    from data.store import Store

UPLOADER, ADMIN = "uploader", "admin"


def grant_of(store: Store) -> Any:
    """The grant, or None."""
    return getattr(store, "grant", None)


def with_grant(store: Store, grant: Any) -> Store:
    """The same store as an account sees it."""
    granted = getattr(store, "granted", None)
    return granted(grant) if granted and grant is not None else store


def refuse_unless(store: Store, role: str) -> None:
    """Raise Refused where the account does not hold `role`."""
    grant = grant_of(store)
    if grant is not None:
        grant.refuse_unless(role)


def refuse_others_work(store: Store, found: Iterable[Draft]) -> None:
    """Raise Refused where a draft is neither the account's own nor one of its townships."""
    others = [each.id for each in found if not is_own(store, each)]
    if others:
        numbers = say("、").join(map(str, others))
        raise Refused(say("草稿{numbers}不是您的，也不属于您的乡镇。", numbers=numbers))


def is_own(store: Store, draft: Draft) -> bool:
    """Whether a draft is the account's own, or reports for its townships alone; an admin's are all."""
    grant = grant_of(store)
    if grant is None or grant.may(ADMIN):
        return True
    if not grant.may(UPLOADER):
        return False
    own = grant.townships
    return draft.by == grant.account or own is None or (bool(draft.codes) and draft.codes <= own)
