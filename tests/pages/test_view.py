"""Markup on its way to the browser: escaped where it is not ours, in one piece, the same for every reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from charts.markup import Html, tag
from pages.shared import view
from pages.shared.page_list import PAGES
from pages.shared.view import carried, gathered, markup_of, show_html, view_of
from tests.pages.conftest import ShowPage, html_of


def test_a_carrier_is_one_text_for_whoever_cleans_it() -> None:
    inside = carried(tag("p", "a < b")).removeprefix('<div class="carrier" hidden>').removesuffix("</div>")
    assert inside == "&lt;p&gt;a &amp;lt; b&lt;/p&gt;"


def test_a_long_one_is_packed_for_a_browser_and_comes_out_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    html = tag("p", "甲 < 乙" * 2_000)
    assert "甲" in carried(html)  # a test that runs a page without a server reads it
    monkeypatch.setattr(view, "is_served", lambda: True)
    packed = carried(html)
    assert 'class="carrier packed"' in packed
    assert len(packed) < len(html) / 20
    assert markup_of(packed) == html
    assert view_of([packed]) is packed
    assert markup_of(view_of([packed, tag("p", "丙")])) == tag("div", html, tag("p", "丙"), class_="view")


def test_what_is_not_markup_of_ours_is_escaped() -> None:
    def script() -> None:
        from pages.shared.view import show_html

        show_html("<img src=x onerror=alert(1)>")  # type: ignore[arg-type]

    assert html_of(AppTest.from_function(script).run()) == "&lt;img src=x onerror=alert(1)&gt;"


def test_markup_can_be_put_together_before_it_is_shown() -> None:
    with gathered() as left:
        show_html(Html("<p>1</p>"))
        with gathered() as inner:
            show_html(Html("<p>2</p>"))
    assert (left, inner) == (["<p>1</p>"], ["<p>2</p>"])


def test_a_page_of_one_view_sends_one_piece(published_demo: Path, show_page: ShowPage) -> None:
    for name in (page.file for page in PAGES if page.is_one_view):
        app = show_page(published_demo, name)
        assert len([each for each in app.get("html") if "carrier" in each.proto.body]) == 1


def test_an_open_receipt_leaves_the_page_under_it_as_it_was(
    published_demo: Path, show_page: ShowPage
) -> None:
    def view(app: AppTest) -> str:
        return next(each.proto.body for each in app.get("html") if "carrier" in each.proto.body)

    receipt = "repeat_visit_share|county|month|2025-12"
    assert view(show_page(published_demo)) == view(show_page(published_demo, receipt=receipt))
