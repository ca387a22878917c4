"""A slide as text and back: a meeting keeps its slides as they were when it began."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from reports.story import Chart, Points, Series, Slide, Table

KINDS: dict[str, type[Chart] | type[Table] | type[Points]] = {
    "chart": Chart,
    "table": Table,
    "points": Points,
}


def slide_text(slide: Slide) -> str:
    """The slide as JSON."""
    kind = next(name for name, each in KINDS.items() if isinstance(slide.exhibit, each))
    return json.dumps({**asdict(slide), "kind": kind}, ensure_ascii=False)


def slide_of(text: str) -> Slide:
    """The slide that `slide_text` wrote."""
    fields = json.loads(text)
    kind, exhibit = fields.pop("kind"), fields.pop("exhibit")
    if kind == "chart":
        exhibit["series"] = [Series(**_frozen(series)) for series in exhibit["series"]]
    return Slide(exhibit=KINDS[kind](**_frozen(exhibit)), **_frozen(fields))


def _frozen(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: _tuples(value) for name, value in fields.items()}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value
