"""Items of a breakdown whose cases are an indicator of their own, too: the share of requests made online has
the item `online` of all requests as its numerator.

A township's own totals are never hidden, so who reads them knows the sum of such items in every month.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

Key = tuple[str, ...]  # table, date, condition, column
NO_ITEM = ""  # where the column is empty

# a word inside quotes is none
_OUTSIDE = r"(?=(?:[^']*'[^']*')*[^']*$)"
_AND = re.compile(rf"\s+and\s+{_OUTSIDE}", re.IGNORECASE)
_NOT_ALL_AND = re.compile(rf"\b(?:or|between|case)\b{_OUTSIDE}", re.IGNORECASE)
_ITEM = re.compile(r"'((?:[^']|'')*)'")
_LISTED = rf"\(?\s*{_ITEM.pattern}(?:\s*,\s*{_ITEM.pattern})*\s*\)?"
_OF_ITEMS = re.compile(
    rf"(?P<column>\w+)\s*(?:(?P<word>=|<>|(?:not\s+)?in\b)\s*(?P<items>{_LISTED})|is\s+(?:not\s+)?null)",
    re.IGNORECASE,
)


def told_items(key: Key, others: Collection[Key], dimension: str) -> list[frozenset[str]]:
    """Sets of items, each the one thing that another count asks beyond `key`; its sum is known by township.

    Of what asks for all but some items, those left out: the rest of the township's total.
    """
    beside = (each[2] for each in others if (*each[:2], *each[3:]) == (*key[:2], *key[3:]))
    own = _conditions(key[2])
    more = (_conditions(where) for where in beside)
    asked = [next(iter(each - own)) for each in more if own <= each and len(each - own) == 1]
    return [found for found in (_items(text, dimension) for text in sorted(asked)) if found]


def known_together(told: Sequence[frozenset[str]], items: Sequence[str]) -> tuple[int, ...]:
    """A number for every item: the sum of those that bear the same is known; () where nothing is told."""
    signs = [tuple(item in each for each in told) for item in items]
    numbers = {sign: number for number, sign in enumerate(dict.fromkeys(signs))}
    return tuple(numbers[sign] for sign in signs) if told else ()


def _conditions(where: str) -> frozenset[str]:
    """What has to hold all at once."""
    if _NOT_ALL_AND.search(where):
        return frozenset({where})
    parts = (_without_brackets(part) for part in _AND.split(where))
    return frozenset(part for part in parts if part)


def _without_brackets(text: str) -> str:
    plain = text.strip()
    return plain[1:-1].strip() if plain.startswith("(") and plain.endswith(")") else plain


def _items(condition: str, dimension: str) -> frozenset[str]:
    """The items that a condition speaks of; none where it speaks of something else."""
    found = _OF_ITEMS.fullmatch(condition)
    if found is None or found["column"] != dimension:
        return frozenset()
    if found["word"] is None:
        return frozenset({NO_ITEM})
    named = frozenset(item.replace("''", "'") for item in _ITEM.findall(found["items"]))
    leaves_out = found["word"] == "<>" or found["word"].lower().startswith("not")
    return named | {NO_ITEM} if leaves_out else named
