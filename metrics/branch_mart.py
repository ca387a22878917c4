"""A mart of several levels, read as one branch: a province with its cities, a city with its counties.

Where a register has no levels there is one branch, the whole, and the mart itself is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.branches import LEVELS, WHOLE, is_branch
from data.engines.branch_mart import BranchMartConnection
from data.language import say
from data.level_words import speak_of, spoken_of
from data.refusal import Refused
from metrics.mart_reader import Mart
from metrics.small_numbers import ITEM_COLUMNS

if TYPE_CHECKING:
    from pandas import DataFrame

    from data.engines.mart_connection import MartConnection

Codes = frozenset[str]

_AREA = "select area, area_type, name, parent_no, area_no from areas where {column} = ?"
_CHILDREN = "select area from areas where parent_no = ? and area_no <> ? and area_type <> 'kind'"
# what lies below an area bears later numbers than it, and its townships are among its own
_BELOW = """
select below.area
from areas as below, (select * from areas where area = ?) as root
where below.area_no >= root.area_no
    and below.first_no >= root.first_no
    and below.last_no <= root.last_no"""


@dataclass(frozen=True)
class Spot:
    """An area on the way down: its code, its level (one of `LEVELS`, nation, township) and its name."""

    code: str
    level: str
    name: str


@dataclass(frozen=True)
class View:
    """What a reader sees of a mart: the branch `root`; `only`: the areas right below it, None for all."""

    root: str
    only: tuple[str, ...] | None = None


# every township of a branch beside the area right below the branch that it lies in, which may be itself
_MEMBERS = """
select township.area, child.area
from areas as township, areas as child, (select * from areas where area = ?) as root
where township.area_type = 'township'
    and child.parent_no = root.area_no
    and child.area_no <> root.area_no
    and child.area_type <> 'kind'
    and township.area_no between child.first_no and child.last_no"""


class OfBranch:
    """What of `full` is read as the branch of a view."""

    def __init__(self, full: Mart, view: View) -> None:
        digest = hashlib.sha256("\n".join(view.only or ()).encode()).hexdigest()[:12]
        rights = "" if view.only is None else f" for {digest}"
        name = view.root.replace("/", "|")  # which no name of a place has in its code
        self.path: Path = full.path.with_name(f"{full.path.name} of {name}{rights}")
        self.connection: MartConnection = BranchMartConnection(full.path, view.root, view.only)
        self.is_limited = view.only is not None
        self._full = full
        self._root = view.root

    def breakdown(
        self, indicator: str, dimension: str, period_type: str, period: str, area: str = WHOLE
    ) -> DataFrame:
        """As of any mart; empty for areas not in it. Where it is limited, no item bears another's name."""
        asked = self._root if area == WHOLE else area
        found = self._full.breakdown(indicator, dimension, period_type, period, asked)
        own = dict(self.connection.rows("select area, name from areas"))
        if area not in own:
            return found.iloc[:0][list(ITEM_COLUMNS)]
        if not self.is_limited:
            return found
        others = self._names_of_others(list(own))
        named = found["item"].map(lambda item: any(name in str(item) for name in others)).astype(bool)
        return found[~named].reset_index(drop=True)

    def dimensions(self, indicator: str) -> list[str]:
        """The breakdowns that an indicator has figures for, by name."""
        return self._full.dimensions(indicator)

    def _names_of_others(self, own: list[str]) -> list[str]:
        members = [code for area in own if area != WHOLE for code in below(self._full, area)]
        sql = "select name from areas where area_type = 'township' and not list_contains(?, area)"
        return [name for (name,) in self._full.asked(sql, [[*own, *members]])]


def branch_mart(full: Mart, view: View) -> Mart:
    """`full` as a view sees it."""
    return Mart(full.path, OfBranch(full, view))


@contextmanager
def as_branch(full: Mart, asked: str = "") -> Iterator[Mart]:
    """`full`; of several levels the branch asked for ("": the whole), spoken of in the words of its level.

    Raises Refused for one that there is not.
    """
    if asked and not _is_one(full, asked) and asked != WHOLE:
        raise Refused(say("没有名为“{name}”的地区。", name=asked))
    if not full.has_branches:
        yield full
        return
    root = view_of(full, None, asked).root
    before = spoken_of()
    speak_of(path_of(full, root)[-1].level, level_below(full, root))
    try:
        with branch_mart(full, View(root)) as mart:
            yield mart
    finally:
        speak_of(*before)


def below(full: Mart, code: str) -> list[str]:
    """The codes of a branch and of everything in it."""
    return [code, *(area for (area,) in full.asked(_BELOW, [code]) if area != code)]


def expanded(full: Mart, codes: Codes) -> Codes:
    """`codes` with everything that lies in the branches among them."""
    return codes.union(*(below(full, code) for code in codes if is_branch(code)))


def view_of(full: Mart, codes: Codes | None, asked: str = "") -> View:
    """What who may see `codes` (None: everything) sees when they ask for a branch, or for none.

    A branch of one's own is seen whole. The one right above is seen as its own figures, to compare with, and
    of its areas one's own: as a township's reader sees the county.
    """
    if codes is None:
        return View(asked if asked == WHOLE or _is_one(full, asked) else WHOLE)
    own = expanded(full, codes)
    roots = _roots(full, own)
    root = asked if asked in roots else next(iter(roots), WHOLE)
    if root in own:
        return View(root)
    return View(root, tuple(sorted(own & _children(full, root))))


def areas_of_townships(full: Mart, view: View) -> dict[str, str]:
    """Township → the area that a view shows in its place: of a province's townships, their cities."""
    pairs = full.asked(_MEMBERS, [view.root])
    return {code: area for code, area in pairs if view.only is None or area in view.only}


def _is_one(full: Mart, code: str) -> bool:
    return is_branch(code) and bool(full.asked(_AREA.format(column="area"), [code]))


def _children(full: Mart, code: str) -> Codes:
    [(number,)] = full.asked("select area_no from areas where area = ?", [code])
    return frozenset(area for (area,) in full.asked(_CHILDREN, [number, number]))


def _roots(full: Mart, own: Codes) -> list[str]:
    """The branches that may be opened, first the one to begin with."""
    sql = """
        select areas.area, parents.area
        from areas join areas as parents on parents.area_no = areas.parent_no
        where list_contains(?, areas.area)
        order by areas.area_no"""
    rows = full.asked(sql, [sorted(own)])
    branches = [code for code, _ in rows if is_branch(code)]
    above = [parent for _, parent in rows if parent not in own]
    tops = [code for code, parent in rows if parent not in own]
    # who has one branch begins in it; who has several, or townships, where they stand beside each other
    begin = tops if len(tops) == 1 and is_branch(tops[0]) else above
    return list(dict.fromkeys([*begin, *branches, *above]))


def tops_of(full: Mart, codes: Codes) -> list[str]:
    """The names of the highest areas of `codes`: of a city and all below it, the city's."""
    sql = """
        select areas.name
        from areas join areas as parents on parents.area_no = areas.parent_no
        where list_contains($1, areas.area) and not list_contains($1, parents.area)
        order by areas.area_no"""
    return [name for (name,) in full.asked(sql, [sorted(codes)])]


def path_of(full: Mart, code: str) -> list[Spot]:
    """The way from the whole down to a branch."""
    rows = full.asked(_AREA.format(column="area"), [code])
    spots: list[Spot] = []
    while rows:
        area, level, name, parent, number = rows[0]
        spots.insert(0, Spot(area, whole_level(full) if area == WHOLE else level, name))
        rows = full.asked(_AREA.format(column="area_no"), [parent]) if parent != number else []
    return spots


def whole_level(full: Mart) -> str:
    """The level of what is above all: "province", "nation"; "" in a mart without levels."""
    return full.info().get("whole_levels", "").rpartition(" ")[2]


def level_below(full: Mart, code: str) -> str:
    """The level of the areas right below a branch: "city", "township"; the highest where they differ."""
    [(number,)] = full.asked("select area_no from areas where area = ?", [code]) or [(-1,)]
    sql = "select distinct area_type from areas where parent_no = ? and area_no <> ? and area_type <> 'kind'"
    found = {level for (level,) in full.asked(sql, [number, number])}
    return next((level for level in LEVELS if level in found), "township")
