"""Which row holds the headings, or which two: a merged heading stands over the lines beneath it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from data.cell_text import heading_key, normalised

SEARCHED = 30  # rows at the top among which the headings are looked for: titles stand above them
UNIT = re.compile(r"[(（\[【].*[)）\]】]|单位[:：].*")  # a line of units under the headings


@dataclass(frozen=True)
class Headings:
    """Indexes of the first and last heading row, one text per column, and how many are known (0: none)."""

    first: int
    last: int
    texts: tuple[str, ...]
    hits: int


def find_headings(rows: Sequence[Sequence[str]], known: Collection[str]) -> Headings:
    """The row, or pair of rows joined, with the most known headings; one row where that has as many."""
    known = frozenset(known)
    singles, pairs = [Headings(0, 0, (), 0)], [Headings(0, 0, (), 0)]
    for index, row in enumerate(rows[:SEARCHED]):
        under = rows[index + 1] if index + 1 < len(rows) else ()
        singles.append(_counted(index, index + _continues(under, known), tuple(row), known))
        pairs.append(_joined(index, row, under, known) or singles[-1])
    # the first of the best; a title joined to the headings under it knows no more than these
    single, pair = max(singles, key=lambda each: each.hits), max(pairs, key=lambda each: each.hits)
    return pair if pair.hits > single.hits else single


def _counted(first: int, last: int, texts: tuple[str, ...], known: frozenset[str]) -> Headings:
    return Headings(first, last, texts, len({heading_key(cell) for cell in texts if cell} & known))


def _continues(under: Sequence[str], known: frozenset[str]) -> bool:
    """True where the next row only says the headings again (their ids, another language) or their units."""
    filled = [text for text in map(heading_key, under) if text]
    return bool(filled) and all(text in known or UNIT.fullmatch(text) for text in filled)


def _joined(index: int, top: Sequence[str], bottom: Sequence[str], known: frozenset[str]) -> Headings | None:
    """Two rows as one; None where the lower is no heading, because known headings stand over its cells."""
    width = max(len(top), len(bottom))
    own = [*top, *[""] * (width - len(top))]
    below = [*bottom, *[""] * (width - len(bottom))]
    texts, over = [], ""
    for upper, lower in zip(own, below, strict=True):
        # a merged cell holds its text at its left end only
        over = upper if upper.strip() else over if lower.strip() else ""
        text = _one_heading(upper, over, lower, known)
        if text is None:
            return None
        texts.append(text)
    return _counted(index, index + 1, tuple(texts), known)


def _one_heading(upper: str, over: str, lower: str, known: frozenset[str]) -> str | None:
    if not lower.strip():
        return upper
    joined = over.strip() + lower.strip()
    if heading_key(joined) in known:
        return joined
    if heading_key(lower) in known:
        return lower
    if heading_key(upper) in known:
        return upper if UNIT.fullmatch(normalised(lower)) or normalised(lower) == normalised(upper) else None
    return joined
