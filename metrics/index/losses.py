"""Where a score's points went, and what moved it since another period."""

from __future__ import annotations

import math
from collections.abc import Mapping

from metrics.index.results import AreaIndex
from metrics.index.scoring import LEAST_POINTS_GEOMETRIC
from metrics.index.standard import Standard

DEDUCTIONS = "deductions"


def losses(index: AreaIndex, standard: Standard) -> dict[str, float]:
    """Points lost from 100, by domain, then by deductions where there are any; they add up to 100 − score."""
    if index.before is None or index.score is None:
        return {}
    shares = {name: _loss(points, standard) for name, points in index.domains.items()}
    weights = {domain.id: domain.weight for domain in standard.domains if domain.id in shares}
    parts = {name: weights[name] * share for name, share in shares.items()}
    whole = sum(parts.values())
    # the geometric mean multiplies: its loss is shared out by logarithms
    lost = {name: (100 - index.before) * part / whole if whole else 0.0 for name, part in parts.items()}
    if index.deductions:
        lost[DEDUCTIONS] = index.before - index.score
    return lost


def _loss(points: float, standard: Standard) -> float:
    if standard.mean == "geometric":
        return math.log(100 / max(points, LEAST_POINTS_GEOMETRIC))
    return 100 - points


def moved(now: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    """What each domain and the deductions added to the score since `before`, the largest move first."""
    changes = {name: before.get(name, 0.0) - now.get(name, 0.0) for name in {**now, **before}}
    return dict(sorted(changes.items(), key=lambda item: (-abs(item[1]), item[0])))
