"""Chinese type for Word: the faces and sizes of GB/T 9704, and what stands in where an office lacks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from data.language import language

# the face a document asks for → what a computer without it should take (word/fontTable.xml)
FACES = {
    "方正小标宋简体": "STZhongsong",
    "黑体": "SimHei",
    "楷体_GB2312": "KaiTi",
    "仿宋_GB2312": "FangSong",
    "宋体": "SimSun",
}
LATIN = "Times New Roman"
SIZES = {"一号": 26.0, "二号": 22.0, "三号": 16.0, "小三": 15.0, "四号": 14.0, "小四": 12.0, "五号": 10.5}
LINE = 28.0  # points from line to line, 22 lines a page
RED = RGBColor(0xC0, 0x00, 0x00)
INK = RGBColor(0, 0, 0)


@dataclass(frozen=True)
class Type:
    """A face and a named size."""

    face: str
    size: str

    @property
    def points(self) -> float:
        return SIZES[self.size]


TITLE = Type("方正小标宋简体", "二号")
HEAD = Type("方正小标宋简体", "一号")
SECTION = Type("黑体", "三号")
CAPTION = Type("楷体_GB2312", "四号")
BODY = Type("仿宋_GB2312", "三号")
TABLE_HEAD = Type("黑体", "五号")
TABLE = Type("仿宋_GB2312", "五号")
NOTE = Type("仿宋_GB2312", "五号")
NUMBER = Type("宋体", "四号")


def set_type(run: Any, kind: Type, colour: RGBColor = INK) -> None:
    """The Chinese face for Chinese, Times for figures and Latin letters, and the language of the spelling."""
    run.font.size, run.font.color.rgb, run.font.bold = Pt(kind.points), colour, False
    run.font.name = LATIN
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), kind.face)
    fonts.set(qn("w:hint"), "eastAsia")
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "en-US")
    spoken.set(qn("w:eastAsia"), "en-US" if language() == "en" else "zh-CN")
    run._element.get_or_add_rPr().append(spoken)


def set_lines(paragraph: Any, points: float = LINE, before: float = 0, after: float = 0) -> None:
    """Lines of one exact distance."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    shape.space_before, shape.space_after = Pt(before), Pt(after)


def indent_first_line(paragraph: Any, kind: Type) -> None:
    """Two characters, as Chinese paragraphs begin; in English none."""
    if language() == "en":
        return
    shape = paragraph._element.get_or_add_pPr()
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(round(kind.points * 2 * 20)))
    shape.append(indent)


def name_substitutes(document: Any) -> None:
    """Tell the word processor which face to take where the one asked for is missing."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face, other in FACES.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")
