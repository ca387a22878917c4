"""Boundaries made to harm: what cannot be understood is left out, and what can is drawn."""

from __future__ import annotations

import math
from typing import Any

import pytest

from charts.map import MOST_POINTS, outlines

SQUARE = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]
SOUND = {"properties": {"code": "A"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}


def polygon(ring: object) -> dict[str, Any]:
    return {"properties": {"code": "B"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def nested(depth: int) -> Any:
    inner: Any = 1.0
    for _ in range(depth):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    "feature",
    [
        *(None, 7, "text", [], {"geometry": 5}, {"properties": 3}, {"geometry": {"type": ["Polygon"]}}),
        *(polygon(5), polygon([[math.nan, 0.0]] * 4), polygon([[math.inf, 0.0]] * 4), polygon([[0.0]] * 4)),
        *(
            polygon([["x", "y"]] * 4),
            polygon([None] * 4),
            polygon(nested(100_000)),
            polygon([[10**400, 0]] * 4),
        ),
    ],
)
def test_a_feature_that_cannot_be_understood_is_left_out(feature: object) -> None:
    found, _ = outlines({"features": [feature, SOUND]})
    assert [outline.township for outline in found] == ["A"]


def test_a_file_that_is_no_collection_has_no_outlines() -> None:
    assert outlines({"features": {"a": 1}}) == ([], 0.0)
    assert outlines([]) == ([], 0.0)  # type: ignore[arg-type]


def test_of_millions_of_points_as_many_are_drawn_as_can_be_seen() -> None:
    circle = [[math.cos(at / 1e5), math.sin(at / 1e5)] for at in range(628_319)]
    [outline], _ = outlines({"features": [polygon(circle)]})
    assert MOST_POINTS / 2 < sum(map(len, outline.rings)) <= MOST_POINTS + 1
