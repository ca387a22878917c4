"""The bulletin: the layout of GB/T 9704, sentences and tables from the mart, footnotes, own layouts."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from charts.lists import MissingReport
from data.language import say, speaking
from data.refusal import Refused
from data.store import Store
from reports.bulletin import bulletin_of
from reports.bulletin_template import example_template_bytes, fill_template, mark, template_words
from reports.deck_shapes import text_width
from reports.facts import Facts
from reports.papers import Paper
from reports.slides_actions import actions_slide
from reports.word_tables import ROOM, WIDTHS

CELL_MARGIN = 0.075  # inches, as Word has it
PUBLISHED = datetime(2026, 1, 6, 9, 0)


@pytest.fixture(scope="module")
def opened(bulletin: Paper) -> Any:
    return Document(io.BytesIO(bulletin.content))


def rows_of(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_page_is_laid_out_as_the_standard_says(opened: Any) -> None:
    page = opened.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    sides = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]


def test_the_body_is_fangsong_of_size_three_with_lines_of_28_points(opened: Any) -> None:
    opening = next(p for p in opened.paragraphs if p.text.startswith("现将"))
    run = opening.runs[0]
    assert run.font.size == Pt(16)
    assert run._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert opening.paragraph_format.line_spacing == Pt(28)
    title = next(p for p in opened.paragraphs if p.text == "关于2025年平安建设指标情况的通报")
    assert title.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    heading = next(p for p in opened.paragraphs if p.text == "一、总体情况")
    assert heading.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"


def test_every_face_has_one_that_stands_in_for_it(bulletin: Paper) -> None:
    fonts = zipfile.ZipFile(io.BytesIO(bulletin.content)).read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="FangSong"/>' in fonts


def test_a_share_stands_with_its_counts_and_its_judgement(opened: Any) -> None:
    text = "\n".join(paragraph.text for paragraph in opened.paragraphs)
    assert "重复访占比5.1%（167/3,276），比上年−3.2个百分点，真实改善。" in text
    rows = [row for table in opened.tables for row in rows_of(table)]
    assert ["重复访占比", "5.1%", "167/3,276", "比上年 −3.2个百分点", "▲ 真实改善"] in rows
    assert ["受理诉求件次", "3,276件", "—", "比上年 −18.6%", "不作评价"] in rows


def test_the_tables_of_townships_are_in_register_order(opened: Any, facts: Facts) -> None:
    townships = [name for code, name in facts.names.items() if code != "county"]
    found = [rows_of(table) for table in opened.tables if table.rows[0].cells[0].text == "乡镇"]
    assert found
    for rows in found:
        assert [name for name in townships if name in {row[0] for row in rows}] == [
            row[0] for row in rows[1:]
        ]


def test_missing_reports_and_small_numbers_have_footnotes(bulletin: Paper) -> None:
    archive = zipfile.ZipFile(io.BytesIO(bulletin.content))
    notes, body = archive.read("word/footnotes.xml").decode(), archive.read("word/document.xml").decode()
    assert "未报送：云雾乡" in notes
    assert "不足20件" in notes
    assert '<w:footnoteReference w:id="1"/>' in body


def test_months_that_a_note_has_no_room_for_are_counted(facts: Facts) -> None:
    late = MissingReport("T1", "新园区", "安全事件", tuple(f"2026-0{month}" for month in (1, 4, 7, 8, 9)))
    told = Facts(facts.mart, facts.edition, facts.exports, facts.period_type, facts.period)
    told.__dict__["missing"] = [late]
    assert "新园区 安全事件（2026年1月、2026年4月、2026年7月等5个月）。" in bulletin_of(told).footnotes[0]
    assert ("补报安全事件", "新园区", "2026年1月、2026年4月、2026年7月等5个月") in actions_slide(
        told, ()
    ).exhibit.rows


def test_a_heading_of_one_word_is_not_broken() -> None:
    with speaking("en"):
        wide = text_width(say("判断"), Pt(10.5).pt, bold=True)
    assert wide < WIDTHS[5][-1] * ROOM / 25.4 - 2 * CELL_MARGIN
    assert all(sum(shares) == pytest.approx(1) for shares in WIDTHS.values())


def test_the_number_of_a_footnote_is_no_larger_than_its_text(bulletin: Paper) -> None:
    notes = zipfile.ZipFile(io.BytesIO(bulletin.content)).read("word/footnotes.xml").decode()
    marks = re.findall(r"<w:rPr>([^?]*?)</w:rPr><w:footnoteRef/>", notes)
    assert len(marks) == notes.count('<w:pStyle w:val="FootnoteText"/>') > 0
    assert all('<w:sz w:val="21"/><w:vertAlign w:val="superscript"/>' in mark for mark in marks)
    assert Document(io.BytesIO(bulletin.content)).styles["footnote text"].font.size == Pt(10.5)


def test_a_short_table_stays_on_one_page(opened: Any) -> None:
    short = [table for table in opened.tables if len(table.rows) <= 11]
    assert short
    for table in short:
        kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
        assert kept == [True] * (len(kept) - 1) + [None]


def test_the_same_bulletin_is_the_same_bytes(bulletin: Paper, facts: Facts) -> None:
    from reports.bulletin_file import bulletin_bytes

    assert bulletin_bytes(bulletin_of(facts), facts.edition.published) == bulletin.content


def test_a_countys_own_layout_is_filled_with_the_same_words(facts: Facts, tmp_path: Path) -> None:
    template = tmp_path / "bulletin.docx"
    template.write_bytes(example_template_bytes())
    filled = fill_template(template, bulletin_of(facts), PUBLISHED)
    document = Document(io.BytesIO(filled))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "关于2025年平安建设指标情况的通报" in text
    assert "① 未报送：云雾乡" in text
    rows = [row for table in document.tables for row in rows_of(table)]
    assert ["重复访占比", "5.1%", "167/3,276", "比上年 −3.2个百分点", "▲ 真实改善"] in rows
    assert filled == fill_template(template, bulletin_of(facts), PUBLISHED)


def test_a_template_that_asks_for_what_nobody_knows_is_refused_by_name(facts: Facts, tmp_path: Path) -> None:
    template = tmp_path / "bulletin.docx"
    document = Document()
    document.add_paragraph("{{ headline }}")
    document.save(str(template))
    with pytest.raises(Refused, match="headline"):
        fill_template(template, bulletin_of(facts), PUBLISHED)


def test_a_template_cannot_reach_what_it_was_not_given(facts: Facts, tmp_path: Path) -> None:
    template = tmp_path / "bulletin.docx"
    document = Document()
    document.add_paragraph("{{ title.__class__.__mro__ }}")
    document.save(str(template))
    with pytest.raises(Refused):
        fill_template(template, bulletin_of(facts), PUBLISHED)


def test_a_file_that_is_no_template_is_refused(facts: Facts, tmp_path: Path) -> None:
    template = tmp_path / "bulletin.docx"
    template.write_bytes(b"no document")
    with pytest.raises(Refused):
        fill_template(template, bulletin_of(facts), PUBLISHED)


def test_notes_are_marked_from_one_on(facts: Facts, store: Store) -> None:
    assert [mark(0), mark(1), mark(20), mark(21)] == ["", "①", "⑳", "[21]"]
    assert set(template_words(bulletin_of(facts))) == {
        *("county", "title", "addressed", "opening", "sections", "notes", "dated", "stated")
    }
