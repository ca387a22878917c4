"""Boundaries of the fictional county: 24 areas that adjoin without gaps, drawn in the open sea at 0° N, 0° E.

Around each township's seat a cell of a power diagram (Aurenhammer 1987) is cut out of the county's outline;
then every border is bent by midpoint displacement, once for both neighbours, so that they still fit.
"""

from __future__ import annotations

import json
from math import dist
from pathlib import Path
from random import Random

from data.demo.county import BY_NAME, COUNTY

Point = tuple[float, float]

# degrees; a hull that is round and uneven as a county is
OUTLINE: tuple[Point, ...] = (
    (0.225, 0.305), (0.262, 0.232), (0.352, 0.196), (0.455, 0.205), (0.560, 0.188), (0.672, 0.228),
    (0.742, 0.302), (0.768, 0.395), (0.748, 0.498), (0.690, 0.578), (0.585, 0.640), (0.470, 0.652),
    (0.360, 0.625), (0.268, 0.552), (0.218, 0.445),
)  # fmt: skip
SEATS: dict[str, Point] = {
    "城关街道": (0.482, 0.418), "新河街道": (0.530, 0.438), "望江镇": (0.440, 0.352),
    "石桥镇": (0.545, 0.352), "柳林镇": (0.400, 0.452), "青峰镇": (0.330, 0.395),
    "白鹤镇": (0.608, 0.430), "大坪镇": (0.352, 0.512), "双溪镇": (0.470, 0.500),
    "金田镇": (0.570, 0.518), "永安镇": (0.645, 0.355), "枫树镇": (0.360, 0.312),
    "龙泉镇": (0.460, 0.272), "高岭镇": (0.292, 0.302), "沙湾镇": (0.560, 0.262),
    "桂花乡": (0.655, 0.500), "茶园乡": (0.702, 0.425), "云雾乡": (0.265, 0.475),
    "梅岭乡": (0.360, 0.232), "竹山乡": (0.690, 0.318), "松坡乡": (0.320, 0.578),
    "红石乡": (0.430, 0.590), "南湖乡": (0.540, 0.592), "产业园区": (0.532, 0.402),
}  # fmt: skip
# square degrees off a cell's reach: the seat is crowded, and the park lies beside it
SMALLER = {"城关街道": 0.0018, "新河街道": 0.0020, "产业园区": 0.0016}
FINEST_STEP = 0.009  # degrees, one kilometre
BEND = 0.17  # of a border's length


def write_boundaries(path: Path) -> Path:
    """Write the GeoJSON (RFC 7946: outer rings run counter-clockwise); properties are code and name."""
    features = [feature(name) for name in SEATS]
    collection = {"type": "FeatureCollection", "name": COUNTY, "features": features}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    return path


def feature(name: str) -> dict[str, object]:
    """One township."""
    return {
        "type": "Feature",
        "properties": {"code": BY_NAME[name].code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring(cell(name))]},
    }


def cell(name: str) -> list[Point]:
    """The corners of the area that is nearer to this seat than to any other, counter-clockwise."""
    corners = list(OUTLINE)
    for other in SEATS:
        if other != name:
            corners = cut(corners, name, other)
    return [(round(x, 7), round(y, 7)) for x, y in corners]


def cut(corners: list[Point], name: str, other: str) -> list[Point]:
    """The part of a convex polygon on this seat's side of the border with the other (Sutherland–Hodgman)."""
    kept: list[Point] = []
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        here, there = advantage(start, name, other), advantage(end, name, other)
        if here >= 0:
            kept.append(start)
        if (here >= 0) != (there >= 0):
            share = here / (here - there)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept


def advantage(point: Point, name: str, other: str) -> float:
    """How much nearer the point is to this seat than to the other; 0 on the border. Linear in the point."""
    reach, others = (dist(point, SEATS[n]) ** 2 + SMALLER.get(n, 0.0) for n in (name, other))
    return others - reach


def ring(corners: list[Point]) -> list[Point]:
    """The closed ring around the corners with every border bent."""
    points: list[Point] = []
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        points += border(start, end)[:-1]
    return [*points, points[0]]


def border(start: Point, end: Point) -> list[Point]:
    """The bent border; the same points, the other way round, when asked from the other side."""
    if end < start:
        return border(end, start)[::-1]
    points = bent(Random(f"{start} {end}"), start, end)
    return [(round(x, 5), round(y, 5)) for x, y in points]


def bent(chance: Random, start: Point, end: Point) -> list[Point]:
    """From start to end with every middle pushed aside, down to the finest step."""
    length = dist(start, end)
    if length < FINEST_STEP:
        return [start, end]
    aside = BEND * (2 * chance.random() - 1)
    middle = (
        (start[0] + end[0]) / 2 - aside * (end[1] - start[1]),
        (start[1] + end[1]) / 2 + aside * (end[0] - start[0]),
    )
    return bent(chance, start, middle)[:-1] + bent(chance, middle, end)
