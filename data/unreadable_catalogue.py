"""A store whose catalogue this program cannot read, damaged or of a newer program: only a restore helps it.

Such a store holds data all the same: it is kept aside as a whole, like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.coming_mart import announced_number
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store

CATALOGUE = "catalogue.sqlite"


def holds_data(store: Store) -> bool:
    """Whether anything was done there: published, or an account made; or was, and nobody can read of it.

    Whatever is done leaves a row in the audit, accounts too.
    """
    if _is_beyond_reading(store) or store.publication() is not None:
        return True
    with store.catalogue.database.reading() as connection:
        return bool(connection and connection.execute("select 1 from audit limit 1").fetchone())


def next_mart_number(store: Store) -> int:
    """Above every mart that a server may have open, as far as catalogue and folder tell."""
    if not _is_beyond_reading(store):
        return int(store.next_mart().stem)
    numbers = [int(path.stem) for path in store.folder.glob("marts/*") if path.stem.isdigit()]
    return 1 + max([*numbers, announced_number(store.folder)])


def _is_beyond_reading(store: Store) -> bool:
    """Raises Refused where the file may only not be read by this user: that is no reason to move it away."""
    database = store.catalogue.database
    if not database.is_in_the_store or not (store.folder / CATALOGUE).exists():
        return False
    if database.damage():
        return True
    try:
        store.publication()
    except Refused:
        return True
    return False
