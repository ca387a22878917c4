"""Long numbers in a text, also those written in groups: "1101 0119 9003 0712 34"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# decimals of a figure are no number of their own
RUN = re.compile(r"(?<![\d.])(?<!\d\.)\d+(?:[ -]{1,3}\d+)*|(?<!\d)(?<=\.)\d+(?:[ -]{1,3}\d+)*")
TOKEN = re.compile(r"\d+")
SHORTEST, LONGEST = 15, 19


@dataclass(frozen=True)
class NumberRun:
    """Digits that stand together: `digits` without what separates the `groups`; the place in the text."""

    digits: str
    groups: tuple[int, ...]
    start: int
    end: int


def number_runs(text: str) -> Iterator[NumberRun]:
    """Every sequence of whole groups of a plain text with 15 to 19 digits in all."""
    for run in RUN.finditer(text):
        if run.end() - run.start() < SHORTEST or _is_decimals(text, run.start()):
            continue
        tokens = list(TOKEN.finditer(text, run.start(), run.end()))
        for first in range(len(tokens)):
            yield from _sequences(tokens[first:])


def _is_decimals(text: str, start: int) -> bool:
    return start > 1 and text[start - 1] == "." and text[start - 2].isdigit()


def _sequences(tokens: list[re.Match[str]]) -> Iterator[NumberRun]:
    digits, groups = "", []
    for token in tokens:
        digits += token[0]
        groups.append(len(token[0]))
        if len(digits) > LONGEST:
            return
        if len(digits) >= SHORTEST:
            yield NumberRun(digits, tuple(groups), tokens[0].start(), token.end())
