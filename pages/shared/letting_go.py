"""What was made of earlier marts goes once another is in force: or each publication would leave its own.

What was made of the new one while it was coming stays. Whoever still reads an earlier one, in a meeting or in
a run that began before, has it made anew.
"""

from __future__ import annotations

import gc
from pathlib import Path
from threading import Lock, Timer

import pyarrow as pa
import streamlit as st

from pages.shared.kept import forget_made_before, new_era

CALM_AFTER_SECONDS = 10.0
_LOCK = Lock()
# all there ever were, with the file as it was: a run that began before a publication names the earlier one
# after it, too
_SEEN: dict[Path, object] = {}
# the mart that is coming → its file as it was then, and the era in which things are made of it
_COMING: dict[Path, tuple[object, int]] = {}


def keep_from_here(path: Path, era: int) -> None:
    """The mart `path` is coming: what is made from `era` on stays once it is in force."""
    with _LOCK:
        _COMING.clear()
        _COMING[path] = (_file(path), era)


def let_go_of_earlier_than(path: Path) -> None:
    """Forget what was made for readers of earlier marts, where the mart `path` was never seen before.

    Nor this file of it: a backup that is unpacked in an emptied folder brings the same names again.
    """
    found = _file(path)
    with _LOCK:
        if path in _SEEN and found in (None, _SEEN[path]):
            return
        is_first = not _SEEN
        _SEEN[path] = found
        file, era = _COMING.pop(path, (None, 0))
    if is_first:
        return
    # not the file that was announced: nothing that was made of it is true
    forget_made_before(era if file and file == found else new_era())
    st.cache_resource.clear()
    st.cache_data.clear()
    # not now: everybody is waiting for the new pages
    later = Timer(CALM_AFTER_SECONDS, _give_back)
    later.daemon = True
    later.start()


def _file(path: Path) -> object:
    """Tells a file from another of the same name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _give_back() -> None:
    """What is in use by nothing goes back to the system."""
    gc.collect()
    pa.default_memory_pool().release_unused()
