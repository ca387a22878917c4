"""One line drawn in markup of ours: its box stretches it, its colour is the colour of the text around it."""

from __future__ import annotations

from charts.markup import Html, tag


def drawn_line(path: str, width: float, height: float, name: str = "") -> Html:
    """`path` in a plane of `width` × `height`; charts/verdicts.css says how thick, whatever the stretching.

    In the page itself, not as a picture of its own: a browser takes 2 ms to open a picture, and a page of
    fifty lines a tenth of a second each time that its pictures have gone from the memory.
    """
    box = f"0 0 {width:.0f} {height:.0f}"
    stroke = tag("path", d=path)
    classes = f"stretched {name}".strip()
    return tag("svg", stroke, class_=classes, viewBox=box, preserveAspectRatio="none", aria_hidden="true")
