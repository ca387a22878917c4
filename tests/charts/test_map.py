"""The map: outlines of the county's own GeoJSON, and the tile grid where there is none."""

import re
from typing import Any

from charts.area_figures import AreaFigure
from charts.map import choropleth, outlines
from charts.measure import Measure

SHARE = Measure("repeat_visit_share", "重复访占比", "percent", "low")
FIGURES = [
    AreaFigure("repeat_visit_share", code, name, "2025", 5.0, 5.0, 100.0, verdict_class="worse_99_8")
    for code, name in (("101", "沙湾镇"), ("102", "石桥镇"), ("103", "云雾乡"))
]
SQUARE = [[105.0, 30.0], [105.1, 30.0], [105.1, 30.1], [105.0, 30.1], [105.0, 30.0]]


def feature(geometry: dict[str, Any] | None, **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def polygon() -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [SQUARE]}


def drawn(*features: dict[str, Any]) -> str:
    return choropleth(
        {"type": "FeatureCollection", "features": list(features)}, FIGURES, SHARE, lambda code: f"?{code}"
    )


def test_without_boundaries_every_township_is_a_tile():
    shown = choropleth(None, FIGURES, SHARE, lambda code: f"?{code}")
    assert re.findall(r'<a href="\?(\d+)" target="_self" class="tile', shown) == ["101", "102", "103"]


def test_a_township_is_found_by_its_code_or_by_its_name():
    shown = drawn(feature(polygon(), code="101"), feature(polygon(), name="石桥镇"))
    assert re.findall(r'<a href="\?(\d+)" target="_self" style="clip-path', shown) == ["101", "102"]


def test_a_township_without_an_outline_stands_as_a_tile_beside_the_map():
    shown = drawn(feature(polygon(), code="101"), feature(None, code="102"))
    assert re.findall(r'<a href="\?(\d+)" target="_self" class="tile', shown) == ["102", "103"]


def test_several_features_of_a_township_are_one_outline():
    point = {"type": "Point", "coordinates": [105.0, 30.0]}
    shapes, _ = outlines(
        {
            "features": [
                feature(polygon(), code="101"),
                feature(polygon(), code="101"),
                feature(point, code="102"),
            ]
        }
    )
    assert [(shape.township, len(shape.rings)) for shape in shapes] == [("101", 2)]


def test_a_file_without_features_is_no_map():
    assert "tile" in choropleth({"features": None}, FIGURES, SHARE, lambda code: "?")
