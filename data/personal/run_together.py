"""Numbers of persons written inside an office's own: XF2026 and a mobile and 001 as one run of digits.

Any long number may hold eleven digits that look like a mobile, so a column of numbers is judged at once:
what is drawn stands at the same place in at least half of the numbers that are as long, and is not counted.
In a column of text a long number is rare: there one that holds such digits, by chance or not, is a person's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data.personal.bank_cards import luhn_holds
from data.personal.documents_and_accounts import PROVINCE
from data.personal.number_runs import NumberRun
from data.personal.resident_numbers import is_old_number
from data.personal.telephones import AREA, OPERATOR

LONGEST_RUN = 40
LONG_RUN = re.compile(rf"\d{{12,{LONGEST_RUN}}}")
# a year and a month, a birth date: what begins inside them is no number of its own
DAYS = re.compile(r"20[0-4]\d(?:0[1-9]|1[0-2])|19\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
MOBILE = re.compile(rf"(?!\d*00000){OPERATOR}\d{{8}}")  # with so many noughts it is a count
# beside other digits; 0310 behind a year is a day, and a year begins no local number
BESIDE_DIGITS = {
    "telephone": re.compile(
        r"(?!(?<=20[0-4]\d)0[1-9](?:0[1-9]|[12]\d|3[01])\D)"
        rf"0{AREA}[ -]{{1,3}}(?!20[0-4]\d)[2-8]\d{{6,7}}"
    ),
    "passport": re.compile(r"(?<=\d)[EG](?!000|20[0-4]\d)\d{8}"),
    "plate": re.compile(rf"[{PROVINCE}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{{5,6}}"),
    "coordinates": re.compile(r"\d{1,3}\.\d{4,}[,; /]{1,3}\d{1,3}\.\d{4}"),
}
# an old resident number: a province, two digits of a year since 1930, a month, a day
_OLD_NUMBER = r"[1-9][0-7]\d{4}[3-9]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
# all that `numbers_inside` needs, told at once for a whole column
MAY_HOLD_ONE = "|".join(
    (
        *(r"1[3-9]\d{9}", r"62\d{14}", _OLD_NUMBER),
        *(r"0\d{2,3}[ -]{1,3}\d{7}", r"\d[EG]\d{8}"),
        *(rf"[{PROVINCE}][A-Z][A-Z0-9]{{5}}", r"\.\d{4,}[,; /]+\d+\."),
    )
)
LEADING = 7  # operator and exchange: persons' numbers differ in them, an office's hardly
ENOUGH_TO_DIFFER = 200
HALF = 0.5


@dataclass(frozen=True)
class Inside:
    """Built like a person's number: kind, digits, place in the text, place in a run of so many digits."""

    kind: str
    digits: str
    start: int
    offset: int
    length: int

    @property
    def end(self) -> int:
        """Behind its last sign."""
        return self.start + len(self.digits)


def run_together(
    texts: Sequence[str], known: Container[int] = (), is_text: bool = False
) -> dict[int, tuple[str, ...]]:
    """Index → kinds, for the plain texts of a column that hold a person's number inside a longer one.

    known: the indexes of those that are a person's already, and say nothing of the office's. is_text: the
    column is declared as text; it is one where fewer than half of its texts have a long number.
    """
    numbered = len(_matching(texts, LONG_RUN.pattern))
    if not is_text or numbered >= HALF * sum(map(bool, texts)):
        return _judged_by_column(texts, known)
    possible = (at for at in _matching(texts, MAY_HOLD_ONE) if at not in known)
    kinds = {at: tuple(dict.fromkeys(each.kind for each in numbers_inside(texts[at]))) for at in possible}
    return {at: each for at, each in kinds.items() if each}


def _matching(texts: Sequence[str], pattern: str) -> list[int]:
    found = pc.match_substring_regex(pa.array(texts, pa.string()), pattern)
    return [int(at) for at in pc.indices_nonzero(found).to_pylist()]


def _judged_by_column(texts: Sequence[str], known: Container[int]) -> dict[int, tuple[str, ...]]:
    found: dict[tuple[str, int, int], list[tuple[int, str]]] = defaultdict(list)
    for at in _matching(texts, MAY_HOLD_ONE):
        for inside in numbers_inside(texts[at]) if at not in known else ():
            found[inside.kind, inside.offset, inside.length].append((at, inside.digits))
    as_long = {length: _with_run_of(length, texts, known) for length in {length for _, _, length in found}}
    kinds: dict[int, tuple[str, ...]] = {}
    for (kind, _, length), held in found.items():
        if _is_drawn([digits for _, digits in held], as_long[length]):
            for at, _ in held:
                kinds[at] = tuple(dict.fromkeys((*kinds.get(at, ()), kind)))
    return kinds


def _with_run_of(length: int, texts: Sequence[str], known: Container[int]) -> int:
    """How many texts, those left aside that are known, have a long run of exactly so many digits."""
    if not length:
        return 0
    alone = set(_matching(texts, rf"(?:^|\D)\d{{{length}}}(?:\D|$)"))
    for at in _matching(texts, rf"\d{{{LONGEST_RUN + 1}}}"):  # such a run counts in pieces
        if any(len(run[0]) == length for run in LONG_RUN.finditer(texts[at])):
            alone.add(at)
    return sum(1 for at in alone if at not in known)


def _is_drawn(numbers: list[str], as_long: int) -> bool:
    if len(numbers) < HALF * as_long:
        return False
    different = set(numbers)
    leading = len({number[:LEADING] for number in different})
    return leading > HALF * min(len(different), ENOUGH_TO_DIFFER)


def numbers_inside(text: str) -> Iterator[Inside]:
    """Whatever in a plain text is built like a person's number, by chance or not: enough to hide it."""
    for run in LONG_RUN.finditer(text):
        dated = {place for found in DAYS.finditer(run[0]) for place in range(*found.span())}
        for offset in range(len(run[0])):
            if offset not in dated:
                yield from _at(run[0], offset, run.start())
    for kind, pattern in BESIDE_DIGITS.items():
        for found in pattern.finditer(text):
            yield Inside(kind, found[0], found.start(), found.start(), 0)


def _at(run: str, offset: int, start: int) -> Iterator[Inside]:
    """What begins at this place of a longer run of digits."""
    for kind, length, holds in SHAPES:
        part = run[offset : offset + length]
        if len(part) == length < len(run) and holds(part):
            yield Inside(kind, part, start + offset, offset, len(run))


def _is_card(part: str) -> bool:
    return part.startswith("62") and luhn_holds(part)


def _is_old_resident_number(part: str) -> bool:
    return is_old_number(NumberRun(part, (len(part),), 0, len(part)))


SHAPES: tuple[tuple[str, int, Callable[[str], bool]], ...] = (
    ("mobile", 11, lambda part: MOBILE.fullmatch(part) is not None),
    ("resident_number", 15, _is_old_resident_number),
    ("bank_card", 16, _is_card),
    ("bank_card", 19, _is_card),
)
