"""The fictional county's map."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from data.demo.boundaries import SEATS, write_boundaries
from data.demo.county import TOWNSHIPS

Point = tuple[float, float]


@pytest.fixture(scope="module")
def rings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Point]]:
    path = write_boundaries(tmp_path_factory.mktemp("map") / "boundaries.geojson")
    assert path.stat().st_size < 200_000
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert [(f["properties"]["code"], f["properties"]["name"]) for f in features] == [
        (township.code, township.name) for township in TOWNSHIPS
    ]
    return {f["properties"]["name"]: [tuple(p) for p in f["geometry"]["coordinates"][0]] for f in features}


def area(ring: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def test_the_areas_adjoin_without_gap_or_overlap(rings: dict[str, list[Point]]) -> None:
    steps = Counter(step for ring in rings.values() for step in pairwise(ring))
    assert set(steps.values()) == {1}
    outer = {a: b for a, b in steps if (b, a) not in steps}
    outline = [next(iter(outer))]
    while len(outline) <= len(outer):
        outline.append(outer[outline[-1]])
    assert outline[0] == outline[-1]
    assert area(outline) == pytest.approx(sum(map(area, rings.values())))


def test_every_ring_is_closed_runs_counter_clockwise_and_never_crosses_itself(
    rings: dict[str, list[Point]],
) -> None:
    for ring in rings.values():
        assert ring[0] == ring[-1]
        assert area(ring) > 0
        assert not any(cross(*a, *b) for a, b in combinations(pairwise(ring), 2))


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def test_the_park_lies_beside_both_subdistricts_and_is_the_smallest(rings: dict[str, list[Point]]) -> None:
    park = set(rings["产业园区"])
    assert all(len(park & set(rings[name])) > 1 for name in ("城关街道", "新河街道"))
    assert min(SEATS, key=lambda name: area(rings[name])) == "产业园区"


def test_the_map_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = (write_boundaries(tmp_path / name).read_bytes() for name in ("a.json", "b.json"))
    assert first == second
