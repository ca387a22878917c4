"""Other weights for the safety index, to see what they would do: never saved, never the published score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from metrics.index.standard import Domain, Standard

HIGHEST = 100
FEWER_DRAWS = 1_000  # a trial needs its intervals to two digits, and an answer at once


def weights_in(text: str, standard: Standard) -> dict[str, float]:
    """'requests:40,satisfaction_rate:0' → the weights that differ from the standard's.

    A name is a domain or a weighted indicator. What is not one, or no whole number of 0 to 100, is left out.
    """
    now = weights_of(standard)
    pairs = (part.partition(":") for part in text.split(","))
    found = {
        name: int(number)
        for name, _, number in pairs
        if name in now and number.isascii() and number.isdigit()
    }
    return {name: float(each) for name, each in found.items() if each <= HIGHEST and each != now[name]}


def weights_of(standard: Standard) -> dict[str, float]:
    """Every weight of a standard: domains, then indicators."""
    domains = {domain.id: domain.weight for domain in standard.domains}
    return domains | {
        name: weight for domain in standard.domains for name, weight in domain.indicators.items()
    }


def reweighed(standard: Standard, weights: Mapping[str, float]) -> Standard:
    """The standard with these weights in the place of its own; 0 leaves out. Nothing left: as it was."""
    domains = tuple(each for domain in standard.domains if (each := _reweighed(domain, weights)))
    return replace(standard, domains=domains) if domains else standard


def _reweighed(domain: Domain, weights: Mapping[str, float]) -> Domain | None:
    inside = {name: weights.get(name, weight) for name, weight in domain.indicators.items()}
    inside = {name: weight for name, weight in inside.items() if weight > 0}
    whole = weights.get(domain.id, domain.weight)
    return Domain(domain.id, whole, inside) if whole > 0 and inside else None
