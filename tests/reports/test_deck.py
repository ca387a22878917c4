"""The deck: one message a slide, native charts with the mart's numbers, receipts in the notes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches, Pt

from data.language import use_language
from reports.deck_file import deck_bytes
from reports.deck_story import deck_story
from reports.facts import Facts
from reports.papers import Paper
from reports.slides_townships import index_slide
from reports.story import Action, Chart, Points, Slide, Story, Table

# the demo repeats these figures of its source documents (indicators.md, "The headline figures")
NOTHING = Points(("无",), "")
REPEAT_SHARE, REPEAT_COUNTS = "5.1%", "167/3,276"


@pytest.fixture(scope="module")
def pages(deck: Paper) -> list[Any]:
    return list(Presentation(io.BytesIO(deck.content)).slides)


def texts(page: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)


def runs(page: Any) -> list[Any]:
    frames = [shape.text_frame for shape in page.shapes if shape.has_text_frame]
    tables = [shape.table for shape in page.shapes if shape.has_table]
    frames += [cell.text_frame for table in tables for row in table.rows for cell in row.cells]
    return [run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]


def test_the_deck_goes_from_agenda_over_domains_and_townships_to_open_actions(story: Story) -> None:
    ids = [slide.id for slide in story.slides]
    assert ids[:2] == ["agenda", "headline"]
    assert ids[2:9] == [
        *("requests", "public_safety", "public_order", "economy", "feelings", "grassroots", "reporting")
    ]
    assert ids[9].startswith("township-")
    assert ids[-2:] == ["index", "actions"]


def test_a_title_is_a_finding_with_its_number_and_whether_it_is_real(story: Story) -> None:
    requests = next(slide for slide in story.slides if slide.id == "requests")
    assert requests.title == "重复访占比降到5.1%，是真实改善"
    assert requests.stress == REPEAT_SHARE
    assert f"全县5.1%（{REPEAT_COUNTS}），比上年−3.2个百分点，真实改善。" in requests.lead


def test_every_slide_states_period_mart_time_and_definitions(story: Story) -> None:
    published = story.stated.split(" · ")
    assert len(published) == 4
    assert published[1] == "数据第2版"
    for slide in story.slides:
        assert slide.source.endswith(" · ".join(published[1:]))


def test_the_wide_slides_show_what_the_story_says(pages: list[Any], deck: Paper, story: Story) -> None:
    opened = Presentation(io.BytesIO(deck.content))
    assert (opened.slide_width, opened.slide_height) == (Inches(13.333), Inches(7.5))
    assert [page.shapes.title.text_frame.text for page in pages] == [slide.title for slide in story.slides]
    assert all(slide.source in texts(page) for page, slide in zip(pages, story.slides, strict=True))


def test_no_slide_is_empty(pages: list[Any]) -> None:
    for page in pages:
        assert len(texts(page)) > 20
        assert [shape for shape in page.shapes if shape.name in ("chart", "table", "list")]


def test_a_native_chart_holds_the_numbers_of_the_mart(pages: list[Any], story: Story, facts: Facts) -> None:
    place = next(n for n, slide in enumerate(story.slides) if slide.id == "requests")
    chart = next(shape.chart for shape in pages[place].shapes if shape.has_chart)
    months = facts.mart.values("repeat_visit_share", "county", period_type="month")
    assert list(chart.plots[0].series[0].values) == pytest.approx(list(months["value"]))


def test_every_chart_and_table_says_what_it_shows(pages: list[Any]) -> None:
    for page in pages:
        for shape in page.shapes:
            if shape.name in ("chart", "table", "list"):
                assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 5


def test_no_type_is_under_18_points_and_every_text_names_a_chinese_face(pages: list[Any]) -> None:
    for page in pages:
        for run in runs(page):
            assert run.font.size >= Pt(18)
            assert run._r.rPr.xpath("./a:ea/@typeface") == run._r.rPr.xpath("./a:cs/@typeface")
            assert run._r.rPr.xpath("./a:ea/@typeface")


def test_the_notes_are_receipts(pages: list[Any], story: Story) -> None:
    place = next(n for n, slide in enumerate(story.slides) if slide.id == "requests")
    notes = pages[place].notes_slide.notes_text_frame.text
    assert "分子 167；分母 3,276；已报送 288/288" in notes
    assert "初重件为“重复”" in notes
    assert "来自12份上报" in notes


def test_the_same_story_is_the_same_bytes(deck: Paper, story: Story, facts: Facts) -> None:
    assert deck_bytes(deck_story(facts), facts.edition.published) == deck.content


def test_a_neutral_indicator_is_never_ranked(story: Story, facts: Facts) -> None:
    names = {measure.name for measure in facts.measures.values() if not measure.is_judged}
    ranked = [s for s in story.slides if isinstance(s.exhibit, Chart) and s.exhibit.kind == "dots"]
    assert ranked
    assert not [slide for slide in ranked for name in names if name in slide.title]


def test_open_actions_of_earlier_meetings_come_before_what_the_data_ask(facts: Facts) -> None:
    agreed = [Action("公布欠薪名册核对结果", "人社局", "2026-02-28")]
    slide = deck_story(facts, agreed).slides[-1]
    assert slide.title == "1项议定事项还没有办结"
    assert isinstance(slide.exhibit, Table)
    assert slide.exhibit.rows == (("公布欠薪名册核对结果", "人社局", "2026-02-28"),)


def test_townships_without_a_score_are_not_said_to_be_like_the_county(facts: Facts) -> None:
    first = Facts(facts.mart, facts.edition, facts.exports, "month", "2023-01")
    assert index_slide(first).title == "平安指数全县93.1分（优），各乡镇数据不足，不计分"


def test_the_english_deck_is_english(facts: Facts) -> None:
    use_language("en")
    english = deck_story(Facts(facts.mart, facts.edition, facts.exports, facts.period_type, facts.period))
    requests = next(slide for slide in english.slides if slide.id == "requests")
    assert requests.title == "Repeat-visit share fell to 5.1%: really better"
    assert isinstance(english.slides[0].exhibit, Points)


def test_a_title_has_room_for_the_gaps_between_chinese_and_figures(facts: Facts) -> None:
    title = "2025年12月：6项变化超出正常波动：5项真实改善，1项真实变差"
    slide = Slide("agenda", "议程", title, "23/24个乡镇已报齐。", NOTHING, "", ())
    page = Presentation(io.BytesIO(deck_bytes(Story("", "", (slide,)), facts.edition.published))).slides[0]
    lead = next(shape for shape in page.shapes if shape.name == "lead")
    assert page.shapes.title.height >= Inches(2 * 28 / 54)
    assert lead.top >= page.shapes.title.top + page.shapes.title.height


def test_rows_that_a_slide_has_no_room_for_are_counted(facts: Facts) -> None:
    table = Table(("指标",), tuple((f"第{n}项",) for n in range(20)), (1.0,), "二十项")
    slide = Slide("many", "总体", "二十项", "", table, "", ())
    page = Presentation(io.BytesIO(deck_bytes(Story("", "", (slide,)), facts.edition.published))).slides[0]
    grid = next(shape.table for shape in page.shapes if shape.has_table)
    assert f"另有{20 - (len(grid.rows) - 1)}项。" in texts(page)
