"""What was made of earlier marts goes once another is in force: or each publication would leave its own.

Whoever still reads an earlier one, in a meeting or in a run that began before, has it made anew.
"""

from __future__ import annotations

import gc
from pathlib import Path
from threading import Lock, Timer

import pyarrow as pa
import streamlit as st

from pages.shared.kept import forget_everything

CALM_AFTER_SECONDS = 10.0
_LOCK = Lock()
# all there ever were: a run that began before a publication names the earlier one after it, too
_SEEN: set[Path] = set()


def let_go_of_earlier_than(path: Path) -> None:
    """Forget all that was made for readers, where the mart `path` was never seen before."""
    with _LOCK:
        if path in _SEEN:
            return
        is_first = not _SEEN
        _SEEN.add(path)
    if not is_first:
        forget_everything()
        st.cache_resource.clear()
        st.cache_data.clear()
        # not now: everybody is waiting for the new pages
        later = Timer(CALM_AFTER_SECONDS, _give_back)
        later.daemon = True
        later.start()


def _give_back() -> None:
    """What is in use by nothing goes back to the system."""
    gc.collect()
    pa.default_memory_pool().release_unused()
