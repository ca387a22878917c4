"""Values → points → domains → the score (OECD/JRC Handbook 2008): goal posts, weights, deductions.

Arrays may have leading axes (draws); the last axis is the children that are averaged. A missing child is NaN
and hands its weight to the others of its level.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[Any]

# with less of the weight than this there is no index: it would be about something else
LEAST_WEIGHT = 2 / 3
# the logarithm of nothing: under the geometric mean a child of fewer points counts as this many
LEAST_POINTS_GEOMETRIC = 1.0


def goal_post_points(value: ArrayLike, at_0: ArrayLike, at_100: ArrayLike) -> Numbers:
    """Points from 0 to 100, linear between the posts, clipped; `at_0` > `at_100` where low is good."""
    import numpy as np

    low, high = np.asarray(at_0, dtype=float), np.asarray(at_100, dtype=float)
    points = 100 * (np.asarray(value, dtype=float) - low) / (high - low)
    clipped: Numbers = np.clip(points, 0, 100)
    return clipped


def zero_post(points_100: ArrayLike, points_60: ArrayLike) -> Numbers:
    """The value of 0 points on the line through the values of 100 and of 60."""
    import numpy as np

    zero: Numbers = 2.5 * np.asarray(points_60, dtype=float) - 1.5 * np.asarray(points_100, dtype=float)
    return zero


def weighted_mean(points: ArrayLike, weights: ArrayLike, mean: str) -> Numbers:
    """Σwx/Σw or exp(Σw·ln x/Σw) over the children that are there; NaN where none is."""
    import numpy as np

    children = np.asarray(points, dtype=float)
    present = ~np.isnan(children)
    weighing = np.where(present, weights, 0.0)
    if mean == "geometric":
        children = np.log(np.maximum(children, LEAST_POINTS_GEOMETRIC))
    with np.errstate(invalid="ignore"):
        total = np.where(present, children * weighing, 0.0).sum(axis=-1) / weighing.sum(axis=-1)
    averaged: Numbers = np.exp(total) if mean == "geometric" else total
    return averaged


def mean_of_children(children: Iterable[tuple[Numbers, Numbers]], mean: str) -> Numbers:
    """`weighted_mean` of children that come one after the other: points (draws × areas), a weight a draw.

    NaN where none is, and nothing but that where there are no children at all.
    """
    import numpy as np

    total, whole = np.zeros(()), np.zeros(())
    for points, weight in children:
        weights, missing = weight[:, None], np.isnan(points)
        if missing.any():
            points, weights = np.where(missing, 0.0, points), np.where(missing, 0.0, weights)
        if mean == "geometric":
            points = np.log(np.maximum(points, LEAST_POINTS_GEOMETRIC))
        total, whole = total + points * weights, whole + weights
    with np.errstate(invalid="ignore"):
        averaged: Numbers = total / whole
    return np.exp(averaged) if mean == "geometric" else averaged


def with_deductions(points: ArrayLike, deducted: ArrayLike) -> Numbers:
    """The score: never under 0."""
    import numpy as np

    score: Numbers = np.maximum(np.asarray(points, dtype=float) - deducted, 0.0)
    return score


def competition_ranks(scores: ArrayLike) -> Numbers:
    """Rank of every score in its row, the highest is 1; ties share the least rank. No NaN."""
    import numpy as np

    rounded = np.round(np.asarray(scores, dtype=float), 9)  # what differs by rounding alone is a tie
    order = np.argsort(-rounded, axis=-1, kind="stable")
    ordered = np.take_along_axis(rounded, order, axis=-1)
    places = np.broadcast_to(np.arange(rounded.shape[-1]), rounded.shape)
    is_new = np.ones(rounded.shape, dtype=bool)
    is_new[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    first_place = np.maximum.accumulate(np.where(is_new, places, 0), axis=-1)
    ranks = np.empty(rounded.shape, dtype=int)
    np.put_along_axis(ranks, order, first_place + 1, axis=-1)
    return ranks
