"""The server's worker that makes what people have open of a mart before it comes into force.

One thread a server, begun with it; a publication waits for it some seconds (data/coming_mart.py). It looks
for a small file ten times a second, which takes next to nothing.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from data.coming_mart import LONGEST_WAIT_SECONDS, Standby
from data.store import Store
from pages.shared.made_again import make_again

LOOK_EVERY_SECONDS = 0.1
# before the first publication there is nothing to get ready
LOOK_FOR_STORE_EVERY_SECONDS = 2.0

_begun = threading.Lock()
_working = threading.Lock()


def start_standing_by() -> None:
    """Begin the worker, once in a process."""
    if _begun.acquire(blocking=False):
        folder = Store().folder
        threading.Thread(target=_stand_by, args=(folder,), name="coming marts", daemon=True).start()


def wait_until_made() -> None:
    """Before the server ends: the page that is being made is let come to its end, and no other begins."""
    _working.acquire(timeout=LONGEST_WAIT_SECONDS)


def _stand_by(folder: Path) -> None:
    never = threading.Event()
    while not (folder / "marts").is_dir():
        never.wait(LOOK_FOR_STORE_EVERY_SECONDS)
    try:
        standby = Standby(folder)
    except OSError:
        logging.getLogger(__name__).exception("publications will not wait for this server")
        return
    while not never.wait(LOOK_EVERY_SECONDS):
        mart = standby.coming()
        if mart:
            with _working:
                _get_ready(standby, mart)


def _get_ready(standby: Standby, mart: Path) -> None:
    try:
        make_again(mart, LONGEST_WAIT_SECONDS)
        standby.say_ready(mart)
    except Exception:  # the publication goes on without; the next one may be waited for
        logging.getLogger(__name__).exception("not ready for the mart that is coming")
