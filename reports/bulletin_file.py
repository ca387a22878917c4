"""The bulletin as DOCX in the layout of GB/T 9704: A4, its margins, its faces, 22 lines a page."""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from data.language import say
from reports.bulletin_parts import Bulletin, Section
from reports.file_properties import describe_file
from reports.same_bytes import settled
from reports.word_footnotes import add_footnotes, add_mark
from reports.word_tables import add_table
from reports.word_type import (
    BODY,
    CAPTION,
    HEAD,
    LINE,
    NUMBER,
    RED,
    SECTION,
    TITLE,
    Type,
    indent_first_line,
    name_substitutes,
    set_lines,
    set_type,
)

# GB/T 9704-2012, 5.2: the type area is 156 × 225 mm on A4
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}


UNNAMED = ("全县", "The county")  # data/settings.toml, where a county has not said what it is called


def bulletin_bytes(bulletin: Bulletin, published: datetime) -> bytes:
    """The file. The same bulletin gives the same bytes."""
    document = Document()
    lay_out(document)
    describe_file(document.core_properties, bulletin.title, bulletin.stated, published)
    _write_head(document, bulletin)
    seen: set[int] = set()
    for section in bulletin.sections:
        _write_section(document, section, seen)
    _write_end(document, bulletin)
    add_footnotes(document, bulletin.footnotes)
    name_substitutes(document)
    written = io.BytesIO()
    document.save(written)
    return settled(written.getvalue(), published)


def lay_out(document: Any) -> None:
    """A4, the margins and page numbers of GB/T 9704, and the body's type for whatever says no other."""
    page: Any = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    for side, millimetres in MARGINS.items():
        setattr(page, side, Mm(millimetres))
    page.footer_distance = Mm(28)
    document.settings.odd_and_even_pages_header_footer = True
    numbered: tuple[tuple[Any, Any], ...] = (
        (page.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for footer, side in numbered:
        footer.is_linked_to_previous = False
        _write_page_number(footer.paragraphs[0], side)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(BODY.points)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY.face)


def _write_page_number(paragraph: Any, side: Any) -> None:
    """— 1 —, on the outer side of the sheet."""
    paragraph.alignment = side
    before, field, after = paragraph.add_run("— "), paragraph.add_run(), paragraph.add_run(" —")
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    for each in (before, field, after):
        set_type(each, NUMBER)
    run.insert(0, deepcopy(field._element.rPr))
    field._element.addnext(simple)
    paragraph._element.remove(field._element)


def _write_head(document: Any, bulletin: Bulletin) -> None:
    head = _paragraph(
        document, say("平安建设情况通报"), HEAD, colour=RED, line=40, align=WD_ALIGN_PARAGRAPH.CENTER
    )
    _draw_rule(head)
    _paragraph(document, bulletin.stated, CAPTION, align=WD_ALIGN_PARAGRAPH.CENTER)
    title = _paragraph(document, bulletin.title, TITLE, line=36, align=WD_ALIGN_PARAGRAPH.CENTER)
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(LINE / 2)
    _paragraph(document, bulletin.addressed, BODY)
    indent_first_line(_paragraph(document, bulletin.opening, BODY), BODY)


def _draw_rule(paragraph: Any) -> None:
    """The red line under the head."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", "C00000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _write_section(document: Any, section: Section, seen: set[int]) -> None:
    heading = _paragraph(document, section.title, SECTION, style="Heading 1")
    heading.paragraph_format.keep_with_next = True
    indent_first_line(heading, SECTION)
    for text, note in section.paragraphs:
        paragraph = _paragraph(document, text, BODY)
        indent_first_line(paragraph, BODY)
        if note:
            add_mark(paragraph, note, seen, BODY.points)
    for table in section.tables:
        caption = _paragraph(document, table.caption, CAPTION, align=WD_ALIGN_PARAGRAPH.CENTER)
        caption.paragraph_format.keep_with_next = True
        add_table(document, table, seen)


def _write_end(document: Any, bulletin: Bulletin) -> None:
    """Who and when, to the right, four characters from the edge."""
    named = [bulletin.county] if bulletin.county not in UNNAMED else []
    for text in (*named, bulletin.dated):
        paragraph = _paragraph(document, text, BODY, align=WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.paragraph_format.right_indent = Pt(BODY.points * 4)


def _paragraph(
    document: Any,
    text: str,
    kind: Type,
    *,
    colour: Any = None,
    line: float = LINE,
    align: Any = None,
    style: str | None = None,
) -> Any:
    paragraph = document.add_paragraph(style=style)
    set_type(paragraph.add_run(text), kind, *([colour] if colour is not None else []))
    set_lines(paragraph, line)
    if align is not None:
        paragraph.alignment = align
    return paragraph
