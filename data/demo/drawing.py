"""Drawing by chance, so that a total is met exactly and the townships still scatter as real ones do.

A plain rounding of shares would give months without any noise: too smooth for limits and control charts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import TypeVar

from data.demo.county import month_end

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


def share_out(chance: Random, total: int, weights: Mapping[Key, float]) -> Counter[Key]:
    """Split `total` over the keys in proportion to their weights, with multinomial noise; sums to `total`."""
    return Counter(chance.choices(list(weights), weights=list(weights.values()), k=total))


def pick_exactly(
    chance: Random, items: Iterable[Item], count: int, weight: Callable[[Item], float] = lambda _: 1.0
) -> list[Item]:
    """`count` of the items, none twice, the heavier the likelier (Efraimidis and Spirakis 2006).

    Raises ValueError when fewer than `count` have a weight above 0.
    """
    weighted = [(item, weight(item)) for item in items]
    # the running number breaks ties, so that items themselves are never compared
    keyed = [(chance.expovariate(w), n, item) for n, (item, w) in enumerate(weighted) if w > 0]
    if len(keyed) < count:
        raise ValueError(f"{count} wanted, {len(keyed)} to choose from")
    keyed.sort(key=lambda entry: entry[:2])
    return [item for _, _, item in keyed[:count]]


def pick_word(chance: Random, weights: Mapping[str, float]) -> str:
    """One of the words."""
    return chance.choices(list(weights), weights=list(weights.values()))[0]


def happens(chance: Random, probability: float) -> bool:
    """True with the given probability."""
    return chance.random() < probability


def successes(chance: Random, trials: int, probability: float) -> int:
    """A binomial count."""
    return sum(chance.random() < probability for _ in range(trials))


def whole_number(chance: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included; `low` when there is nothing between them."""
    return low + int(chance.random() * max(1, high - low + 1))


def office_day(chance: Random, month: date) -> date:
    """A day of the month, rarely on a weekend."""
    days, running_weights = office_calendar(month)
    return chance.choices(days, cum_weights=running_weights)[0]


@cache
def office_calendar(month: date) -> tuple[list[date], list[float]]:
    """The days of a month and their running weights, for `choices`."""
    days = [month + timedelta(days=n) for n in range(month_end(month).day)]
    return days, list(accumulate(1.0 if day.weekday() < 5 else 0.15 for day in days))


def any_day(chance: Random, month: date) -> date:
    """A day of the month, all alike."""
    return month + timedelta(days=int(chance.random() * month_end(month).day))


def pick_one(chance: Random, items: Sequence[Item], weight: Callable[[Item], float]) -> Item:
    """One of the items, the heavier the likelier."""
    return chance.choices(items, weights=[weight(item) for item in items])[0]
