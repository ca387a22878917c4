"""A county's own layout of the bulletin: `templates/bulletin.docx` of its store, filled by docxtpl.

The template is a Word file with names in double braces; docs/papers.md lists them. It may only show what it
is given: it runs in Jinja's sandbox, and a text with `{{` or `<` in it stays text.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from data.language import say
from data.refusal import Refused
from reports.bulletin_file import lay_out
from reports.bulletin_parts import Bulletin, BulletinTable, Section
from reports.same_bytes import settled
from reports.word_type import BODY, CAPTION, SECTION, TABLE, TITLE, Type, set_lines, set_type

MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
FIRST_PUBLISHED = datetime(2026, 1, 1)
BEFORE_TABLES = (
    ("{{ county }} {{ title }}", TITLE),
    ("{{ stated }}", CAPTION),
    ("{{ addressed }}", BODY),
    ("{{ opening }}", BODY),
    ("{%p for section in sections %}", BODY),
    ("{{ section.title }}", SECTION),
    ("{%p for paragraph in section.paragraphs %}", BODY),
    ("{{ paragraph }}", BODY),
    ("{%p endfor %}", BODY),
    ("{%p for table in section.tables %}", BODY),
    ("{{ table.caption }}", CAPTION),
)
TABLE_ROWS = (
    ("{%tc for cell in table.head %}", "{{ cell }}", "{%tc endfor %}"),
    ("{%tr for row in table.rows %}", "", ""),
    ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"),
    ("{%tr endfor %}", "", ""),
)
AFTER_TABLES = (
    "{%p endfor %}",
    "{%p endfor %}",
    "{%p for note in notes %}",
    "{{ note }}",
    "{%p endfor %}",
    "{{ dated }}",
)


def fill_template(template: Path, bulletin: Bulletin, published: datetime) -> bytes:
    """The bulletin in the county's layout. Raises Refused, naming what the template asks for in vain."""
    try:
        document = DocxTemplate(template)
        document.render(
            template_words(bulletin), SandboxedEnvironment(undefined=StrictUndefined), autoescape=True
        )
    except (TemplateError, PackageNotFoundError, BadZipFile, ValueError, KeyError) as error:
        raise Refused(say("模板不能用：{error}", error=error), where=str(template)) from error
    about = document.docx.core_properties
    about.title, about.subject = bulletin.title, bulletin.stated
    about.created = about.modified = published
    written = io.BytesIO()
    document.save(written)
    return settled(written.getvalue(), published)


def template_words(bulletin: Bulletin) -> dict[str, Any]:
    """What a template may name. Footnotes are marks in the text (①) and a list of notes."""
    return {
        "county": bulletin.county,
        "title": bulletin.title,
        "addressed": bulletin.addressed,
        "opening": bulletin.opening,
        "sections": [_section(section) for section in bulletin.sections],
        "notes": [f"{mark(number)} {text}" for number, text in enumerate(bulletin.footnotes, start=1)],
        "dated": bulletin.dated,
        "stated": bulletin.stated,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "paragraphs": [text + mark(note) for text, note in section.paragraphs],
        "tables": [_table(table) for table in section.tables],
    }


def _table(table: BulletinTable) -> dict[str, Any]:
    rows = [[cell.text + mark(cell.note) for cell in row] for row in table.rows]
    return {"caption": table.caption, "head": list(table.head), "rows": rows}


def mark(number: int) -> str:
    """1 → ①; '' for no note."""
    if not number:
        return ""
    return MARKS[number - 1] if number <= len(MARKS) else f"[{number}]"


def example_template_bytes() -> bytes:
    """A small template that works, to be changed in Word and kept as templates/bulletin.docx of a store."""
    document = Document()
    lay_out(document)
    for line, kind in BEFORE_TABLES:
        _add_line(document, line, kind)
    _add_table(document)
    for line in AFTER_TABLES:
        _add_line(document, line, BODY)
    written = io.BytesIO()
    document.save(written)
    return settled(written.getvalue(), FIRST_PUBLISHED)


def _add_line(document: Any, line: str, kind: Type) -> None:
    paragraph = document.add_paragraph()
    set_type(paragraph.add_run(line), kind)
    set_lines(paragraph)


def _add_table(document: Any) -> None:
    """Columns and rows are repeated by the marks of docxtpl."""
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    for row, texts in zip(table.rows, TABLE_ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            set_type(cell.paragraphs[0].add_run(text), TABLE)
