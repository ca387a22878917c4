"""Which of our values a word of the file means: by the shipped lists, by what was confirmed, by likeness."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from data.cell_text import normalised
from data.cells import NO, YES
from data.export_parts import Column
from data.language import language, say

TRUE, FALSE = "true", "false"
# 满意 and 不满意 share two signs of three and mean the opposite
NEGATION = re.compile(r"[不未没无非]|\b(?:not?|un)")
AROUND = re.compile(r"^[已经]+|[了的件类级性]+$|^\d+[.、]|[(（].*?[)）]")
LIKE_ENOUGH = 0.6
CONFIRMED, LISTED, DOUBTFUL, SAME, CLEANED = 1.0, 0.9, 0.6, 0.85, 0.85


@dataclass(frozen=True)
class WordNames:
    """What is known of the words of one column.

    listed, doubtful, confirmed: our value → words (doubtful: not quite of the same meaning); same: groups of
    words, normalised, that mean the same.
    """

    listed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confirmed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    same: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class LikelyValue:
    """One of our values for a word, how sure (0 to 1), and why."""

    value: str
    score: float
    reason: str


def values_of(column: Column) -> tuple[str, ...]:
    """Our values of a closed list or of a yes-or-no column; "" (blank) last."""
    if column.type == "boolean":
        return (TRUE, FALSE)
    return (*(value for value in column.words if value), "")


def own_words(column: Column) -> dict[str, str]:
    """Normalised word → our value, as the column stands."""
    words = {normalised(word): value for value, many in column.words.items() for word in many}
    if column.type == "boolean":
        return dict.fromkeys(map(normalised, YES), TRUE) | dict.fromkeys(map(normalised, NO), FALSE) | words
    return words | {normalised(value): value for value in column.words if value}


def nearest_value(word: str, column: Column, names: WordNames) -> LikelyValue | None:
    """The value that a word of the file most likely means; None where nothing speaks for one."""
    return listed_value(word, column, names) or _by_likeness(normalised(word), own_words(column))


def listed_value(word: str, column: Column, names: WordNames) -> LikelyValue | None:
    """As `nearest_value`, by what is known of words and not by their likeness."""
    sign = normalised(word)
    own = own_words(column)
    if sign in own:
        return LikelyValue(own[sign], 1.0, say("本来就可填"))
    for known, score, reason in (
        (names.confirmed, CONFIRMED, "以前确认过"),
        (names.listed, LISTED, "常见的同义词"),
        (names.doubtful, DOUBTFUL, "常这样对应，但意思不全相同，请核对"),
    ):
        for value, words in known.items():
            if sign in map(normalised, words) and value in values_of(column):
                return LikelyValue(value, score, say(reason))
    return _by_group(sign, column, own, names)


def _by_group(sign: str, column: Column, own: Mapping[str, str], names: WordNames) -> LikelyValue | None:
    for group in names.same:
        if sign not in group:
            continue
        for known, value in own.items():
            if known in group:
                return LikelyValue(value, SAME, say("与“{word}”同义", word=value_name(value, column)))
    return None


def _by_likeness(sign: str, own: Mapping[str, str]) -> LikelyValue | None:
    """The likest of the list's own words, where neither says "not" of what the other says."""
    best = max(((_alike(sign, known), known) for known in own), default=(0.0, ""))
    if best[0] < LIKE_ENOUGH:
        return None
    return LikelyValue(own[best[1]], 0.9 * best[0], say("与“{word}”相近", word=best[1]))


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> float:
    if len(NEGATION.findall(one)) != len(NEGATION.findall(other)):
        return 0.0
    plain, known = AROUND.sub("", one), AROUND.sub("", other)
    if plain and plain == known:
        return CLEANED
    if min(len(plain), len(known)) < 2:
        return 0.0
    if plain in known or known in plain:
        return 0.65 + 0.25 * min(len(plain), len(known)) / max(len(plain), len(known))
    from rapidfuzz import fuzz  # only a word that nobody knows pays for it

    return fuzz.ratio(plain, known) / 100


def value_name(value: str, column: Column) -> str:
    """One of our values as a person reads it."""
    if not value:
        return say("空白")
    words = column.words.get(value, ())
    if column.type == "boolean":
        return {TRUE: say("是"), FALSE: say("否")}[value]
    return words[0] if words and language() == "zh" else value
