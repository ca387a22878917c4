"""Footnotes of a Word file, which python-docx has no words for: its notes, and the marks in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from data.language import language
from reports.word_type import LATIN, NOTE

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
STYLE = "FootnoteText"


def add_footnotes(document: Any, texts: Sequence[str]) -> None:
    """Number 1 is the first; without notes the file has no such part."""
    if not texts:
        return
    _add_style(document)
    notes = "".join(_note(number, text) for number, text in enumerate(texts, start=1))
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:footnotes {nsdecls('w')}>{_line(-1, 'separator')}{_line(0, 'continuationSeparator')}"
        f"{notes}</w:footnotes>"
    )
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE, xml.encode("utf-8"), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _add_style(document: Any) -> None:
    """The size stands in a style, too: there is a word processor that takes the number's size from it."""
    style = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style.element.set(qn("w:styleId"), STYLE)
    style.font.size = Pt(NOTE.points)


def _line(number: int, kind: str) -> str:
    return f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'


def _note(number: int, text: str) -> str:
    size = round(NOTE.points * 2)
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{NOTE.face}"/>'
    spoken = "en-US" if language() == "en" else "zh-CN"
    plain = f'{fonts}<w:sz w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="{spoken}"/>'
    raised = f'<w:sz w:val="{size}"/><w:vertAlign w:val="superscript"/>'
    lines = '<w:spacing w:before="0" w:after="0" w:line="300" w:lineRule="exact"/>'
    shape = f'<w:pPr><w:pStyle w:val="{STYLE}"/>{lines}</w:pPr>'
    return (
        f'<w:footnote w:id="{number}"><w:p>{shape}<w:r><w:rPr>{fonts}{raised}</w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr>{plain}</w:rPr><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
    )


def add_mark(paragraph: Any, number: int, seen: set[int], size: float) -> None:
    """The raised number in the text. A note has one mark of its own; where it is meant again, its number.

    The number is written as signs, not as text: who reads the table by program gets 望江镇 and not 望江镇2.
    """
    run = paragraph.add_run()
    run.font.size, run.font.superscript = Pt(size), True
    if number in seen:
        for digit in str(number):
            _append(run, "w:sym", {"w:font": LATIN, "w:char": f"{ord(digit):04X}"})
        return
    seen.add(number)
    _append(run, "w:footnoteReference", {"w:id": str(number)})


def _append(run: Any, tag: str, attributes: Mapping[str, str]) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    run._element.append(element)
