"""Whether a server can do its work: one plain word where it cannot, for programs that watch it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.engines.duckdb_engine import SqlError
from data.engines.mart_connection import open_mart
from data.own_files import lost_catalogue
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store

READY = "ready"
# what can be wrong, in the order in which it is looked for
SETTINGS, CATALOGUE, POINTER, MART = "settings", "catalogue", "pointer", "mart"


def not_ready(store: Store) -> str:
    """What cannot be used: settings, catalogue, pointer (names no mart that is there), mart; "" for nothing.

    An empty store is ready: its pages say what to do first.
    """
    try:
        _ = store.settings
    except (Refused, OSError):
        return SETTINGS
    try:
        mart = store.current_mart()
        is_lost = mart is None and bool(lost_catalogue(store))
    except Exception:  # a database has many ways to fail; which one is for `manage.py doctor`
        return CATALOGUE
    if mart is None:
        return CATALOGUE if is_lost else ""
    if not mart.is_file():
        return POINTER
    try:
        with open_mart(mart) as opened:
            opened.rows("select table_name from duckdb_tables() limit 1")
    except (SqlError, OSError):
        return MART
    return ""
