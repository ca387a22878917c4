"""Whose drafts are whose: a clerk goes on with the own ones and those of the own townships, an admin all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from data.grants import ADMIN, UPLOADER, NotAllowed
from data.language import say

if TYPE_CHECKING:
    from data.staff_records import Draft
    from data.store import Store


def refuse_others_work(store: Store, found: Iterable[Draft]) -> None:
    """Raise NotAllowed where a draft is neither the account's own nor one of its townships."""
    others = [each.id for each in found if not is_own(store, each)]
    if others:
        numbers = say("、").join(map(str, others))
        raise NotAllowed(say("草稿{numbers}不是您的，也不属于您的乡镇。", numbers=numbers))


def is_own(store: Store, draft: Draft) -> bool:
    """Whether the account of `store` may go on with a draft."""
    grant = store.grant
    if grant.may(ADMIN):
        return True
    if not grant.may(UPLOADER):
        return False
    own = grant.townships
    return draft.by == grant.account or own is None or (bool(draft.codes) and draft.codes <= own)
