"""What the drop-downs of empty forms offer in one store: its lists, townships and indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.export_format import load_exports, load_lists
from data.forms import Lists, offered
from data.live_register import live_register
from metrics.indicator import load_indicators

if TYPE_CHECKING:
    from data.store import Store


def form_choices(store: Store) -> Lists:
    """The account's townships in register order; indicators that may have a target, in their own order."""
    indicators = load_indicators(store.folder, load_exports(store.folder)).values()
    townships = (each.name for each in live_register(store.live()).townships if store.grant.sees(each.code))
    names = (each.names.get("zh", each.id) for each in indicators if not each.is_neutral)
    return offered(load_lists(store.folder), townships, names)
