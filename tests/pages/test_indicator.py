"""指标 as the demo county fills it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from tests.pages.conftest import ShowPage, chosen_option, html_of
from tests.source_tree import PROJECT
from tests.store_builder import new_store

VIEWS = ("compare", "trend", "townships", "map", "parts", "table", "definition")


@pytest.fixture
def open_indicator(published_demo: Path, monkeypatch: pytest.MonkeyPatch):
    """`open_indicator(indicator, view=…)`: the page as it ran."""
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(published_demo))

    def opened(indicator: str, **choices: str) -> AppTest:
        page = AppTest.from_file(str(PROJECT / "pages" / "indicator.py"), default_timeout=60)
        for name, value in {"indicator": indicator, "by": "year", "period": "2025", **choices}.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        return page

    return opened


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_and_tells_where_the_figure_comes_from(open_indicator, view: str) -> None:
    html = html_of(open_indicator("repeat_visit_share", view=view))
    assert "这个数从哪来" in html
    assert "167" in html
    assert "3,276" in html


@pytest.mark.parametrize(("view", "charts"), [("compare", 1), ("trend", 1), ("map", 0), ("table", 0)])
def test_a_view_has_few_charts_and_each_says_what_it_shows(open_indicator, view: str, charts: int) -> None:
    html = html_of(open_indicator("repeat_visit_share", view=view))
    found = re.findall('class="drawing" role="img" aria-label="([^"]*)"', html)
    assert len(found) == charts
    assert all("重复访占比" in finding for finding in found)


def test_the_sentence_names_who_stands_apart(open_indicator) -> None:
    html = html_of(open_indicator("repeat_visit_share"))
    assert "真实改善" in html
    assert "沙湾镇" in html[: html.index('class="tabs"')]


@pytest.mark.parametrize("view", ["compare", "map", "table"])
def test_a_neutral_indicator_has_no_colour_and_no_ranking(open_indicator, view: str) -> None:
    html = html_of(open_indicator("petitions_received", view=view))
    assert "不作评价" in html
    for verdict in ("t-better", "t-worse", "v-better", "v-worse", "▲", "▼"):
        assert verdict not in html
    assert html.index("城关街道") < html.index("新河街道") < html.index("产业园区")


def test_an_indicator_without_parts_has_no_such_tab(open_indicator) -> None:
    assert "构成" not in html_of(open_indicator("grid_staffing"))


def test_items_of_a_breakdown_are_words_and_not_codes(open_indicator) -> None:
    html = html_of(open_indicator("repeat_visit_share", view="parts", dimension="channel"))
    assert "来访" in html
    assert ">visit<" not in html


def test_the_table_can_be_taken_along(open_indicator) -> None:
    html = html_of(open_indicator("repeat_visit_share", view="table"))
    found = re.search('href="data:text/csv;charset=utf-8,([^"]*)" download="([^"]*)"', html)
    assert found
    assert found[2] == "重复访占比-2025.csv"
    assert "沙湾镇" in unquote(found[1])


def test_an_unknown_indicator_in_the_address_falls_back(open_indicator) -> None:
    assert "这个数从哪来" in html_of(open_indicator("no_such_indicator"))


def test_a_county_without_requests_is_shown_first_what_it_reports(
    tmp_path: Path, show_page: ShowPage
) -> None:
    hazards = "隐患编号,乡镇,排查日期,整改期限,整改完成日期\nY1,甲镇,2025-05-02,2025-05-20,2025-05-09\n"
    new_store(tmp_path / "county", hazards)
    app = show_page(tmp_path / "county", "indicator")
    assert chosen_option(app, "指标") == "隐患整改率"


@pytest.mark.parametrize("view", [each for each in VIEWS if each not in ("parts", "definition")])
def test_an_indicator_that_nothing_was_reported_for_says_so_and_draws_no_axis(
    store: Store, show_page: ShowPage, view: str
) -> None:
    html = html_of(show_page(store.folder, "indicator", indicator="fraud_loss", view=view))
    assert "“电信网络诈骗涉案金额”还没有数" in html
    assert 'class="drawing"' not in html


def test_a_young_county_is_told_of_no_limits_and_no_target_that_are_not_drawn(
    store: Store, show_page: ShowPage
) -> None:
    html = html_of(show_page(store.folder, "indicator", indicator="repeat_visit_share", view="trend"))
    for line in ("虚线为控制界限", "蓝色虚线为目标", "两条虚线"):
        assert line not in html
    assert "虚线" not in html_of(show_page(store.folder, "indicator", indicator="petitions_received"))


def test_tiles_in_register_order_are_not_said_to_show_where_townships_lie(
    store: Store, show_page: ShowPage
) -> None:
    html = html_of(show_page(store.folder, "indicator", indicator="resolution_rate", view="map"))
    assert "方格按名录顺序排列" in html
    assert "各乡镇在哪里" not in html
