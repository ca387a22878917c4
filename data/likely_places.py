"""Which townships a mistyped name may mean. They are offered, never taken: a wrong guess would move figures.

The first of these that holds for any township tells all that are offered: the name without the words of its
office is the same and only the kind differs (河口乡 for 河口镇); characters are others that look or sound
alike; one character is wrong, missing or too much; a township's name is part of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.cell_text import normalised
from data.place_names import PlaceName, place_name

if TYPE_CHECKING:
    from data.township_register import Township

ALIKE_CHARACTERS = Path(__file__).with_name("alike_characters.txt")


def likely_places(text: str, townships: Iterable[Township]) -> list[Township]:
    """The townships that a name which none of them has may well mean, in register order; [] where none."""
    asked, townships = place_name(text), list(townships)
    for is_likely in (_differs_in_kind, _sounds_or_looks_alike, _one_character_off):
        found = [each for each in townships if asked and _any_name(is_likely, asked, each)]
        if found:
            return found
    whole = normalised(text)
    return [each for each in townships if any(normalised(name) in whole for name in _long(each.names))]


def _any_name(
    is_likely: Callable[[PlaceName, PlaceName], bool], asked: PlaceName, township: Township
) -> bool:
    return any(is_likely(asked, name) for name in township.place_names)


def _long(names: Iterable[str]) -> list[str]:
    """Names that do not turn up in any text by chance: codes and numbers of wards do."""
    return [name for name in names if len(name) > 2 and not name.isascii()]


def _differs_in_kind(asked: PlaceName, name: PlaceName) -> bool:
    return asked.stem == name.stem


def _sounds_or_looks_alike(asked: PlaceName, name: PlaceName) -> bool:
    return _kinds_agree(asked, name) and is_alike(asked.stem, name.stem)


def _one_character_off(asked: PlaceName, name: PlaceName) -> bool:
    from rapidfuzz.distance import Levenshtein  # only a mistake pays for it

    far = Levenshtein.distance(asked.stem, name.stem, score_cutoff=1)
    return bool(far == 1 and asked.stem.isascii() == name.stem.isascii() and _kinds_agree(asked, name))


def _kinds_agree(asked: PlaceName, name: PlaceName) -> bool:
    return not asked.kind or not name.kind or asked.kind == name.kind


def is_alike(text: str, other: str) -> bool:
    """True for two texts of one length whose characters are the same or taken for each other."""
    if len(text) != len(other):
        return False
    pairs = zip(text, other, strict=True)
    return all(one == another or are_alike(one, another) for one, another in pairs)


def are_alike(one: str, other: str) -> bool:
    """True for two characters that are taken for each other when typing or copying."""
    return not alike_groups().get(one, frozenset()).isdisjoint(alike_groups().get(other, frozenset()))


@cache
def alike_groups() -> dict[str, frozenset[int]]:
    """Character → the numbers of the groups that it is in."""
    found: dict[str, set[int]] = {}
    lines = ALIKE_CHARACTERS.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if not line.startswith("#")):
        for character in line.strip():
            found.setdefault(character, set()).add(number)
    return {character: frozenset(groups) for character, groups in found.items()}
