"""Two townships, or two periods, beside each other: the difference and whether it is more than chance."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import pytest

from metrics.differences import Side, differences, overlap
from tests.metrics.tiny_mart import definition, figure, months, tiny_mart

Z998 = 3.090232306167813


def wilson(x: float, n: float) -> tuple[float, float]:
    share, square = x / n, Z998**2
    middle, half = share + square / (2 * n), Z998 * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return (middle - half) / (1 + square / n), (middle + half) / (1 + square / n)


def newcombe_is_real(x1: float, n1: float, x2: float, n2: float) -> bool:
    """Newcombe 1998, method 10, as a textbook states it."""
    (low1, up1), (low2, up2) = wilson(x1, n1), wilson(x2, n2)
    difference = x1 / n1 - x2 / n2
    lower = difference - sqrt((x1 / n1 - low1) ** 2 + (up2 - x2 / n2) ** 2)
    upper = difference + sqrt((up1 - x1 / n1) ** 2 + (x2 / n2 - low2) ** 2)
    return lower > 0 or upper < 0


def test_two_townships_are_tested_by_newcombe(tmp_path: Path) -> None:
    wells = {f"rate{well}": well for well in (80, 84, 86, 88, 90)}
    figures = [row for name in wells for row in months(name, "A", "2025-01", (95, 100))]
    figures += [row for name, well in wells.items() for row in months(name, "B", "2025-01", (well, 100))]
    with tiny_mart(tmp_path, figures, [definition(name) for name in wells]) as mart:
        found = differences(mart, "month", Side("B", "2025-01"), Side("A", "2025-01"))
    for name, well in wells.items():
        assert found[name].difference == pytest.approx(well - 95)
        assert (found[name].level == "real") == newcombe_is_real(well, 100, 95, 100), well


def test_a_month_against_the_one_before_is_what_the_mart_says_of_it(tmp_path: Path) -> None:
    figures = months("rate", "A", "2025-01", (95, 100), (70, 100), (72, 100))
    with tiny_mart(tmp_path, figures) as mart:
        for month, before in (("2025-02", "2025-01"), ("2025-03", "2025-02")):
            found = differences(mart, "month", Side("A", month), Side("A", before))["rate"]
            stated = figure(mart, month, "A")
            assert found.difference == pytest.approx(stated.previous_change)
            assert found.level == stated.previous_change_class


def test_a_signal_of_the_later_month_makes_its_change_real_whichever_way_it_is_asked(tmp_path: Path) -> None:
    """24 months about 90 of 100 and one of 78: possible by Newcombe, out of the limits of its chart."""
    shares = [(wells, 100) for wells in (90, 91, 89, 90, 92, 88) * 4]
    with tiny_mart(tmp_path, months("rate", "A", "2023-01", *shares, (78, 100))) as mart:
        since, before = Side("A", "2025-01"), Side("A", "2024-01")
        forth, back = (
            differences(mart, "month", *pair)["rate"] for pair in ((since, before), (before, since))
        )
        assert figure(mart, "2025-01", "A").last_year_change_class == "possible"
        earlier = differences(mart, "month", Side("A", "2024-12"), before)["rate"]
    assert (forth.difference, forth.level) == (pytest.approx(-12), "real")
    assert (back.difference, back.level) == (pytest.approx(12), "real")
    assert earlier.level == "noise"


def test_totals_differ_in_percent_and_money_is_not_tested(tmp_path: Path) -> None:
    money = definition("loss", unit="yuan", good="low", limits_method="none")
    figures = months("loss", "A", "2025-01", 200, 300)
    with tiny_mart(tmp_path, figures, definitions=(money,)) as mart:
        found = differences(mart, "month", Side("A", "2025-02"), Side("A", "2025-01"))["loss"]
    assert (found.difference, found.level) == (pytest.approx(50), None)


def test_periods_with_months_in_common_are_not_tested(tmp_path: Path) -> None:
    figures = months("rate", "A", "2023-01", *[(95, 100)] * 12, *[(60, 100)] * 12)
    with tiny_mart(tmp_path, figures) as mart:
        near = differences(mart, "rolling12", Side("A", "2024-12"), Side("A", "2024-06"))["rate"]
        apart = differences(mart, "rolling12", Side("A", "2024-12"), Side("A", "2023-12"))["rate"]
    assert near.level is None
    assert near.difference is not None
    assert apart.level == "real"


def test_which_periods_overlap() -> None:
    assert overlap("rolling12", "2025-12", "2025-01")
    assert not overlap("rolling12", "2025-12", "2024-12")
    assert overlap("ytd", "2025-06", "2025-03")
    assert not overlap("ytd", "2025-06", "2024-06")
    assert not overlap("month", "2025-06", "2025-05")
