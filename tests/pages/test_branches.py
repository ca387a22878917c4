"""A province on the screen: its cities, then their counties, then their townships."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.grants import NOBODY, VIEWER, Grant
from pages.shared import reader
from tests.pages.conftest import ShowPage, html_of
from tests.province import EAST, FIRST, WEST, province_store
from tests.store_builder import petitions, publish_texts


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return province_store(tmp_path_factory.mktemp("province")).folder


def test_the_overview_of_a_province_shows_its_cities(store: Path, show_page: ShowPage) -> None:
    shown = html_of(show_page(store))
    assert "东江市" in shown
    assert "西岭市" in shown
    assert "河口乡" not in shown
    assert "各地市一览" in shown
    assert "全省" in shown
    assert "全县" not in shown


def test_a_citys_name_leads_to_its_counties_and_a_countys_to_its_townships(
    store: Path, show_page: ShowPage
) -> None:
    assert "branch=city%3A%E4%B8%9C%E6%B1%9F%E5%B8%82" in html_of(show_page(store))
    city = html_of(show_page(store, branch=EAST))
    assert "甲县" in city
    assert "丁县" not in city
    assert re.search(r"云山省</a> › <b[^>]*>东江市", city)
    assert "各区县一览" in city
    county = html_of(show_page(store, branch=FIRST))
    assert "河口乡" in county
    assert "石桥乡" not in county
    assert "各乡镇一览" in county


def test_the_words_are_those_of_the_level_in_english_too(store: Path, show_page: ShowPage) -> None:
    city = html_of(show_page(store, branch=EAST, lang="en"))
    assert "counties" in city.lower()
    assert "township" not in re.sub(r'href="[^"]*"', "", city).lower()


@pytest.mark.parametrize("page", ["indicator", "township", "compare", "index", "alerts", "quality"])
def test_every_page_of_figures_follows_the_branch(store: Path, show_page: ShowPage, page: str) -> None:
    app = show_page(store, page, branch=EAST)
    assert not app.exception
    shown = html_of(app)
    assert "branch-path" in shown
    assert "西岭市" not in shown


def test_a_branch_that_does_not_exist_is_the_whole(store: Path, show_page: ShowPage) -> None:
    assert "西岭市" in html_of(show_page(store, branch="city:没有"))


def test_a_citys_viewer_begins_in_the_city_and_sees_nothing_beside_it(
    store: Path, show_page: ShowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Grant(VIEWER, frozenset({EAST, FIRST, "county:乙县", "A1", "A2", "B1", "B2"}), "li")
    monkeypatch.setattr(reader, "AT_THIS_MACHINE", own)
    shown = html_of(show_page(store))
    assert "甲县" in shown
    assert "西岭市" not in shown
    above = html_of(show_page(store, branch="county"))
    assert "全省" in above
    assert "西岭市" not in above
    assert "丁县" not in html_of(show_page(store, branch=WEST))
    assert "您的账号看东江市，别处不列出。" in shown
    assert "您的账号看东江市和全省合计" in above


def test_a_revision_names_the_areas_on_the_screen_and_none_beside_them(
    tmp_path: Path, show_page: ShowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = province_store(tmp_path / "province")
    publish_texts(store, [petitions("2025-03", "a,A1,05", "b,A2,05", "c,C1,05", "d,D2,05", "e,B1,05")])

    def revised(**address: str) -> list[str]:
        shown = html_of(show_page(store.folder, "indicator", indicator="petitions_received", **address))
        return re.findall(r"更正（(.*?)）", shown)

    assert revised() == ["东江市和西岭市"]
    assert revised(branch=EAST) == ["甲县和乙县"]
    assert revised(branch=FIRST) == ["城关镇和河口乡"]
    assert revised(branch="county:丁县") == ["平山乡"]
    monkeypatch.setattr(reader, "AT_THIS_MACHINE", Grant(VIEWER, frozenset({"A1"}), "li"))
    assert revised() == ["城关镇"]
    monkeypatch.setattr(reader, "AT_THIS_MACHINE", Grant(VIEWER, frozenset({"B2"}), "li"))
    assert revised() == []


def test_what_was_made_for_the_province_is_not_shown_to_an_account_of_one_county(
    tmp_path: Path, show_page: ShowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have the same address and read the same mart: the province's reader looks at that county."""
    store = province_store(tmp_path / "province")
    publish_texts(store, [petitions("2025-03", "late,D2,05")])  # D2 has reported that month before
    assert "上传5" in html_of(show_page(store.folder, "quality", branch=FIRST))
    monkeypatch.setattr(reader, "AT_THIS_MACHINE", Grant(VIEWER, frozenset({FIRST, "A1", "A2"}), "li"))
    assert "上传5" not in html_of(show_page(store.folder, "quality", branch=FIRST))


def test_an_account_whose_county_is_gone_is_told_to_ask_an_admin(
    store: Path, show_page: ShowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "AT_THIS_MACHINE", Grant(NOBODY, frozenset({"county:没有了"}), "li"))
    shown = html_of(show_page(store))
    assert "已不在名录里" in shown
    assert "全省" not in shown


@pytest.mark.parametrize("page", ["overview", "township"])
def test_a_limited_account_reads_a_city_in_english(
    store: Path, show_page: ShowPage, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(reader, "AT_THIS_MACHINE", Grant(VIEWER, frozenset({FIRST, "A1", "A2"}), "li"))
    app = show_page(store, page, branch=EAST, lang="en")
    assert not app.exception
    assert "Your account sees" in html_of(app)


def test_where_there_are_no_kinds_nothing_offers_to_group_by_them(store: Path, show_page: ShowPage) -> None:
    assert "按类型分组" not in html_of(show_page(store))
    assert "全部类型" not in html_of(show_page(store))
    assert "按类型分组" in html_of(show_page(store, branch=FIRST))


def test_reports_are_still_counted_in_months_of_a_township(store: Path, show_page: ShowPage) -> None:
    shown = html_of(show_page(store, "indicator", indicator="petitions_received"))
    assert "8/8个乡镇月已报送" in shown


def test_a_county_alone_has_no_levels(show_page: ShowPage, published_demo: Path) -> None:
    assert "branch-path" not in html_of(show_page(published_demo))
