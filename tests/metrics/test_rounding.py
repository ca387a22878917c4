"""Rounding as people do it."""

from __future__ import annotations

import math

import pytest

from metrics.rounding import half_up


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(2.675, 2, 2.68), (0.5, 0, 1), (1.5, 0, 2), (2.5, 0, 3), (-0.25, 1, -0.3), (1234.56, 1, 1234.6)],
)
def test_a_half_goes_up_and_away_from_zero(value: float, decimals: int, expected: float) -> None:
    assert half_up(value, decimals) == expected


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert math.copysign(1, half_up(-0.01, 1)) == 1
