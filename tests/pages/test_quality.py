"""数据质量 as the demo county fills it, counted again from the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.store import Store
from tests.pages.conftest import ShowPage, html_of
from tests.store_builder import new_store, petitions


def test_every_township_has_a_row_of_months_and_what_is_missing_is_there(
    published_demo: Path, show_page: ShowPage
) -> None:
    page = show_page(published_demo, "quality", period="2025-12")
    assert not page.exception
    html = html_of(page)
    grid = re.findall(r'<table class="coverage">.*?</table>', html, flags=re.S)[0]
    assert grid.count('<th scope="row">') == 24 + 1
    assert "云雾乡 2025年12月：缺隐患排查和群众测评" in grid
    # of all the year, the two reports of that one township
    assert grid.endswith("<td>0</td><td>2</td></tr></tfoot></table>")
    assert "2025年12月应报120份，已报118份，其中按时118份，还缺2份。" in html


def test_one_report_and_a_longer_span_can_be_chosen(published_demo: Path, show_page: ShowPage) -> None:
    html = html_of(show_page(published_demo, "quality", period="2025-12", export="petitions", months="24"))
    grid = re.findall(r'<table class="coverage">.*?</table>', html, flags=re.S)[0]
    assert len(re.findall(r'<th scope="col" title=', grid)) == 24
    assert "<td>0</td><td>0</td></tr></tfoot>" in grid and "缺" not in grid


def test_every_file_with_refused_rows_is_told_with_its_reasons(
    published_demo: Path, show_page: ShowPage
) -> None:
    html = html_of(show_page(published_demo, "quality"))
    refused = [each for each in Store(published_demo).catalogue.uploads() if each.rows_rejected]
    assert len(refused) == 5
    for upload in refused:
        assert f"{upload.rows_read:,}行退回{upload.rows_rejected}行" in html
    assert "不是有效的日期（排查日期）1处" in html


def test_what_does_not_add_up_and_what_is_worth_asking_have_their_place(
    published_demo: Path, show_page: ShowPage
) -> None:
    html = html_of(show_page(published_demo, "quality"))
    assert "行数与往常相差很大" in html
    assert "没有重报过，也没有撤回过。" in html
    assert "可以问一问" in html


def test_it_is_whole_in_english(published_demo: Path, show_page: ShowPage) -> None:
    for name in ("quality", "alerts", "compare"):
        choices = {"areas": "999901001,999901002"} if name == "compare" else {}
        page = show_page(published_demo, name, lang="en", **choices)
        assert not page.exception
        said = re.sub(r"<[^>]+>", " ", html_of(page))
        # names of places, columns and texts of the files stay as they are
        assert not re.search(r"待处理|应报|差别|波动|走势|对不上", said)


@pytest.mark.parametrize("by", ["month", pytest.param("year", marks=pytest.mark.integration)])
def test_a_store_of_one_month_and_two_townships_has_every_page(
    tmp_path: Path, show_page: ShowPage, by: str
) -> None:
    store = new_store(tmp_path / "store", petitions("2025-06", "1,甲镇,03,09", "2,乙乡,05"))
    for name, choices in (
        ("quality", {}),
        ("alerts", {}),
        ("compare", {"areas": "A,B"}),
        ("compare", {"mode": "periods"}),
    ):
        page = show_page(store.folder, name, by=by, **choices)
        assert not page.exception
        assert html_of(page)
    assert "2025年6月没有新的预警" in html_of(show_page(store.folder, "alerts", by=by))
