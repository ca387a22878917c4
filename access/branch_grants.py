"""A grant for a city is a grant for every county and township in it, as the register stands."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from access.accounts import account_named
from data.branches import Branches, branches_of, is_branch
from data.grants import AT_THIS_MACHINE, NO_GRANT, NOBODY
from data.live_register import live_register
from data.sign_in_settings import THIS_MACHINE

if TYPE_CHECKING:
    from data.catalogue_records import PublicationRow
    from data.grants import Grant
    from data.store import Store


def grant_now(store: Store, name: str) -> Grant:
    """What the account of that name may do today, whatever it might do when it put something off.

    A name that is no account's was typed where nobody signs in: accounts are shut out, never deleted.
    """
    account = account_named(store.catalogue, name)
    if account is None or store.settings.signing_in.way == THIS_MACHINE:
        return AT_THIS_MACHINE
    return NO_GRANT if account.is_disabled else with_branches(account.grant, store)


def with_branches(grant: Grant, store: Store) -> Grant:
    """The grant with the codes of all that lies in the branches that it names.

    Where the register has levels and nothing of what is named, nothing may be seen: a county that is called
    otherwise now is no reason to show its account the province.
    """
    if grant.townships is None:
        return grant
    tree, townships = _in_force(store.folder, store.publication())
    if not tree.listed:
        return grant
    own = grant.townships.union(*map(tree.below, filter(is_branch, grant.townships)))
    is_there = not own.isdisjoint(townships)
    return replace(grant, townships=own) if is_there else replace(grant, role=NOBODY)


@lru_cache(maxsize=4)
def _in_force(folder: Path, publication: PublicationRow | None) -> tuple[Branches, frozenset[str]]:
    """The branches and the townships of the register that stands; they change with a publication.

    By the whole row: after a restore its number comes a second time, but with another mart.
    """
    from data.store import Store

    register = live_register(Store(folder).live())
    return branches_of(register), frozenset(register.by_code)
