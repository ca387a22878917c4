"""Lists on a slide: as large as the room allows, a line that is too long for one row counted as two."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pptx.util import Inches, Pt

from charts.palette import LIGHT
from reports.deck_shapes import SMALLEST, Box, cut_to, describe, set_type_of_run, text_width
from reports.story import Points

LARGEST = 24
PITCH = 1.2  # from one row to the next, in heights of the type
BETWEEN = 0.35  # below a line, in the same; the smallest type does without where it must
MARGIN = 0.3  # inches: a row ends before a long word


def add_points(slide: Any, box: Box, points: Points) -> None:
    """A numbered list; where even the smallest type has too many rows, long lines end in '…'."""
    shape = slide.shapes.add_textbox(*(Inches(each) for each in box))
    shape.name = "list"
    describe(shape, points.says)
    numbered = [f"{number}　{line}" for number, line in enumerate(points.lines, start=1)]
    sizes = range(LARGEST, SMALLEST, -1)
    fitting = (size for size in sizes if _spare(numbered, size, box) >= BETWEEN * size * len(numbered))
    size = next(fitting, SMALLEST)
    lines = _that_fit(numbered, size, box)
    after = max(0.0, min(size * 0.45, _spare(lines, size, box) / max(len(lines), 1)))
    frame = shape.text_frame
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.line_spacing, paragraph.space_after = Pt(size * PITCH), Pt(after)
        set_type_of_run(paragraph.add_run(), line, size, LIGHT.ink)


def _spare(lines: Sequence[str], size: int, box: Box) -> float:
    """Points of height that are left below so many rows; negative where they run out of the box."""
    rows = sum(math.ceil(_rows(line, size, box)) for line in lines)
    return (box[3] - MARGIN / 2) * 72 - rows * size * PITCH


def _rows(line: str, size: int, box: Box) -> float:
    return text_width(line, size) / (box[2] - MARGIN)


def _that_fit(lines: Sequence[str], size: int, box: Box) -> list[str]:
    """As many lines cut to one row as the room asks for, those first that lose the least."""
    fitting = list(lines)
    for line in sorted(lines, key=lambda line: _rows(line, size, box)):
        if _spare(fitting, size, box) >= 0:
            break
        fitting[fitting.index(line)] = cut_to(line, size, box[2] - MARGIN)
    return fitting
