"""Over-dispersed funnels against FunnelPlotR 0.6.0; its SHMI and RC variants are not built."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.funnels import FunnelLimits, proportion_limits
from metrics.overdispersion import (
    Dispersion,
    rate_dispersion,
    rate_limits,
    share_dispersion,
    share_limits,
    winsorised,
)

GOLDEN = Path(__file__).parents[1] / "golden"
SIDES = ("lower95", "upper95", "lower998", "upper998")


def read(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


BUILT = [case for case in read("funnelplotr_cases") if case["sr_method"] != "SHMI"]


def points(case: dict[str, str]) -> list[dict[str, str]]:
    return [row for row in read("funnelplotr_points") if row["case_id"] == case["case_id"]]


def dispersion(case: dict[str, str]) -> Dispersion:
    rows = points(case)
    x, n = [float(r["numerator"]) for r in rows], [float(r["denominator"]) for r in rows]
    if case["data_type"] == "PR":
        return share_dispersion(x, n, float(case["target"]), float(case["trim_by"]))
    return rate_dispersion(x, n, float(case["trim_by"]))


def sides(limits: FunnelLimits) -> list[float]:
    return [getattr(limits, side) for side in SIDES]


@pytest.mark.parametrize("case", BUILT, ids=lambda case: case["case_id"])
def test_the_spread_between_areas_is_that_of_the_reference(case: dict[str, str]) -> None:
    found = dispersion(case)
    assert found.phi == pytest.approx(float(case["phi"]), rel=1e-9)
    assert found.tau2 == pytest.approx(float(case["tau2"]), rel=1e-9)
    assert found.count == int(case["n_groups"])


@pytest.mark.parametrize("case", BUILT, ids=lambda case: case["case_id"])
def test_the_limits_of_every_area_are_those_of_the_reference(case: dict[str, str]) -> None:
    tau2, scale = dispersion(case).tau2, float(case["multiplier"])
    rows = sorted(points(case), key=lambda row: float(row["denominator"]))
    sizes = [float(row["denominator"]) for row in rows]
    if case["data_type"] == "PR":
        limits = share_limits(float(case["target"]), sizes, tau2)
    else:
        limits = rate_limits(sizes, tau2, squared=False)
    for row, found in zip(rows, limits, strict=True):
        wanted = [float(row[name]) / scale for name in ("OD95LCL", "OD95UCL", "OD998LCL", "OD998UCL")]
        assert sides(found) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("kind", ["PR", "SR_CQC"])
def test_the_limits_on_a_grid_are_those_of_the_reference(kind: str) -> None:
    grid = [row for row in read("funnelplotr_limits_grid") if row["kind"] == kind]
    for key in sorted({(row["tau2"], row["target"]) for row in grid}):
        rows = [row for row in grid if (row["tau2"], row["target"]) == key]
        sizes, tau2 = [float(row["n"]) for row in rows], float(key[0])
        is_share = kind == "PR"
        found = (
            share_limits(float(key[1]), sizes, tau2) if is_share else rate_limits(sizes, tau2, squared=False)
        )
        for row, limits in zip(rows, found, strict=True):
            wanted = [float(row[name]) for name in ("ll95", "ul95", "ll998", "ul998")]
            if is_share:
                wanted = unturned(wanted, float(key[1]), float(row["n"]), tau2)
            assert sides(limits) == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def unturned(wanted: list[float], benchmark: float, size: float, tau2: float) -> list[float]:
    """The limits of the reference, none or all where its angle lies beyond them: there sin² comes back."""
    spread, centre = math.sqrt(1 / (4 * size) + tau2), math.asin(math.sqrt(benchmark))
    angles = [centre + z * spread for z in (-1.959964, 1.959964, -3.090232, 3.090232)]
    ends = [0.0 if angle < 0 else 1.0 if angle > math.pi / 2 else None for angle in angles]
    return [of if end is None else end for end, of in zip(ends, wanted, strict=True)]


def test_limits_of_shares_end_at_all_and_never_turn_back_below_the_benchmark() -> None:
    """asin √0.99 = 1.471 and 3.09 × √(0.01 + 1/20,000) = 0.310 pass a right angle: sin² would be 0.957."""
    (found,) = share_limits(0.99, [5_000.0], 0.01)
    assert (found.upper95, found.upper998) == (1.0, 1.0)
    assert found.lower95 == pytest.approx(0.9145, abs=1e-4)
    (rare,) = share_limits(0.02, [800.0], 0.02)
    assert (rare.lower95, rare.lower998) == (0.0, 0.0)


def test_limits_of_rates_are_drawn_as_ratios() -> None:
    """Without spread they are close to those of a Poisson count: 1 ± 1.96 / √expected."""
    (found,) = rate_limits([400.0], 0.0)
    assert found.upper95 == pytest.approx(1 + 1.96 / 20, abs=0.003)
    assert found.lower95 == pytest.approx(1 - 1.96 / 20, abs=0.003)


def test_fewer_than_ten_townships_tell_nothing_of_their_spread() -> None:
    shares = [(10, 100), (30, 100), (60, 100)] * 3
    few = share_dispersion([x for x, _ in shares], [n for _, n in shares], 1 / 3)
    assert few.phi > 1 and not few.is_drawn
    enough = share_dispersion([x for x, _ in shares * 2], [n for _, n in shares * 2], 1 / 3)
    assert enough.is_drawn


def test_no_township_at_all_has_no_spread() -> None:
    assert not share_dispersion([], [], 0.5).is_drawn


COUNTS = st.lists(st.tuples(st.integers(0, 80), st.integers(80, 400)), min_size=10, max_size=30)


@given(counts=COUNTS)
def test_spread_only_ever_widens_the_funnel(counts: list[tuple[int, int]]) -> None:
    x, n = [c[0] for c in counts], [c[1] for c in counts]
    found = share_dispersion(x, n, sum(x) / sum(n))
    assert found.phi >= 0 and found.tau2 >= 0
    sizes = [100.0, 400.0]
    for plain, wide in zip(share_limits(0.3, sizes, 0.0), share_limits(0.3, sizes, found.tau2), strict=True):
        assert wide.lower998 <= plain.lower998 and plain.upper95 <= wide.upper95


def test_without_spread_the_funnel_is_nearly_the_plain_one() -> None:
    (plain,), (found,) = proportion_limits(0.3, [400.0]), share_limits(0.3, [400.0], 0.0)
    assert sides(found) == pytest.approx(sides(plain), abs=0.003)


@given(values=st.lists(st.floats(-50, 50), min_size=1, max_size=30))
def test_winsorising_moves_only_the_ends(values: list[float]) -> None:
    moved = winsorised(values)
    assert len(moved) == len(values)
    kept = [a for a, b in zip(values, moved, strict=True) if a == b]
    assert all(min(moved) <= value <= max(moved) for value in kept)
