"""A grant for a city is a grant for every county and township in it, as the register stands."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.branches import Branches, branches_of, is_branch
from data.live_register import live_register

if TYPE_CHECKING:
    from data.catalogue_records import PublicationRow
    from data.grants import Grant
    from data.store import Store


def with_branches(grant: Grant, store: Store) -> Grant:
    """The grant with the codes of all that lies in the branches that it names."""
    branches = [code for code in grant.townships or () if is_branch(code)]
    if not branches or grant.townships is None:
        return grant
    tree = branches_in_force(store)
    return replace(grant, townships=grant.townships.union(*(tree.below(code) for code in branches)))


def branches_in_force(store: Store) -> Branches:
    """The branches of the register that stands; it changes with a publication and with nothing else."""
    return _read(store.folder, store.publication())


@lru_cache(maxsize=4)
def _read(folder: Path, publication: PublicationRow | None) -> Branches:
    """By the whole row: after a restore its number comes a second time, but with another mart."""
    from data.store import Store

    return branches_of(live_register(Store(folder).live()))
