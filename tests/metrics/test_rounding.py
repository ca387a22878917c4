"""Rounding as people do it."""

from __future__ import annotations

import pytest

from metrics.rounding import half_up, shown, shown_percent, shown_share


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(2.675, 2, 2.68), (0.5, 0, 1), (1.5, 0, 2), (2.5, 0, 3), (-0.25, 1, -0.3)],
)
def test_a_half_goes_up_and_away_from_zero(value: float, decimals: int, expected: float) -> None:
    assert half_up(value, decimals) == expected


def test_a_missing_value_is_a_dash() -> None:
    assert shown(None, 1) == shown(float("nan"), 1) == shown_share(1, 0) == shown_share(None, 5) == "—"
    assert shown_percent(None) == "—"


def test_decimals_are_kept_and_minus_zero_is_zero() -> None:
    assert (shown(3, 2), shown(-0.01, 1), shown(1234.56, 1)) == ("3.00", "0.0", "1234.6")


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "expected"),
    [
        (999, 1000, 0, "99"),
        (9_999, 10_000, 1, "99.9"),
        (1, 1_000, 0, "1"),
        (1, 10_000, 1, "0.1"),
        (0, 1000, 1, "0.0"),
        (1000, 1000, 1, "100.0"),
        (923, 1000, 1, "92.3"),
    ],
)
def test_a_share_that_is_not_whole_prints_neither_as_all_nor_as_nothing(
    numerator: int, denominator: int, decimals: int, expected: str
) -> None:
    assert shown_share(numerator, denominator, decimals) == expected
    assert shown_percent(100 * numerator / denominator, decimals) == expected


def test_a_bulletin_may_truncate_and_cap() -> None:
    assert shown_share(973, 983, 0) == "99"
    assert shown_share(973, 983, 0, truncate=True) == "98"
    assert shown_share(5, 1, 2) == "500.00"
    assert shown_share(5, 1, 2, capped=True) == "100.00"
