"""Funnel limits where townships differ by more than chance: the spread between them is added to the limits.

Spiegelhalter et al. 2012 (JRSS A 175), additive random effects, as FunnelPlotR 0.6.0 computes them: z scores
on a variance-stabilising scale, the outermost tenths winsorised; φ = how many times larger their spread is
than chance alone makes it, τ² = the variance between townships.

- shares (PR): asin √(x/n), standard error 1/(2√n);
- rates (SR, CQC): √(observed/expected), standard error 1/(2√expected).

The package leaves the limits of rates on the scale of the square root, where they are half as wide as they
should be; `squared` turns them back into ratios, and that is what the product draws. Those of shares it lets
turn back where they have passed none or all, a limit of 99.8 % inside that of 95 %; here they stay there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.funnels import FunnelLimits

# as the package rounds them
Z_95, Z_998 = 1.959964, 3.090232
TRIMMED = 0.1
FEWEST_TOWNSHIPS = 10  # of fewer, nobody can tell how far they differ


@dataclass(frozen=True)
class Dispersion:
    """`phi`: spread of the z scores, 1 where chance alone is at work; `tau2`: variance between townships."""

    phi: float
    tau2: float
    count: int

    @property
    def is_drawn(self) -> bool:
        """Whether limits of their own are worth drawing beside the plain ones."""
        return self.phi > 1 and self.tau2 > 0 and self.count >= FEWEST_TOWNSHIPS


def share_dispersion(
    numerators: Sequence[float], denominators: Sequence[float], benchmark: float, trimmed: float = TRIMMED
) -> Dispersion:
    """Of shares around `benchmark` (0 to 1)."""
    errors = [1 / (2 * math.sqrt(n)) for n in denominators]
    centre = math.asin(math.sqrt(benchmark))
    places = [math.asin(math.sqrt(x / n)) for x, n in zip(numerators, denominators, strict=True)]
    return _dispersion(places, errors, centre, trimmed)


def rate_dispersion(
    observed: Sequence[float], expected: Sequence[float], trimmed: float = TRIMMED
) -> Dispersion:
    """Of counts of events around what is expected of each township (benchmark × exposure)."""
    errors = [1 / (2 * math.sqrt(e)) for e in expected]
    places = [math.sqrt(o / e) for o, e in zip(observed, expected, strict=True)]
    return _dispersion(places, errors, 1.0, trimmed)


def _dispersion(
    places: Sequence[float], errors: Sequence[float], centre: float, trimmed: float
) -> Dispersion:
    count = len(places)
    if not count:
        return Dispersion(1.0, 0.0, 0)
    scores = winsorised([(y - centre) / s for y, s in zip(places, errors, strict=True)], trimmed)
    phi = math.fsum(z * z for z in scores) / count
    weights = [1 / (s * s) for s in errors]
    total = math.fsum(weights)
    room = total - math.fsum(w * w for w in weights) / total
    tau2 = max(0.0, (count * phi - (count - 1)) / room) if room > 0 else 0.0
    return Dispersion(phi, tau2, count)


def winsorised(values: Sequence[float], trimmed: float = TRIMMED) -> list[float]:
    """Values beyond the quantiles `trimmed` and 1 − `trimmed` (type 7) moved onto them."""
    ordered = sorted(values)
    low, high = quantile(ordered, trimmed), quantile(ordered, 1 - trimmed)
    return [min(max(value, low), high) for value in values]


def quantile(ordered: Sequence[float], share: float) -> float:
    """Linear between the two nearest values (Hyndman & Fan 1996, type 7); `ordered` from the least on."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def share_limits(benchmark: float, sizes: Sequence[float], tau2: float) -> list[FunnelLimits]:
    """Limits around the share `benchmark` (0 to 1) at each denominator.

    No angle lies beyond that of none or of all: sin² would turn round there, and come back inside the limits.
    """
    centre = math.asin(math.sqrt(benchmark))

    def edge(z: float, size: float) -> float:
        angle = centre + z * math.sqrt(1 / (4 * size) + tau2)
        return math.sin(min(max(angle, 0.0), math.pi / 2)) ** 2

    return [FunnelLimits(n, edge(-Z_95, n), edge(Z_95, n), edge(-Z_998, n), edge(Z_998, n)) for n in sizes]


def rate_limits(expected: Sequence[float], tau2: float, *, squared: bool = True) -> list[FunnelLimits]:
    """Limits of observed / expected, around 1; `squared`: as ratios, else on the square-root scale."""

    def edge(z: float, e: float) -> float:
        root = 1 + z * math.sqrt(1 / (4 * e) + tau2)
        return max(root, 0.0) ** 2 if squared else root

    return [FunnelLimits(e, edge(-Z_95, e), edge(Z_95, e), edge(-Z_998, e), edge(Z_998, e)) for e in expected]
