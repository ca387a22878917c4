"""A whole column at once: what one cell cannot tell, its neighbours can.

Names are told by how many of the column's texts look like one. Numbers that merely are built like a
person's are told by how many have a wrong check digit, or by standing in a dense sequence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.personal.bank_cards import shaped_cards
from data.personal.number_runs import SHORTEST
from data.personal.person_names import is_likely_name, is_possible_name, lone_names
from data.personal.plain_text import all_plain
from data.personal.recognition import RECOGNISERS
from data.personal.resident_numbers import shaped_numbers
from data.personal.run_together import run_together

NAMES_SHARE = 0.3  # of the texts that are a likely name: the column is one of names
SHORT_NAMES = 3  # a name of two signs counts from so many on
LONGEST_NAME = 20
PREFIXES = 3
RIGHT_SHARE = 0.5  # of a group's numbers with a right check digit; of an office's numbers one in ten
DENSE, SEQUENCE = 100, 10  # ten or more numbers, on average closer than a hundred: counted, not drawn
Shaped = Callable[[str], Iterator[tuple[tuple[int, int], Any, bool]]]
COUNTED = ("passport", "mobile", "telephone")
# of most columns no text passes, which is told by looking once
ANY_GATE = "|".join(f"(?:{each.gate})" for each in RECOGNISERS.values())


def personal_in_column(
    texts: Sequence[str], names: bool = True, alone: bool = False
) -> dict[int, tuple[str, ...]]:
    """Index → kinds, for the personal ones among a column's distinct texts.

    names: judge by the column whether its texts are names of persons. alone: a part that is a likely name by
    itself counts: among numbers and codes it does not belong.
    """
    looked_at = [text.strip() for text in all_plain(texts)]
    found = _recognised(looked_at)
    found = _without_office_numbers(looked_at, found)
    for at, kinds in run_together(looked_at, found, is_text=not alone).items():
        found.setdefault(at, kinds)
    for at in _lone_names_in(looked_at) if alone else _names_in(looked_at) if names else ():
        found.setdefault(at, ("person_name",))
    return found


def _recognised(texts: Sequence[str]) -> dict[int, tuple[str, ...]]:
    array = pa.array(texts, pa.string())
    passed = pc.indices_nonzero(pc.match_substring_regex(array, ANY_GATE))
    found: dict[int, tuple[str, ...]] = {}
    few = array.take(passed)
    for kind, recogniser in RECOGNISERS.items() if len(few) else ():
        of_kind = pc.indices_nonzero(pc.match_substring_regex(few, recogniser.gate))
        for at in passed.take(of_kind).to_pylist():
            if next(recogniser.find(texts[at]), None):
                found[at] = (*found.get(at, ()), kind)
    return found


def _names_in(texts: Sequence[str]) -> list[int]:
    """The names of a column of names."""
    short = [(at, text) for at, text in enumerate(texts) if 2 <= len(text) <= LONGEST_NAME]
    likely = [text for _, text in short if is_likely_name(text)]
    filled = sum(1 for text in texts if text)
    counted = len(likely) if len(likely) >= SHORT_NAMES else sum(len(text) > 2 for text in likely)
    if not counted or counted < NAMES_SHARE * filled:
        return []
    return [at for at, text in short if is_possible_name(text)]


def _lone_names_in(texts: Sequence[str]) -> list[int]:
    """Texts with a part that is a likely name; a part that most texts have is an office's prefix."""
    if "".join(texts).isascii():
        return []
    parts = {
        at: {text[start:end] for start, end in lone_names(text)}
        for at, text in enumerate(texts)
        if not text.isascii()
    }
    often = Counter(part for each in parts.values() for part in each)
    prefixes = {part for part, n in often.items() if n >= PREFIXES and n > len(texts) / 2}
    return [at for at, each in parts.items() if each - prefixes]


def _without_office_numbers(
    texts: Sequence[str], found: dict[int, tuple[str, ...]]
) -> dict[int, tuple[str, ...]]:
    """Take back the kinds that an office's own numbering explains."""
    kinds_found = {kind for kinds in found.values() for kind in kinds}
    taken_back: dict[int, set[str]] = {}
    if "resident_number" in kinds_found:
        _take_back(taken_back, "resident_number", _wrong_groups(texts, found, shaped_numbers))
    if "bank_card" in kinds_found:
        _take_back(taken_back, "bank_card", _wrong_groups(texts, found, shaped_cards))
    for kind in kinds_found.intersection(COUNTED):
        _take_back(taken_back, kind, _in_sequence(texts, found, kind))
    left = {
        at: tuple(kind for kind in kinds if kind not in taken_back.get(at, ())) for at, kinds in found.items()
    }
    return {at: kinds for at, kinds in left.items() if kinds}


def _take_back(taken_back: dict[int, set[str]], kind: str, indexes: Iterable[int]) -> None:
    for at in indexes:
        taken_back.setdefault(at, set()).add(kind)


def _wrong_groups(texts: Sequence[str], found: Collection[int], shaped: Shaped) -> list[int]:
    """Whole texts of groups (year of birth, first six digits) in which most check digits are wrong."""
    groups: dict[int, tuple[Any, bool]] = {}
    for at, text in enumerate(texts):
        for (start, end), group, is_right in shaped(text) if len(text) >= SHORTEST else ():
            if (start, end) == (0, len(text)):
                groups[at] = (group, is_right)
    shaped_like = Counter(group for group, _ in groups.values())
    right = Counter(group for group, is_right in groups.values() if is_right)
    return [
        at
        for at, (group, _) in groups.items()
        if at in found and right[group] < RIGHT_SHARE * shaped_like[group]
    ]


def _in_sequence(texts: Sequence[str], found: dict[int, tuple[str, ...]], kind: str) -> list[int]:
    """Whole numbers of one kind that follow each other closely."""
    digits = {
        at: int("".join(sign for sign in texts[at] if sign.isdigit()))
        for at, kinds in found.items()
        if kind in kinds and texts[at].isalnum() and texts[at].isascii()
    }
    if len(digits) < SEQUENCE or max(digits.values()) - min(digits.values()) > DENSE * len(digits):
        return []
    return list(digits)
