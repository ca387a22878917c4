"""Townships where they are: outlines from the county's own GeoJSON, drawn without any map server.

Without boundaries a grid of equal tiles in register order says the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charts.area_figures import AreaFigure, shown_class
from charts.drawing import drawn_line
from charts.markup import Html, join, tag
from charts.measure import Measure
from charts.palette import css_class, glyph, verdict_of, verdict_words
from charts.ranking import figure_title
from charts.text import value_text
from data.language import say

Point = tuple[float, float]
Ring = list[Point]
WIDTH = 1000.0
SMALL = 130.0
MOST_POINTS = 100_000
CODE_KEYS = ("code", "township", "adcode", "id", "行政区划代码", "代码")
NAME_KEYS = ("name", "NAME", "Name", "乡镇", "名称")


@dataclass(frozen=True)
class Outline:
    """One township on the plane: x to the right, y down, 0 to WIDTH; `label` is where its name stands."""

    township: str
    rings: tuple[Ring, ...]
    label: Point


def outlines(geojson: Mapping[str, Any]) -> tuple[list[Outline], float]:
    """The townships of a FeatureCollection (longitude, latitude) and the height of the plane.

    A feature without an outline (no geometry, a point, nothing that can be understood) is left out.
    """
    shapes: dict[str, list[Ring]] = {}
    features = geojson.get("features") if isinstance(geojson, Mapping) else None
    for feature in features if isinstance(features, list) else []:
        code, rings = _understood(feature)
        shapes.setdefault(code, []).extend(rings)
    shapes = _thinned(shapes)
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    if not points:
        return [], 0.0
    project, height = _projection(points)
    placed = {code: [[project(point) for point in ring] for ring in rings] for code, rings in shapes.items()}
    return [Outline(code, tuple(rings), _middle(rings)) for code, rings in placed.items() if rings], height


def _understood(feature: Any) -> tuple[str, list[Ring]]:
    """The township and its rings; none where the file is not what it should be."""
    try:
        return _code(feature), list(_rings(feature.get("geometry") or {}))
    except (TypeError, ValueError, AttributeError, KeyError, IndexError, OverflowError):
        return "", []


def _thinned(shapes: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Of millions of points every so many: more than MOST_POINTS no screen shows and no browser draws."""
    points = sum(len(ring) for rings in shapes.values() for ring in rings)
    step = -(-points // MOST_POINTS)
    if step < 2:
        return shapes
    return {code: [ring[::step] for ring in rings if len(ring) > 2 * step] for code, rings in shapes.items()}


def _code(feature: Mapping[str, Any]) -> str:
    """The township's code, else its name: makers of maps call either by many names."""
    properties = feature.get("properties") or {}
    found = next((properties[key] for key in (*CODE_KEYS, *NAME_KEYS) if properties.get(key)), None)
    return str(feature.get("id", "") if found is None else found)


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    """Outer rings and holes of a Polygon or MultiPolygon alike: even-odd filling tells them apart."""
    polygons = {"Polygon": [geometry.get("coordinates")], "MultiPolygon": geometry.get("coordinates")}
    for polygon in polygons.get(geometry.get("type", "")) or []:
        for ring in polygon or []:
            if len(ring) > 2:
                points = [(float(point[0]), float(point[1])) for point in ring]
                if all(math.isfinite(x) and math.isfinite(y) for x, y in points):
                    yield points


def _projection(points: Sequence[Point]) -> tuple[Callable[[Point], Point], float]:
    """Equirectangular around the county's own latitude: a county is too small for anything better to show."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * squeeze, 1e-9)

    def project(point: Point) -> Point:
        return (point[0] - west) * squeeze * scale, (north - point[1]) * scale

    return project, (north - south) * scale


def _middle(rings: Sequence[Ring]) -> Point:
    """The centroid of the largest ring."""
    ring = max(rings, key=lambda each: abs(_area(each)))
    area = _area(ring)
    if abs(area) < 1e-9:
        return ring[0]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    return x, y


def _area(ring: Ring) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return 0.5 * sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)


def choropleth(
    geojson: Mapping[str, Any] | None,
    figures: Sequence[AreaFigure],
    measure: Measure,
    address: Callable[[str], str],
) -> Html:
    """Verdicts where the townships are; a neutral indicator shows its values and no colour."""
    by_code = {figure.name: figure for figure in figures} | {figure.area: figure for figure in figures}
    shapes, height = outlines(geojson) if geojson else ([], 0.0)
    known = [shape for shape in shapes if shape.township in by_code]
    if not known:
        return _tiles(figures, measure, address)
    drawn = {by_code[shape.township].area for shape in known}
    others = [figure for figure in figures if figure.area not in drawn]
    whole = _outlined(known, by_code, measure, height, address)
    return join([whole, _tiles(others, measure, address)]) if others else whole


def _outlined(
    known: Sequence[Outline],
    by_code: Mapping[str, AreaFigure],
    measure: Measure,
    height: float,
    address: Callable[[str], str],
) -> Html:
    areas = join(_area_link(shape, by_code[shape.township], measure, height, address) for shape in known)
    labels = join(_label(shape, by_code[shape.township], measure, height) for shape in known)
    borders = drawn_line(_borders(known), WIDTH, height, "borders")
    return tag(
        "div",
        *(areas, borders, labels),
        class_="map",
        role="group",
        aria_label=say("各乡镇与全县比较"),
        style=f"aspect-ratio:{WIDTH:.0f}/{height:.0f};max-width:{62 * WIDTH / height:.0f}vh",
    )


def _style(figure: AreaFigure, measure: Measure) -> str:
    if figure.value is None:
        return "v-missing"
    return f"v-{css_class(shown_class(figure, measure))}"


def _area_link(
    shape: Outline, figure: AreaFigure, measure: Measure, height: float, address: Callable[[str], str]
) -> Html:
    """A link that fills the map and is cut to the township's outline: pointer and keyboard see the shape."""
    corners = ",".join(
        f"{100 * x / WIDTH:.1f}% {100 * y / height:.1f}%"
        for ring in shape.rings
        for x, y in (*ring, ring[0], shape.rings[0][0])
    )
    return tag(
        "a",
        href=address(figure.area),
        target="_self",
        style=f"clip-path:polygon(evenodd,{corners})",
        class_=f"area {_style(figure, measure)}",
        title=_title(figure, measure),
        aria_label=_title(figure, measure),
    )


def _borders(shapes: Sequence[Outline]) -> str:
    lines = ("L".join(f"{x:.0f} {y:.0f}" for x, y in ring) for shape in shapes for ring in shape.rings)
    return "".join(f"M{line}Z" for line in lines)


def _title(figure: AreaFigure, measure: Measure) -> str:
    words = f" · {verdict_words(shown_class(figure, measure))}" if measure.is_compared else ""
    return figure_title(figure, measure) + words


def _label(shape: Outline, figure: AreaFigure, measure: Measure, height: float) -> Html:
    x, y = shape.label
    place = f"left:{100 * x / WIDTH:.2f}%;top:{100 * y / height:.2f}%"
    across = [point[0] for ring in shape.rings for point in ring]
    is_small = max(across) - min(across) < SMALL  # its name has no room on a phone
    style = f"place {_style(figure, measure)}{' small' if is_small else ''}"
    return tag("span", *_words(figure, measure), style=place, class_=style, aria_hidden="true")


def _words(figure: AreaFigure, measure: Measure) -> tuple[Html, Html]:
    shown = shown_class(figure, measure)
    mark = f" {glyph(shown)}" if verdict_of(shown) in ("better", "worse") else ""
    return tag("span", figure.name), tag("b", value_text(figure.value, measure) + mark)


def _tiles(figures: Sequence[AreaFigure], measure: Measure, address: Callable[[str], str]) -> Html:
    tiles = join(
        tag(
            "a",
            *_words(figure, measure),
            href=address(figure.area),
            target="_self",
            class_=f"tile {_style(figure, measure)}",
            title=_title(figure, measure),
        )
        for figure in figures
    )
    return tag("div", tiles, class_="tiles", role="group", aria_label=say("各乡镇与全县比较"))
