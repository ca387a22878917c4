"""The deck on screen: charts without a fixed size, any view as a slide, what was agreed last time."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from docx import Document
from pptx import Presentation

from charts.area_figures import AreaFigure
from charts.markup import Html
from charts.measure import Measure
from reports.bulletin import bulletin_of
from reports.bulletin_file import bulletin_bytes
from reports.chart_html import chart_html, runs
from reports.deck_file import deck_bytes
from reports.deck_story import deck_story
from reports.facts import Facts
from reports.slides_of_indicator import indicator_slide
from reports.slides_townships import crossing_words
from reports.story import Action, Chart, Points, Series, Story, Table
from reports.story_text import slide_of, slide_text
from reports.view_slides import known_address, slide_id, slide_of_view

SHAWAN = "999901015"
LAST_TIME = (
    Action("公布欠薪名册核对结果", "人社局", "2026-02-28", is_done=True),
    Action("逐件说明重复访", "沙湾镇", "2025-02-28"),
)


def test_a_slide_is_kept_as_text_and_comes_back_the_same(story: Story) -> None:
    assert tuple(slide_of(slide_text(slide)) for slide in story.slides) == story.slides


def test_every_slide_but_the_agenda_leads_to_a_page(story: Story) -> None:
    views = {slide.id: slide.view for slide in story.slides}
    assert views["requests"] == "indicator?by=year&period=2025&indicator=repeat_visit_share&view=trend"
    assert views[f"township-{SHAWAN}"] == f"township?by=year&period=2025&township={SHAWAN}"
    assert [name for name, view in views.items() if not view] == ["agenda"]


def test_the_deck_opens_with_what_was_agreed_last_time(facts: Facts) -> None:
    slides = deck_story(facts, decided=LAST_TIME).slides
    assert [slide.id for slide in slides[:3]] == ["agenda", "decided", "headline"]
    decided = slides[1]
    assert decided.title == "上次议定2项，1项已办结，1项还没有"
    assert isinstance(decided.exhibit, Table)
    assert decided.exhibit.rows == (
        ("逐件说明重复访", "沙湾镇", "2025-02-28", "▼ 到期未办结"),
        ("公布欠薪名册核对结果", "人社局", "2026-02-28", "▲ 已办结"),
    )
    assert isinstance(slides[0].exhibit, Points)
    assert slides[0].exhibit.lines[0] == "上次议定事项：上次议定2项，1项已办结，1项还没有"


@pytest.mark.integration
def test_the_papers_open_with_it_too(facts: Facts) -> None:
    deck = Presentation(io.BytesIO(deck_bytes(deck_story(facts, decided=LAST_TIME), facts.edition.published)))
    assert deck.slides[1].shapes.title.text_frame.text == "上次议定2项，1项已办结，1项还没有"
    bulletin = bulletin_of(facts, LAST_TIME)
    assert bulletin.sections[0].title == "一、上次议定事项办理情况"
    assert bulletin.sections[10].title == "十一、报送情况"
    written = Document(io.BytesIO(bulletin_bytes(bulletin, facts.edition.published)))
    assert [cell.text for cell in written.tables[0].rows[1].cells] == [
        *("逐件说明重复访", "沙湾镇", "2025-02-28", "▼ 到期未办结")
    ]


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("?by=year&period=2025", "8项变化超出正常波动：7项真实改善，1项真实变差"),
        (
            "indicator?by=year&period=2025&indicator=repeat_visit_share",
            "重复访占比全县5.1%，1个乡镇明显差于全县",
        ),
        (
            "indicator?by=year&period=2025&indicator=repeat_visit_share&view=trend",
            "重复访占比降到5.1%，是真实改善",
        ),
        (
            f"indicator?by=year&period=2025&indicator=repeat_visit_share&view=trend&area={SHAWAN}",
            "沙湾镇重复访占比11.4%（20/175），明显差于全县5.1%",
        ),
        (
            "indicator?by=year&period=2025&indicator=first_contact_resolution&view=trend&area=999901021",
            "松坡乡初次诉求一次性化解率100.0%（7/7），件数少，不作比较",
        ),
        (
            "indicator?by=year&period=2025&indicator=hazards_overdue&view=trend&area=999901001",
            "城关街道超期未整改隐患28处，与乡镇大小有关，不和全县比较",
        ),
        ("quality?by=year&period=2025", "2025年12月的报表，23/24个乡镇已报齐"),
        ("nowhere?by=year&period=2025", "8项变化超出正常波动：7项真实改善，1项真实变差"),
    ],
)
def test_any_view_becomes_a_slide_with_its_finding(facts: Facts, address: str, title: str) -> None:
    slide = slide_of_view(facts, address)
    assert slide.title == title
    assert slide.id == slide_id(address)
    assert "数据第2版" in slide.source


@pytest.mark.parametrize("page", ["township", "compare", "index", "alerts", "definitions", "?kind=town"])
def test_every_page_has_a_slide(facts: Facts, page: str) -> None:
    slide = slide_of_view(facts, page)
    assert slide.title
    assert slide.exhibit.says


def test_a_neutral_indicator_is_shown_over_time_and_never_in_an_order(facts: Facts) -> None:
    slide = slide_of_view(facts, "indicator?by=year&period=2025&indicator=petitions_received")
    assert isinstance(slide.exhibit, Chart)
    assert slide.exhibit.kind == "line"
    assert "不作评价" in slide.title


def test_a_definition_is_told_in_words_and_not_in_the_language_of_the_engine(facts: Facts) -> None:
    for measure in facts.measures:
        slide = slide_of_view(facts, f"definitions?indicator={measure}")
        assert isinstance(slide.exhibit, Points)
        assert not [line for line in slide.exhibit.lines if re.search(r"[a-z]+_[a-z]+|=|<>", line)]
    stock = slide_of_view(facts, "definitions?indicator=open_requests").exhibit
    assert isinstance(stock, Points)
    assert [line.partition("：")[0] for line in stock.lines] == ["分子", "减去", "依据"]


def test_a_view_is_an_address_of_our_own_and_nothing_else() -> None:
    assert known_address("indicator?view=trend") == "indicator?view=trend"
    assert known_address("javascript:alert(1)") == "?"
    assert known_address("//elsewhere?x=1") == "?x=1"


def chart(**changes: object) -> Chart:
    values = (4.0, None, 8.0, 6.0)
    line = Series("全县", values, "value", ("plain", "plain", "worse", "plain"))
    limits = tuple(
        Series(name, (level,) * 4, name) for name, level in (("mean", 6.0), ("lower", 2.0), ("upper", 10.0))
    )
    plain = Chart("line", ("1月", "2月", "3月", "4月"), (line, *limits), '0.0"%"', "升到6.0%", "%")
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_chart_has_no_size_and_no_colour_of_its_own() -> None:
    drawn = chart_html(chart())
    assert isinstance(drawn, Html)
    assert not re.search(r"\d+px|#[0-9a-f]{3,6}|rgb", drawn)
    assert 'aria-label="升到6.0%"' in drawn


def test_a_chart_marks_signals_by_shape_and_says_its_newest_figure() -> None:
    drawn = chart_html(chart())
    assert drawn.count('class="mark worse"') == 1
    assert '<b class="newest plain"' in drawn
    assert ">6.0%</b>" in drawn
    assert "均值 6.0%" in drawn


def test_a_missing_month_breaks_the_line_and_so_does_a_new_phase() -> None:
    assert runs([1.0, None, 2.0, 3.0]) == [[(0, 1.0)], [(2, 2.0), (3, 3.0)]]
    assert runs([1.0, 2.0, 3.0], {2}) == [[(0, 1.0), (1, 2.0)], [(2, 3.0)]]


def test_what_came_from_an_upload_is_escaped() -> None:
    drawn = chart_html(chart(categories=("<b>甲", "乙", "丙", "丁")))
    assert "<b>甲" not in drawn


def test_a_slide_without_figures_says_so(facts: Facts) -> None:
    empty = replace(facts, period_type="month", period="1990-01")
    empty.__dict__["county"] = {}
    assert indicator_slide(empty, {"view": "trend"}).title.endswith("本期没有数字")


def test_intervals_are_said_to_meet_the_county_only_where_they_do() -> None:
    def township(low: float, high: float) -> AreaFigure:
        middle = (low + high) / 2
        limits = {"lower95": low, "upper95": high, "county_value": 90.0}
        return AreaFigure("rate", "A", "甲镇", "2025", middle, 0, 0, **limits)  # type: ignore[arg-type]

    rate = Measure("rate", "化解率", "percent", "high")
    level, better = township(85.0, 95.0), township(93.0, 97.0)
    assert crossing_words([level, level], rate) == "以化解率为例：各乡镇的区间都与全县相交。"
    assert crossing_words([level, better], rate) == "以化解率为例：2个乡镇中1个的区间与全县相交。"
