"""Whom to ask first about a county's figure: the parts that put it above or below what is usual."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 2
FEWEST = 2  # one case is no pattern


@dataclass(frozen=True)
class Contributor:
    """A part (a township, a handling office) with `failing` of its `cases`, `excess` more than usual."""

    item: str
    failing: float
    cases: float
    excess: float


def contributors(
    parts: Iterable[tuple[str, float | None, float | None]], good: str, usual: float
) -> list[Contributor]:
    """At most two parts (item, numerator, denominator) of a share with most failing cases beyond the usual.

    `usual`: the share in percent that the whole usually has. A part without a name, and one with no more
    failing cases than usual, is none.
    """
    share = usual / 100 if good == "low" else 1 - usual / 100
    found = []
    for item, numerator, denominator in parts:
        if item and numerator is not None and denominator:
            failing = numerator if good == "low" else denominator - numerator
            found.append(Contributor(item, failing, denominator, failing - share * denominator))
    kept = [each for each in found if each.excess > 0.5 and each.failing >= FEWEST]
    return sorted(kept, key=lambda each: -each.excess)[:MOST]
