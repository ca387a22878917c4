"""A long list a page at a time: sorted as a whole, shown in parts, the part in the address (`?rows=2`).

A county has some twenty townships, which stand together; a city has four hundred, of which nobody reads more
than a screen at once. So what a page costs does not grow with the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from charts.markup import Html, link, tag
from data.language import say
from pages.shared.address import href_here, in_address

ROWS = "rows"
TOGETHER = 48  # so many stand together: more than any county has
A_PART = 24  # of more, so many at a time
Row = TypeVar("Row")


def part_of(rows: Sequence[Row]) -> tuple[list[Row], Html]:
    """The rows of the chosen part, and the links to the others; all rows and nothing where they are few."""
    if len(rows) <= TOGETHER:
        return list(rows), Html("")
    parts = -(-len(rows) // A_PART)
    chosen = min(max(_asked(), 1), parts)
    first = (chosen - 1) * A_PART
    shown = list(rows[first : first + A_PART])
    return shown, _links(chosen, parts, (first + 1, first + len(shown), len(rows)))


def _asked() -> int:
    asked = in_address(ROWS)
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1


def _links(chosen: int, parts: int, span: tuple[int, int, int]) -> Html:
    first, last, count = span
    words = say("第{first}至{last}个，共{n}个", first=first, last=last, n=count)
    numbers = (
        link(
            href_here(**{ROWS: "" if number == 1 else str(number)}),
            str(number),
            aria_current="true" if number == chosen else None,
            aria_label=say("第{n}页", n=number),
        )
        for number in range(1, parts + 1)
    )
    return tag(
        "nav", tag("span", words, class_="note"), *numbers, class_="tabs parts-of-rows", aria_label=words
    )
