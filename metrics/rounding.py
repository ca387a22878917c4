"""Rounding as people do it, on the decimal digits that are shown: half up, away from zero.

Some bulletins cut off what follows the last digit (973 of 983 prints 98 %): `cut_off`.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal


def half_up(value: float, decimals: int) -> float:
    """2.675 → 2.68, −0.25 → −0.3: on the shortest decimal that is the float, without its binary dust."""
    return _to_digits(Decimal(repr(float(value))), decimals, ROUND_HALF_UP)


def cut_off(value: float, decimals: int) -> float:
    """98.98 → 98 with no decimals, −0.29 → −0.2 with one."""
    # a quotient a hair below its whole (28.999999999999996) is that whole: twelve digits hold every real one
    return _to_digits(Decimal(f"{value:.12g}"), decimals, ROUND_DOWN)


def _to_digits(value: Decimal, decimals: int, rounding: str) -> float:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding)
    return float(abs(rounded) if rounded == 0 else rounded)  # no −0.0
