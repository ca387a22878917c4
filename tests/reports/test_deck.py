"""The deck: one message a slide, native charts with the mart's numbers, receipts in the notes."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu, Inches, Pt

from data.language import use_language
from reports.deck_charts import names_on_axis
from reports.deck_file import deck_bytes
from reports.deck_shapes import text_width
from reports.deck_story import deck_story
from reports.facts import Facts
from reports.papers import Paper
from reports.slides_actions import decided_slide
from reports.slides_townships import index_slide
from reports.story import Action, Chart, Points, Series, Slide, Story, Table

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


def drawn(slide: Slide, facts: Facts) -> Any:
    return Presentation(io.BytesIO(deck_bytes(Story("", "", (slide,)), facts.edition.published))).slides[0]


def test_rows_that_the_story_left_out_are_counted_once_with_those_that_found_no_room(facts: Facts) -> None:
    agreed = [
        Action("请各乡镇把到期未办结的诉求逐件核对，查明原因，按月报县里汇总" * 2, "县信访局")
        for _ in range(12)
    ]
    page = drawn(decided_slide(facts, agreed), facts)
    grid = next(shape.table for shape in page.shapes if shape.has_table)
    assert texts(page).count("另有") == 1
    assert f"另有{12 - (len(grid.rows) - 1)}项。" in texts(page)


def test_a_row_is_as_high_as_its_longest_cell(facts: Facts) -> None:
    table = Table(
        ("事项", "谁来办"),
        (("逐件核对到期未办结的诉求" * 4, "信访局"), ("核对", "信访局")),
        (0.5, 0.5),
        "两项",
    )
    grid = next(
        shape.table
        for shape in drawn(Slide("t", "", "两项", "", table, "", ()), facts).shapes
        if shape.has_table
    )
    long, short = list(grid.rows)[1:]
    assert long.height >= short.height + 2 * Inches(18 * 1.2 / 72)


@pytest.mark.parametrize("length", [40, 95, 140])
def test_a_list_of_long_lines_ends_above_the_foot(facts: Facts, length: int) -> None:
    lines = tuple(("within noise, " * 12)[:length] for _ in range(12))
    page = drawn(Slide("agenda", "", "x" * 90, "lead", Points(lines, "twelve"), "2025", ()), facts)
    (box,) = [shape for shape in page.shapes if shape.name == "list"]
    rows = sum(
        math.ceil(text_width(each.text, each.runs[0].font.size.pt) / (Emu(box.width).inches - 0.3))
        * each.line_spacing.pt
        + each.space_after.pt
        for each in box.text_frame.paragraphs
    )
    assert rows <= Emu(box.height).pt


def test_a_source_of_two_lines_stays_on_the_slide_and_off_the_chart(facts: Facts) -> None:
    source = "12 months to Feb 2026 · data v3 · published 2026-11-24 04:35 · definitions 77b75159"
    page = drawn(Slide("t", "", "title", "", NOTHING, source, ()), facts)
    shapes = {shape.name: shape for shape in page.shapes}
    foot, exhibit = shapes["source"], shapes["list"]
    assert Emu(foot.height).inches >= 2 * 18 * 1.2 / 72
    assert foot.top + foot.height <= Inches(7.32)
    assert exhibit.top + exhibit.height <= foot.top


def test_long_names_under_a_chart_leave_it_room(facts: Facts) -> None:
    names = tuple(f"{number}双江拉祜族佤族布朗族傣族自治镇" for number in range(10))
    chart = Chart("dots", names, (Series("各乡镇", (5.0,) * 10),), "0.0", "说明")
    page = drawn(Slide("t", "", "title", "", chart, "", ()), facts)
    (native,) = [shape.chart for shape in page.shapes if shape.has_chart]
    assert all(text_width(name, 18) <= 1.5 and name.endswith("…") for name in native.plots[0].categories)
    level = replace(chart, categories=names[:6], series=(Series("各乡镇", (5.0,) * 6),))
    assert names_on_axis(level) == names[:6]
