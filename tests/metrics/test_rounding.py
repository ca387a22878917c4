"""Rounding as people do it."""

from __future__ import annotations

import math

import pytest

from metrics.rounding import cut_off, half_up


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(2.675, 2, 2.68), (0.5, 0, 1), (1.5, 0, 2), (2.5, 0, 3), (-0.25, 1, -0.3), (1234.56, 1, 1234.6)],
)
def test_a_half_goes_up_and_away_from_zero(value: float, decimals: int, expected: float) -> None:
    assert half_up(value, decimals) == expected


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert math.copysign(1, half_up(-0.01, 1)) == 1


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(98.98, 0, 98), (99.96, 1, 99.9), (-0.29, 1, -0.2), (1234.56, 1, 1234.5), (100 * (29 / 100), 0, 29)],
)
def test_what_is_cut_off_goes_towards_zero_and_a_whole_stays_whole(
    value: float, decimals: int, expected: float
) -> None:
    assert cut_off(value, decimals) == expected
