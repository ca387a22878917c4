"""What stands on a slide beside its chart: texts in Chinese type, tables, lists. Lengths in inches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from charts.palette import LIGHT
from data.language import language, say
from reports.story import Table

FONT = "Microsoft YaHei"  # every office has it; elsewhere the computer's own stands in
SMALLEST = 18
ROW = 0.48  # inches
NEXT_LINE = 0.36  # of a cell that has more than one
REST = 0.36  # of the line that says how many rows are left out
BETWEEN_SCRIPTS = 0.25
TONE_COLOURS = {"plain": LIGHT.accent, "better": LIGHT.better_text, "worse": LIGHT.worse_text}
Box = tuple[float, float, float, float]  # left, top, width, height


def colour(code: str) -> RGBColor:
    """#1f2933 as the library takes it."""
    return RGBColor.from_string(code.lstrip("#").upper())


def set_type(font: Any, size: float, code: str = LIGHT.ink, bold: bool = False) -> None:
    """Size, colour and the three typefaces: Latin letters, Chinese, and scripts that are neither."""
    font.size, font.bold = Pt(size), bold
    font.color.rgb = colour(code)
    font.name = FONT
    properties = font._rPr
    properties.set("lang", "en-US" if language() == "en" else "zh-CN")
    for tag in ("a:ea", "a:cs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        face = properties.makeelement(qn(tag), {"typeface": FONT})
        properties.find(qn("a:latin")).addnext(face) if tag == "a:ea" else properties.find(
            qn("a:ea")
        ).addnext(face)


def add_text(slide: Any, name: str, box: Box, text: str, size: float, code: str = LIGHT.secondary) -> Any:
    """A text box of one size and colour."""
    shape = slide.shapes.add_textbox(*(Inches(each) for each in box))
    shape.name = name
    fill_frame(shape.text_frame, text, size, code)
    return shape


def fill_frame(frame: Any, text: str, size: float, code: str, bold: bool = False) -> None:
    """A text without the margins that boxes have of their own."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    set_type_of_run(frame.paragraphs[0].add_run(), text, size, code, bold)


def set_type_of_run(run: Any, text: str, size: float, code: str, bold: bool = False) -> None:
    """A text in our type."""
    run.text = text
    set_type(run.font, size, code, bold)


def fill_title(shape: Any, text: str, stress: str, tone: str, size: float) -> None:
    """The finding; its number in the colour of the tone."""
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    before, found, after = text.partition(stress) if stress else (text, "", "")
    for part, code in ((before, LIGHT.ink), (found, TONE_COLOURS[tone]), (after, LIGHT.ink)):
        if part:
            set_type_of_run(frame.paragraphs[0].add_run(), part, size, code, bold=True)


def add_table(slide: Any, box: Box, table: Table) -> None:
    """Head and rows; the verdict of a row in the colour of its tone, its words say the same."""
    table, heights = _with_rest(slide, box, table)
    frame = slide.shapes.add_table(
        len(table.rows) + 1, len(table.head), *(Inches(each) for each in (*box[:3], ROW + sum(heights)))
    )
    frame.name = "table"
    describe(frame, table.says)
    grid = frame.table
    _plain_style(frame)
    for column, share in zip(grid.columns, table.widths, strict=True):
        column.width = Inches(box[2] * share)
    # not every program makes room for the third line of a cell by itself
    for line, height in zip(grid.rows, (ROW, *heights), strict=True):
        line.height = Inches(height)
    _fill_row(grid, 0, table.head, [LIGHT.secondary] * len(table.head), LIGHT.band)
    for number, row in enumerate(table.rows, start=1):
        tone = table.tones[number - 1] if table.tones else "plain"
        last = LIGHT.ink if tone == "plain" else TONE_COLOURS[tone]
        _fill_row(grid, number, row, [LIGHT.ink] * (len(row) - 1) + [last], LIGHT.ground)


def _with_rest(slide: Any, box: Box, table: Table) -> tuple[Table, tuple[float, ...]]:
    """As many rows as the room holds, and their heights; below them is said how many more there are."""
    left, top, width, height = box
    heights = _that_fit(table, box)
    if len(heights) == len(table.rows) and not table.left_out:
        return table, heights
    heights = _that_fit(table, (left, top, width, height - REST))
    shown = table.rows[: len(heights)]
    rest = say("另有{n}项。", n=table.left_out + len(table.rows) - len(shown)).strip()
    add_text(slide, "rest", (left, top + height - REST, width, REST), rest, SMALLEST, LIGHT.faint)
    return replace(table, rows=shown), heights


def _that_fit(table: Table, box: Box) -> tuple[float, ...]:
    """The heights of the first rows that the room holds, a cell that needs two lines counted as two."""
    left, fitting = box[3] - ROW, []
    for row in table.rows:
        wide = [
            text_width(text, SMALLEST) / (box[2] * share - 0.25)
            for text, share in zip(row, table.widths, strict=True)
        ]
        height = ROW + NEXT_LINE * (math.ceil(max(wide)) - 1)
        left -= height
        if left < 0:
            break
        fitting.append(height)
    return tuple(fitting)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Inches: a Chinese character is as wide as the type is high, a Latin one takes some 0.56 of that.

    Between the two programs leave room of their own, a quarter of the height.
    """
    latin = 0.68 if bold else 0.56
    are_wide = [ord(sign) > 0x2E7F for sign in text]
    between = sum(one != other for one, other in pairwise(are_wide))
    return (sum(1.0 if is_wide else latin for is_wide in are_wide) + between * BETWEEN_SCRIPTS) * size / 72


def cut_to(text: str, size: float, width: float) -> str:
    """The text, or as much of its beginning as is so many inches wide, with '…'."""
    if text_width(text, size) <= width:
        return text
    ends = range(len(text) - 1, 0, -1)
    return (
        text[: next((end for end in ends if text_width(text[:end] + "…", size) <= width), 1)].rstrip() + "…"
    )


def _fill_row(grid: Any, number: int, texts: Sequence[str], codes: Sequence[str], ground: str) -> None:
    for column, (text, code) in enumerate(zip(texts, codes, strict=True)):
        cell = grid.cell(number, column)
        cell.fill.solid()
        cell.fill.fore_color.rgb = colour(ground)
        cell.margin_top = cell.margin_bottom = Inches(0.06)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        _rule_below(cell)
        set_type_of_run(cell.text_frame.paragraphs[0].add_run(), text, SMALLEST, code, bold=number == 0)


def _rule_below(cell: Any) -> None:
    """One quiet line under a row; lines stand before the filling in a cell's properties."""
    line = parse_xml(
        f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{LIGHT.mark.lstrip("#").upper()}"/>'
        "</a:solidFill></a:lnB>"
    )
    cell._tc.get_or_add_tcPr().insert(0, line)


def _plain_style(frame: Any) -> None:
    """No banding of the program's own, which would hide the colours of verdicts."""
    properties = frame.table._tbl.tblPr
    for flag in ("bandRow", "firstRow"):
        properties.set(flag, "0")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "no style, no grid"


def describe(shape: Any, text: str) -> None:
    """The text alternative: what somebody who cannot see the shape is told."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)
