"""Control limits of a funnel plot: how far a small township may lie from the county by chance alone.

Spiegelhalter 2005 (doi:10.1002/sim.1970), plain limits. Levels: 95 % and 99.8 %.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z_95 = 1.959963984540054
Z_998 = 3.090232306167813


@dataclass(frozen=True)
class FunnelLimits:
    """Limits at one size; the same scale as the benchmark they were made for."""

    size: float
    lower95: float
    upper95: float
    lower998: float
    upper998: float


def proportion_limits(benchmark: float, sizes: Sequence[float]) -> list[FunnelLimits]:
    """Limits around the share `benchmark` (0 to 1) at each denominator: θ ± z·√(θ(1−θ)/n), inside 0 and 1."""
    if not 0 <= benchmark <= 1:
        raise ValueError(f"a benchmark share is between 0 and 1: {benchmark}")
    return [_proportion_limits(benchmark, size) for size in sizes]


def _proportion_limits(benchmark: float, size: float) -> FunnelLimits:
    spread = math.sqrt(benchmark * (1 - benchmark) / size)
    near, far = Z_95 * spread, Z_998 * spread
    return FunnelLimits(
        size,
        max(0.0, benchmark - near),
        min(1.0, benchmark + near),
        max(0.0, benchmark - far),
        min(1.0, benchmark + far),
    )


@dataclass(frozen=True)
class ExpectedLimits:
    """How many events would have to be expected for `observed` ones to lie exactly on a limit."""

    observed: float
    lower95: float
    upper95: float
    lower998: float
    upper998: float


def expected_limits(observed: Sequence[float]) -> list[ExpectedLimits]:
    """Exact Poisson limits of each count of events: a count is high where fewer than `lower` were expected.

    L = ½χ²⁻¹(α/2; 2x), 0 where x = 0; U = ½χ²⁻¹(1 − α/2; 2x + 2).
    """
    from scipy.special import chdtri  # the inverse of the upper tail; only funnels of rates need it

    def ends(count: float, tail: float) -> tuple[float, float]:
        low = 0.0 if count == 0 else 0.5 * float(chdtri(2 * count, 1 - tail))
        return low, 0.5 * float(chdtri(2 * count + 2, tail))

    return [
        ExpectedLimits(count, *_interleaved(ends(count, 0.025), ends(count, 0.001))) for count in observed
    ]


def _interleaved(near: tuple[float, float], far: tuple[float, float]) -> tuple[float, float, float, float]:
    return near[0], near[1], far[0], far[1]
