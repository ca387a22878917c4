"""The tabs of the page 管理: a tab is a module with a `TITLE` and a `show(store)`, and its line here."""

from __future__ import annotations

from types import ModuleType

from pages.shared.admin import (
    account_list,
    audit_trail,
    banner_text,
    deadlines,
    locks,
    sign_in_way,
    storage,
    targets,
    townships,
    weights,
    what_is_wrong,
)

# name in the address → tab; the first is the one that the page opens with
TABS: dict[str, ModuleType] = {
    "accounts": account_list,
    "townships": townships,
    "targets": targets,
    "weights": weights,
    "deadlines": deadlines,
    "locks": locks,
    "audit": audit_trail,
    "banner": banner_text,
    "storage": storage,
    "health": what_is_wrong,
    "sign-in": sign_in_way,
}
