"""乡镇 as the demo county fills it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from metrics.mart_reader import Mart
from tests.pages.conftest import html_of
from tests.source_tree import PROJECT
from tests.store_builder import new_store


def township_page(store: Path, monkeypatch: pytest.MonkeyPatch, name: str, **choices: str) -> str:
    """The HTML of the page of the township of this name."""
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(store))
    current = Store(store).current_mart()
    assert current is not None
    with Mart(current) as mart:
        areas = mart.areas()
    page = AppTest.from_file(str(PROJECT / "pages" / "township.py"), default_timeout=60)
    page.query_params["township"] = str(areas.loc[areas["name"] == name, "area"].iloc[0])
    for key, value in choices.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return html_of(page)


def row_of(html: str, indicator: str) -> str:
    rows = re.findall(r"<tr>.*?</tr>", html, flags=re.S)
    return next(row for row in rows if f">{indicator}</a></th>" in row)


def test_what_stands_out_comes_before_the_table(
    published_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = township_page(published_demo, monkeypatch, "沙湾镇", by="year", period="2025")
    assert html.index("需要支持") < html.index("重复访占比") < html.index('class="profile"')
    assert "20/175" in html
    assert "明显较差" in row_of(html, "重复访占比")


def test_a_neutral_row_has_a_value_and_neither_verdict_nor_place(
    published_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = township_page(published_demo, monkeypatch, "沙湾镇", by="year", period="2025")
    row = row_of(html, "受理诉求件次")
    assert "175" in row
    assert "spine" not in row
    assert not re.search("better|worse", row)


def test_a_tiny_township_is_shown_and_not_judged(
    published_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = township_page(published_demo, monkeypatch, "松坡乡", by="year", period="2025")
    assert "件数少，不作比较" in row_of(html, "重复访占比")


def test_missing_reports_are_listed(published_demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = township_page(published_demo, monkeypatch, "云雾乡", period="2025-12")
    missing = html[html.index("还没有报送") : html.index("各项指标")]
    assert "群众测评" in missing
    assert "2025年12月" in missing


def test_every_value_leads_to_its_receipt(published_demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = township_page(published_demo, monkeypatch, "石桥镇", by="year", period="2025")
    assert "receipt=repeat_visit_share" in row_of(html, "重复访占比")


def test_what_was_never_reported_is_not_said_to_be_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hazards = "隐患编号,乡镇,排查日期,整改期限,整改完成日期\nY1,甲镇,2025-05-02,2025-05-20,2025-05-09\n"
    new_store(tmp_path / "county", hazards)
    html = township_page(tmp_path / "county", monkeypatch, "甲镇")
    assert re.search("超期未办结诉求</h2><p[^>]*>没有报送，不知道有没有超期的。", html)
    assert re.search("超期未整改隐患</h2><p[^>]*>没有超期的。", html)
