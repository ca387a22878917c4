"""Rounding as people do it, on the decimal digits that are shown: half up, away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: float, decimals: int) -> float:
    """2.675 → 2.68, −0.25 → −0.3: on the shortest decimal that is the float, without its binary dust."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return float(abs(rounded) if rounded == 0 else rounded)  # no −0.0
