"""The deck as PPTX: 16:9, native charts, Chinese type of 18 points or more, receipts in the speaker notes."""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

from charts.palette import LIGHT
from charts.text import bracketed
from reports.deck_charts import add_chart
from reports.deck_lists import add_points
from reports.deck_shapes import (
    FONT,
    SMALLEST,
    Box,
    add_table,
    add_text,
    fill_title,
    set_type_of_run,
    text_width,
)
from reports.file_properties import describe_file
from reports.same_bytes import settled
from reports.story import Chart, Slide, Story, Table

WIDTH, HEIGHT = 13.333, 7.5
LEFT, ROOM = 0.6, 12.13
END = 0.3  # of a line that ends before a long word
FOOT, ROW_OF_FOOT = 6.95, 0.32
NUMBER = 1.1  # wide: the number of the slide
SOURCE = ROOM - NUMBER - 0.1
TITLE_ONLY = 5
TITLE_SIZES = (34, 31, 28)  # the largest that takes one line


def deck_bytes(story: Story, published: datetime) -> bytes:
    """The file. The same story gives the same bytes."""
    deck = Presentation()
    _make_wide(deck)
    describe_file(deck.core_properties, story.title, story.stated, published)
    for number, slide in enumerate(story.slides, start=1):
        _add_slide(deck, slide, f"{number} / {len(story.slides)}")
    written = io.BytesIO()
    deck.save(written)
    return settled(written.getvalue(), published)


def _make_wide(deck: Any) -> None:
    """The library's 4:3 pattern, stretched to 16:9, so that a slide added by hand fits, too."""
    stretch = Inches(WIDTH) / deck.slide_width
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    master = deck.slide_master
    for sheet in (master, *master.slide_layouts):
        for shape in sheet.shapes:
            if shape._element.xpath("./p:spPr/a:xfrm"):
                shape.left, shape.width = round(shape.left * stretch), round(shape.width * stretch)
    _set_theme_fonts(master)


def _set_theme_fonts(master: Any) -> None:
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    named = theme.blob.replace(b'<a:latin typeface="Calibri"/>', f'<a:latin typeface="{FONT}"/>'.encode())
    theme._blob = named.replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{FONT}"/>'.encode())


def _add_slide(deck: Any, slide: Slide, number: str) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    page.name = slide.id
    add_text(page, "section", (LEFT, 0.35, ROOM, 0.4), slide.section, 20, LIGHT.faint)
    size = next((size for size in TITLE_SIZES if _lines(slide.title, size, bold=True) == 1), TITLE_SIZES[-1])
    height = size / 54 * _lines(slide.title, size, bold=True)
    title = page.shapes.title
    title.left, title.top, title.width, title.height = (Inches(x) for x in (LEFT, 0.78, ROOM, height))
    fill_title(title, slide.title, slide.stress, slide.tone, size)
    top = 0.78 + height + 0.1
    if slide.lead:
        lead = 0.36 * _lines(slide.lead, 20)
        add_text(page, "lead", (LEFT, top, ROOM, lead), slide.lead, 20)
        top += lead + 0.15
    foot = FOOT - ROW_OF_FOOT * (_lines(slide.source, SMALLEST, SOURCE + END) - 1)
    _add_exhibit(page, slide, (LEFT, top, ROOM, foot - 0.23 - top))
    _add_foot(page, slide, number, foot)
    _add_notes(page, slide)


def _lines(text: str, size: float, width: float = ROOM, bold: bool = False) -> int:
    """How many lines a text takes; a little less than the room, because a line ends before a long word."""
    return max(1, math.ceil(text_width(text, size, bold) / (width - END)))


def _add_exhibit(page: Any, slide: Slide, box: Box) -> None:
    exhibit = slide.exhibit
    if isinstance(exhibit, Chart):
        left, top, width, height = box
        add_chart(page, (left, top, width, height - 0.36), exhibit)
        caption = exhibit.caption + bracketed(exhibit.unit if exhibit.unit != "%" else "")
        add_text(page, "caption", (left, top + height - 0.36, width, 0.36), caption, SMALLEST, LIGHT.faint)
    elif isinstance(exhibit, Table):
        add_table(page, box, exhibit)
    else:
        add_points(page, box, exhibit)


def _add_foot(page: Any, slide: Slide, number: str, top: float) -> None:
    """The source, on two lines where it is long; both end at one height on every slide."""
    height = FOOT + 0.36 - top
    source = add_text(page, "source", (LEFT, top, SOURCE, height), slide.source, SMALLEST, LIGHT.faint)
    source.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    place = (LEFT + ROOM - NUMBER, FOOT, NUMBER, 0.36)
    shape = add_text(page, "number", place, number, SMALLEST, LIGHT.faint)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _add_notes(page: Any, slide: Slide) -> None:
    frame = page.notes_slide.notes_text_frame
    for number, line in enumerate((slide.lead, *slide.notes)):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        set_type_of_run(paragraph.add_run(), line, SMALLEST, LIGHT.ink)
