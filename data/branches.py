"""Above the townships: counties, cities and provinces, as the register's columns name them.

A level that names no more than one place is no branch: that place is the whole, which is always the area
`county`. A register of one county therefore has none. Below that, every place with a name of its own is an
area: `city:锦城市`, and with the places above it where two bear one name: `county:锦城市/城北区`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.cell_text import normalised

if TYPE_CHECKING:
    import pyarrow as pa

    from data.engines.duckdb_engine import DuckDB
    from data.township_register import Register, Township

LEVELS = ("province", "city", "county")  # from the top
WHOLE = "county"  # the code of what is above all others
NATION = "nation"
# separators of what a code may stand in: lists of accounts, addresses, paths of codes
RESERVED = str.maketrans({",": "、", "，": "、", "|": "-", "/": "-", "*": "-"})
Place = tuple[str, ...]  # names on the way from the top: () is the whole


@dataclass(frozen=True)
class Branch:
    """A province, city or county with what lies below it. `place`: its number from the top, depth first.

    `townships`: the codes of all below it, in register order; `own`: of those right below it.
    """

    code: str
    level: str
    name: str
    parent: str
    place: int
    townships: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Branches:
    """All branches of a register. `whole_levels`: the levels that the whole is, from the top, "" its name."""

    whole_levels: tuple[str, ...] = ()
    whole_name: str = ""
    listed: tuple[Branch, ...] = ()

    def below(self, code: str) -> frozenset[str]:
        """A branch's code, and those of every branch and township in it; none where it does not exist."""
        found = {each.code: each for each in self.listed}
        if code not in found:
            return frozenset()
        inside = [each.code for each in self.listed if self._is_inside(each, code, found)]
        return frozenset({code, *inside, *found[code].townships})

    @staticmethod
    def _is_inside(branch: Branch, code: str, found: dict[str, Branch]) -> bool:
        while branch.parent in found:
            if branch.parent == code:
                return True
            branch = found[branch.parent]
        return False

    def named(self, text: str) -> list[Branch]:
        """The branches that a code or a name means: 锦城市, city:锦城市."""
        asked = normalised(text)
        exact = [each for each in self.listed if normalised(each.code) == asked]
        return exact or [each for each in self.listed if normalised(each.name) == asked]


@dataclass
class _Found:
    """A branch while the register is read."""

    level: str
    name: str
    townships: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)


def is_branch(code: str) -> bool:
    """Whether a code is made like a branch's; that of a township is not."""
    return code.partition(":")[0] in LEVELS and ":" in code


def branches_of(register: Register) -> Branches:
    """The branches that the register's columns make; none in a register of one county."""
    named = [_levels_of(township) for township in register.townships]
    above = _levels_of_the_whole(named)
    if len(above) == len(LEVELS):
        return Branches()
    found: dict[Place, _Found] = {}
    for township, levels in zip(register.townships, named, strict=True):
        _add(found, township.code, [each for each in levels if each[0] not in above])
    if not found:
        return Branches()
    stated = {level: name for levels in named for level, name in levels if level in above}
    whole = tuple(level for level in above if level in stated) or above[-1:] or (NATION,)
    return Branches(whole, stated.get(whole[-1], ""), _listed(found))


def _levels_of(township: Township) -> list[tuple[str, str]]:
    """(level, name) from the top, without those that the register leaves open."""
    texts = ((level, (getattr(township, level) or "").strip()) for level in LEVELS)
    return [(level, text) for level, text in texts if text]


def _levels_of_the_whole(named: Sequence[Sequence[tuple[str, str]]]) -> tuple[str, ...]:
    """The levels, from the top, that name one place or none."""
    above: list[str] = []
    for level in LEVELS:
        if len({normalised(name) for levels in named for each, name in levels if each == level}) > 1:
            break
        above.append(level)
    return tuple(above)


def _add(found: dict[Place, _Found], code: str, levels: Sequence[tuple[str, str]]) -> None:
    place: Place = ()
    for level, name in levels:
        place = (*place, f"{level}:{normalised(name)}")
        found.setdefault(place, _Found(level, name)).townships.append(code)
    if place:
        found[place].own.append(code)


def _listed(found: dict[Place, _Found]) -> tuple[Branch, ...]:
    codes = _codes(found)
    # depth first in register order: what belongs together stands together
    first = {place: at for at, place in enumerate(found)}
    order = sorted(found, key=lambda place: [first[place[: depth + 1]] for depth in range(len(place))])
    return tuple(
        Branch(
            codes[place],
            found[place].level,
            found[place].name,
            codes.get(place[:-1], WHOLE),
            number,
            tuple(found[place].townships),
            tuple(found[place].own),
        )
        for number, place in enumerate(order, start=1)
    )


def _codes(found: dict[Place, _Found]) -> dict[Place, str]:
    """Place → code: by its own name, with all above it where two places of the level bear it."""
    bearers: dict[str, int] = {}
    for place in found:
        bearers[place[-1]] = bearers.get(place[-1], 0) + 1
    codes = {}
    for place, each in found.items():
        parts = [found[place[: depth + 1]].name.translate(RESERVED) for depth in range(len(place))]
        name = parts[-1] if bearers[place[-1]] == 1 else "/".join(parts)
        codes[place] = f"{each.level}:{name}"
    return codes


def shared_names(townships: Sequence[Township]) -> frozenset[str]:
    """Normalised names that townships of different counties bear: alone, such a name means none of them."""
    places: dict[str, set[Place]] = {}
    for township in townships:
        place = tuple(name for _, name in _levels_of(township))
        for name in (township.name, *township.aliases) if place else ():
            places.setdefault(normalised(name), set()).add(place)
    codes = {normalised(township.code) for township in townships}
    return frozenset(name for name, found in places.items() if len(found) > 1 and name not in codes)


def load_branches(engine: DuckDB, register: Register) -> None:
    """Leave `branches` and `branch_members` in the session.

    `branches` (branch, level, name, parent, place): with a row for the whole, place 0, where there are any.
    `branch_members` (branch, township, is_parent): every township under every branch above it.
    """
    import pyarrow as pa

    tree = branches_of(register)
    whole = [Branch(WHOLE, " ".join(tree.whole_levels), tree.whole_name, "", 0)] if tree.listed else []
    columns = {key: [getattr(b, key) for b in (*whole, *tree.listed)] for key in ("level", "name", "parent")}
    table = {"branch": [b.code for b in (*whole, *tree.listed)], **columns}
    numbers = pa.array([b.place for b in (*whole, *tree.listed)], pa.int32())
    texts = {name: pa.array(values, pa.string()) for name, values in table.items()}
    engine.load("branches", pa.table({**texts, "place": numbers}))
    engine.load("branch_members", _members(tree))


def _members(tree: Branches) -> pa.Table:
    import pyarrow as pa

    own = {(each.code, code) for each in tree.listed for code in each.own}
    pairs = [(each.code, code) for each in tree.listed for code in each.townships]
    return pa.table(
        {
            "branch": pa.array([branch for branch, _ in pairs], pa.string()),
            "township": pa.array([code for _, code in pairs], pa.string()),
            "is_parent": pa.array([pair in own for pair in pairs], pa.bool_()),
        }
    )
