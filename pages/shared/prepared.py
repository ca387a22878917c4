"""HTML made once and sent often: a table of 500 linked cells takes longer than all the rest of a click."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from typing import Any

from charts.markup import Html
from data.language import language
from metrics.mart_reader import Mart
from pages.shared.address import choices_here
from pages.shared.cached_reads import the_store
from pages.shared.kept import Kept
from pages.shared.made_again import made_again, name_of
from pages.shared.revision_marks import revisions_stamp
from pages.shared.view import Carrier, gathered, show_html, view_of

# the largest piece is some 150 kB; this many of each kind are kept for all readers together
PIECES_KEPT = 400
# whole pages, packed: some 20 kB each
VIEWS_KEPT = 3_000
# the catalogue with what SQLite sets beside it, locks, and folders that no page reads
NOT_SHOWN = (".", "catalogue.", "drafts", "tables", "marts")
_VIEWS: Kept[Carrier] = Kept(VIEWS_KEPT, in_turn=True)
_PIECES: dict[str, Kept[Html]] = {}


def prepared_html(function: Callable[..., Html]) -> Callable[..., Html]:
    """Cache what `function(mart, *choices)` makes, by mart, choices (hashable), language, address and reach.

    The address, because the links in it carry what was chosen.
    """
    return _prepared(function, _address_and_reach)


def prepared_view(function: Callable[[Mart], None]) -> Callable[[Mart], None]:
    """Cache all that `function(mart)` shows with `show_html`: the whole of a page, whoever asks for it.

    Only for what follows from the mart, the address, the language, the files of the store, the revisions and
    the townships that the reader may see: nothing else about the reader may be in it, and no widget. It is
    made again (pages/shared/made_again.py).
    """

    name = name_of(function)

    def made(mart: Mart) -> Carrier:
        with gathered() as shown:
            function(mart)
        return view_of(shown)

    @made_again
    @wraps(function)
    def show(mart: Mart) -> None:
        key = (name, path_of(mart), language(), _address_and_reach(), store_stamp(), revisions_stamp())
        show_html(_VIEWS.get(key, lambda: made(mart)))

    return show


def _address_and_reach() -> tuple[Hashable, ...]:
    """The address, and the townships that the reader may see.

    A county's account and the province's read the same mart of that county, but not the same catalogue.
    """
    return tuple(choices_here().items()), the_store().grant.townships


def store_stamp() -> tuple[tuple[str, int, int], ...]:
    """Changes with every file that lies in the store's own folder: settings, boundaries, events.

    With each of them: one that is taken away, or copied there with its old time, is not the newest.

    Not with the catalogue, which is written to by everybody who saves a draft, signs in or is at work: what
    pages say of it comes with a publication, and so with another mart.
    """
    with os.scandir(the_store().folder) as entries:
        return tuple(sorted(_changed(entry) for entry in entries if not entry.name.startswith(NOT_SHOWN)))


def _changed(entry: os.DirEntry[str]) -> tuple[str, int, int]:
    try:
        found = entry.stat()
    except FileNotFoundError:  # gone since the folder was read
        return entry.name, 0, 0
    return entry.name, found.st_mtime_ns, found.st_size


def prepared_without_links(function: Callable[..., Html]) -> Callable[..., Html]:
    """`prepared_html` for what is the same at every address."""
    return _prepared(function, tuple)


def _prepared(
    function: Callable[..., Html], read_here: Callable[[], tuple[Hashable, ...]]
) -> Callable[..., Html]:
    # by name: the script of a page is run anew at every click, and with it this
    pieces = _PIECES.setdefault(name_of(function), Kept(PIECES_KEPT, in_turn=True))

    @wraps(function)
    def prepared(*args: Any, **kwargs: Any) -> Html:
        key = (language(), read_here(), _key_of(args), _key_of(kwargs))
        return pieces.get(key, lambda: function(*args, **kwargs))

    return prepared


def _key_of(value: Any) -> Any:
    """What tells one choice from another: it can be hashed, and a mart is told by its path."""
    if isinstance(value, Mart):
        return path_of(value)
    if isinstance(value, Mapping):
        return tuple((name, _key_of(each)) for name, each in value.items())
    return tuple(map(_key_of, value)) if isinstance(value, list | tuple) else value


def path_of(mart: Mart) -> str:
    """What tells one mart from another: a mart is never rewritten under its name."""
    return str(mart.path)
