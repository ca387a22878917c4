"""Rounding as people do it, on the decimal digits that are shown.

Half up, away from zero; some bulletins truncate instead. A share that is not whole never prints as 100 % or
0 %: 999 of 1,000 with no decimals is 99 %, and 1 of 1,000 is 1 %.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal


def half_up(value: float, decimals: int) -> float:
    """2.675 → 2.68, −0.25 → −0.3: on the shortest decimal that is the float, without its binary dust."""
    return float(_decimal(value, decimals))


def shown(value: float | None, decimals: int, *, truncate: bool = False) -> str:
    """A value with a fixed number of decimals, "—" where it is missing."""
    return "—" if value is None or value != value else f"{_decimal(value, decimals, truncate):f}"


def shown_share(
    numerator: float | None,
    denominator: float | None,
    decimals: int = 1,
    *,
    truncate: bool = False,
    capped: bool = False,
) -> str:
    """A share in percent without its sign: "92.3"; "—" where there is no denominator.

    `truncate` and `capped` (never above 100) follow bulletins that print so; neither is a default anywhere.
    """
    if numerator is None or denominator is None or not denominator:
        return "—"
    percent = 100 * Decimal(repr(float(numerator))) / Decimal(repr(float(denominator)))
    if capped:
        percent = min(percent, Decimal(100))
    return f"{_never_whole(percent, _rounded(percent, decimals, truncate), decimals):f}"


def shown_percent(percent: float | None, decimals: int = 1, *, truncate: bool = False) -> str:
    """As `shown_share`, of a percentage that has been divided already."""
    if percent is None or percent != percent:
        return "—"
    exact = Decimal(repr(float(percent)))
    return f"{_never_whole(exact, _rounded(exact, decimals, truncate), decimals):f}"


def _never_whole(exact: Decimal, rounded: Decimal, decimals: int) -> Decimal:
    """One step away from 0 or 100 where rounding arrived there and the share did not."""
    step = Decimal(1).scaleb(-decimals)
    if rounded == 100 and exact < 100:
        return rounded - step
    if rounded == 0 and exact > 0:
        return step
    return rounded


def _decimal(value: float, decimals: int, truncate: bool = False) -> Decimal:
    return _rounded(Decimal(repr(float(value))), decimals, truncate)


def _rounded(value: Decimal, decimals: int, truncate: bool) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN if truncate else ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # no −0.0
