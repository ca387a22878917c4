"""What people have open is made of a mart before it comes into force, so that nobody waits for it afterwards.

    @made_again
    def show_page(mart): …

Such a function follows from the mart, the address, the grant's townships and role and the store's files.
What it reads of the catalogue must not change with a publication: the catalogue is still the one before it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import dataclass, replace
from functools import wraps
from inspect import unwrap
from pathlib import Path
from threading import Lock
from typing import Any

from data.grants import Grant
from data.language import use_language
from metrics.mart_reader import Mart
from pages.shared.address import choices_here, chosen_language, in_address
from pages.shared.branch import begin_branch
from pages.shared.cached_reads import current_mart, granted_store, the_store
from pages.shared.kept import new_era
from pages.shared.letting_go import keep_from_here
from pages.shared.one_run import one_run
from pages.shared.turns import one_turn
from pages.shared.view import gathered

Page = Callable[[Mart], None]
# what nobody asked for in so long is made when somebody asks again
OPEN_FOR_SECONDS = 120.0
SCREENS_NOTED = 1_000


@dataclass(frozen=True)
class Screen:
    """A page with its choices, as somebody of such a grant has it open; `grant` without a name."""

    page: str
    choices: tuple[tuple[str, str], ...]
    grant: Grant


@dataclass
class _Asked:
    times: int
    last: float


_LOCK = Lock()
_PAGES: dict[str, Page] = {}
_OPEN: dict[Screen, _Asked] = {}


def made_again(function: Page) -> Page:
    """Decorate what shows a page, or the part of it that takes long."""
    name = name_of(function)

    @wraps(function)
    def show(mart: Mart) -> None:
        _note(name, function)
        function(mart)

    return show


def name_of(function: Callable[..., Any]) -> str:
    """The same at every run, though the script of a page is run anew at every click."""
    return f"{unwrap(function).__code__.co_filename}:{function.__qualname__}"


def _note(name: str, function: Page) -> None:
    if in_address("meeting"):  # it stands on its own mart
        return
    screen = Screen(name, tuple(choices_here().items()), replace(the_store().grant, account=""))
    with _LOCK:
        _PAGES[name] = function
        asked = _OPEN.pop(screen, None)
        _OPEN[screen] = _Asked(asked.times + 1 if asked else 1, time.monotonic())
        if len(_OPEN) > SCREENS_NOTED:
            del _OPEN[next(iter(_OPEN))]


def make_again(path: Path, seconds: float) -> int:
    """Make what is open of the mart at `path`, what most have open first; ends after `seconds`. How many."""
    until, made = time.monotonic() + seconds, 0
    keep_from_here(path, new_era())
    for screen in _open_screens():
        if time.monotonic() > until:
            break
        Context().run(_make, screen, path)
        made += 1
    return made


def _open_screens() -> Iterator[Screen]:
    with _LOCK:
        since = time.monotonic() - OPEN_FOR_SECONDS
        for screen in [screen for screen, asked in _OPEN.items() if asked.last < since]:
            del _OPEN[screen]
        order = sorted(_OPEN, key=lambda screen: -_OPEN[screen].times)
    yield from order


def _make(screen: Screen, path: Path) -> None:
    """As the frame of the pages would (pages/shared/frame.py), and nobody looks."""
    try:
        store = granted_store(screen.grant)
        with one_run(choices=dict(screen.choices), store=store, path=path), one_turn(), gathered():
            use_language(chosen_language())
            begin_branch(store)
            mart = current_mart()
            if mart:
                _PAGES[screen.page](mart)
    except Exception:  # it will be made, or fail, when somebody asks for it
        logging.getLogger(__name__).exception("a page could not be made before its mart is in force")
