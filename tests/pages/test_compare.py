"""对比 as the demo county fills it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.grants import VIEWER, Grant
from data.store import Store
from metrics.indicator import load_indicators
from pages.shared import reader
from tests.pages.conftest import ShowPage, chosen, html_of

SHAWAN, CHENGGUAN, XINHE = "999901015", "999901001", "999901002"


def test_without_a_choice_it_says_what_to_pick_and_offers_townships_alike(
    published_demo: Path, show_page: ShowPage
) -> None:
    html = html_of(show_page(published_demo, "compare"))
    assert "请选择两到五个乡镇" in html
    assert "areas=999901001%2C999901002" in html
    assert "请再选一个乡镇" in html_of(show_page(published_demo, "compare", areas=SHAWAN))


def test_where_no_townships_are_alike_no_list_is_announced(store: Store, show_page: ShowPage) -> None:
    html = html_of(show_page(store.folder, "compare"))
    assert "请选择两到五个乡镇" in html
    assert "人口相近的乡镇开始：" not in html


def test_who_sees_one_township_is_told_that_there_is_no_second(
    store: Store, show_page: ShowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "AT_THIS_MACHINE", Grant(VIEWER, frozenset({"A"}), "li"))
    html = html_of(show_page(store.folder, "compare"))
    assert "您只看得到一个乡镇，没有可比的" in html
    assert "请选择两到五个乡镇" not in html


def test_two_townships_stand_side_by_side_and_the_finding_is_said(
    published_demo: Path, show_page: ShowPage
) -> None:
    page = show_page(published_demo, "compare", areas=f"{SHAWAN},{CHENGGUAN}", by="year", period="2025")
    assert not page.exception
    html = html_of(page)
    lead = re.findall(r'<p class="lead">(.*?)</p>', html, flags=re.S)[0]
    assert "城关街道较好：" in lead
    row = next(r for r in re.findall(r"<tr.*?</tr>", html, flags=re.S) if ">重复访占比</a>" in r)
    # 20 of 175 in the published rows
    assert "20/175" in row and "11.4" in row and "+6.6个百分点" in row
    assert row.count("receipt=") == 2


def test_no_neutral_figure_is_compared(published_demo: Path, show_page: ShowPage) -> None:
    neutral = [each.name for each in load_indicators().values() if each.is_neutral]
    for choices in ({"areas": f"{SHAWAN},{XINHE}"}, {"mode": "periods"}):
        html = html_of(show_page(published_demo, "compare", **choices))
        assert [name for name in neutral if f">{name}</a>" in html] == []
        assert "<table" in html


def test_five_townships_at_most_and_unknown_codes_are_left_out(
    published_demo: Path, show_page: ShowPage
) -> None:
    codes = ",".join(["nowhere", *(f"9999010{number:02d}" for number in range(1, 8))])
    html = html_of(show_page(published_demo, "compare", areas=codes))
    assert html.count('class="side" scope="col"') + html.count('scope="col" class="side"') == 5


def test_a_choice_in_the_field_is_in_the_address(published_demo: Path, show_page: ShowPage) -> None:
    page = show_page(published_demo, "compare")
    page.multiselect(key="choose-areas").set_value([SHAWAN, XINHE]).run()
    assert chosen(page, "areas") == f"{SHAWAN},{XINHE}"
    assert "<table" in html_of(page)


@pytest.mark.parametrize("area", ["county", SHAWAN])
def test_two_periods_of_one_area_are_compared_with_the_same_period_last_year(
    published_demo: Path, show_page: ShowPage, area: str
) -> None:
    html = html_of(show_page(published_demo, "compare", mode="periods", by="year", period="2025", area=area))
    heads = re.findall(r'<th scope="col" class="side">(.*?)</th>', html)
    assert heads == ["2025年", "2024年"]
    if area == "county":
        row = next(r for r in re.findall(r"<tr.*?</tr>", html, flags=re.S) if ">重复访占比</a>" in r)
        assert "167/3,276" in row and "334/4,025" in row and "−3.2个百分点" in row and "真实改善" in row


def test_an_empty_store_says_how_to_begin(tmp_path: Path, show_page: ShowPage) -> None:
    for name in ("compare", "alerts", "quality"):
        assert "还没有数据" in html_of(show_page(tmp_path / "nothing", name))
