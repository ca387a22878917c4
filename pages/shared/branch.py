"""The branch that a screen shows: read from `?branch=`, said in its words, with the way up to the whole.

Where the register has no levels, there is none of this on any screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from charts.markup import Html, link, tag
from data.acknowledging import AlertKey
from data.branches import WHOLE
from data.catalogue_records import Acknowledgement
from data.grants import VIEWER
from data.language import say
from data.level_words import speak_of
from data.store import Store
from metrics.branch_mart import (
    Spot,
    View,
    areas_of_townships,
    level_below,
    path_of,
    tops_of,
    view_of,
)
from metrics.mart_reader import Mart
from pages.shared.address import href, in_address
from pages.shared.cached_reads import shown_branch, whole_mart
from pages.shared.kept import kept_by_mart

NAMES = {"nation": "全国", "province": "全省", "city": "全市"}


def begin_branch(store: Store) -> None:
    """Speak of the levels of the branch that is shown, whatever the last run spoke of."""
    speak_of()
    shown = _shown(store)
    if shown is not None:
        full, view = shown
        speak_of(_way(full, view.root)[-1].level, _level_below(full, view.root))


def branch_path(store: Store) -> Html | None:
    """云山省 › 东江市 › 甲县, each but the last a link; None at the top, and where there are no levels."""
    shown = _shown(store)
    if shown is None:
        return None
    full, view = shown
    way = _way(full, view.root)
    if len(way) == 1:
        return None
    may = store.grant.townships
    steps = [_step(spot, full, may) for spot in way[:-1]]
    here = tag("b", _name(way[-1]), aria_current="location")
    parts = [part for step in steps for part in (step, " › ")]
    return tag("nav", *parts, here, class_="branch-path", aria_label=say("层级"))


def _step(spot: Spot, full: Mart, may: frozenset[str] | None) -> Html:
    """A link, where the reader may open it."""
    is_open = view_of(full, may, spot.code).root == spot.code
    code = "" if spot.code == WHOLE and may is None else spot.code
    return link(href("", branch=code), _name(spot)) if is_open else tag("span", _name(spot))


def _name(spot: Spot) -> str:
    return say(NAMES.get(spot.level, "全省")) if spot.name in ("", WHOLE) else spot.name


def _shown(store: Store) -> tuple[Mart, View] | None:
    full = whole_mart(store) if store.grant.may(VIEWER) else None
    if full is None or not full.has_branches:
        return None
    return full, shown_branch(full, store.grant, in_address("branch"))


@kept_by_mart(2_000)
def _way(full: Mart, code: str) -> list[Spot]:
    return path_of(full, code)


@kept_by_mart(2_000)
def _level_below(full: Mart, code: str) -> str:
    return level_below(full, code)


def own_branches(store: Store) -> tuple[list[str], bool] | None:
    """The names of what an account is for, and whether what is shown is all its own; None without levels."""
    shown, codes = _shown(store), store.grant.townships
    if shown is None or codes is None:
        return None
    full, view = shown
    return _tops(full, codes), view.only is None


@kept_by_mart(200)
def _tops(full: Mart, codes: frozenset[str]) -> list[str]:
    return tops_of(full, codes)


def root_here(store: Store) -> str:
    """The code of the branch that is shown; `county` where it is the whole."""
    shown = _shown(store)
    return shown[1].root if shown else WHOLE


def place_here(store: Store) -> str:
    """The name of the branch that is shown; "" where it is the whole."""
    shown = _shown(store)
    return _name(_way(shown[0], shown[1].root)[-1]) if shown and shown[1].root != WHOLE else ""


def places_here(store: Store) -> Mapping[str, str] | None:
    """Township → the area that stands for it on the screen; None where that is every township itself."""
    shown = _shown(store)
    if shown is not None:
        return _areas_of_townships(*shown)
    own = store.grant.townships
    return None if own is None else {code: code for code in own}


@kept_by_mart(200)
def _areas_of_townships(full: Mart, view: View) -> dict[str, str]:
    return areas_of_townships(full, view)


def as_shown(store: Store, answers: Iterable[Acknowledgement]) -> tuple[Acknowledgement, ...]:
    """What was said to alerts, as the screen names areas: the branch itself is its `county`."""
    root = root_here(store)
    kept = (each for each in answers if root == WHOLE or each.area != WHOLE)
    return tuple(replace(each, area=WHOLE) if each.area == root else each for each in kept)


def as_kept(store: Store, key: AlertKey) -> AlertKey:
    """The name under which an alert of the screen is kept: a branch's under its own code."""
    kind, subject, area = key
    return kind, subject, root_here(store) if area == WHOLE else area
