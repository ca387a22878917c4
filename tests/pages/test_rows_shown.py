"""Long lists come in parts; the part is in the address, and sorting is over all."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import html_of


def part(count: int, rows: str = "") -> tuple[list[int], str]:
    def script() -> None:
        import streamlit as st

        from pages.shared.rows_shown import part_of
        from pages.shared.view import show_html

        shown, links = part_of(range(1, st.session_state["count"] + 1))
        st.session_state["shown"] = shown
        if links:
            show_html(links)

    app = AppTest.from_function(script)
    app.session_state["count"] = count
    if rows:
        app.query_params["rows"] = rows
    app.run()
    assert not app.exception
    return app.session_state["shown"], html_of(app)


def test_a_county_is_shown_whole() -> None:
    assert part(48) == (list(range(1, 49)), "")


def test_of_many_rows_one_part_is_shown_with_links_to_the_others() -> None:
    shown, html = part(400)
    assert shown == list(range(1, 25))
    assert "第1至24个，共400个" in html
    assert 'href="?rows=17"' in html
    assert html.count("<a ") == 17


def test_the_part_is_in_the_address_and_the_last_may_be_short() -> None:
    shown, html = part(400, "17")
    assert shown == list(range(385, 401))
    assert 'aria-current="true" aria-label="第17页"' in html


def test_a_part_that_does_not_exist_is_the_nearest_that_does() -> None:
    assert part(400, "99")[0][-1] == 400
    assert part(400, "0")[0][0] == 1
    assert part(400, "第二")[0][0] == 1
