"""How many more cases, done well, would have reached the target: a distance that an office can act on."""

from __future__ import annotations

import math
from fractions import Fraction

# what one case adds to a value with this denominator: 1 / denominator × this
_SCALES = {"percent": 100, "per_10k": 120_000, "per_100k": 1_200_000}


def cases_to_target(
    numerator: float | None, denominator: float | None, target: float | None, good: str, unit: str = "percent"
) -> int | None:
    """The smallest whole number of cases, among the same ones, by which the figure would have met `target`.

    `good` high: so many more in the numerator; low: so many fewer. 0 where it is met; None where there is no
    target, no figure, nothing good or bad about it, or more cases than there are. `target` in the unit.
    """
    wanted = _wanted(denominator, target, unit)
    if numerator is None or wanted is None or good not in ("high", "low"):
        return None
    if good == "high":
        missing = math.ceil(wanted - _exact(numerator))
        fits = unit != "percent" or _exact(numerator) + missing <= _exact(denominator or 0)
    else:
        missing = math.ceil(_exact(numerator) - wanted)
        fits = missing <= numerator
    return max(missing, 0) if missing <= 0 or fits else None


def _wanted(denominator: float | None, target: float | None, unit: str) -> Fraction | None:
    """The numerator at which the figure equals its target; sums of days and of money are no cases."""
    if target is None or unit not in ("count", *_SCALES):
        return None
    if unit == "count":
        return _exact(target)
    return _exact(target) * _exact(denominator) / _SCALES[unit] if denominator else None


def _exact(number: float) -> Fraction:
    """95.1 as people write it, not as the machine keeps it: a rounding must not cost a case."""
    return Fraction(repr(float(number)))
