"""The frame: pages, language, choices in the address, empty states, errors in words."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from charts.palette import DARK, LIGHT, Tones
from metrics.period_steps import last_month, period_of_type
from pages.shared.page_list import PAGES, PAGES_FOLDER
from tests.pages.conftest import (
    ShowPage,
    choose_option,
    chosen,
    chosen_option,
    cleaned_html_of,
    html_of,
)
from tests.store_builder import new_store

PROJECT = PAGES_FOLDER.parent


@pytest.mark.parametrize("name", [page.file for page in PAGES])
@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.integration)])
def test_every_page_runs_on_the_demo_county(
    published_demo: Path, show_page: ShowPage, name: str, language: str
) -> None:
    app = show_page(published_demo, name, lang=language)
    assert not app.exception
    assert not app.error
    assert 'aria-current="page"' in html_of(app)
    assert "<svg" not in cleaned_html_of(app)


@pytest.mark.parametrize("name", [page.file for page in PAGES])
def test_every_page_runs_on_an_empty_store(tmp_path: Path, show_page: ShowPage, name: str) -> None:
    app = show_page(tmp_path / "nothing", name)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("name", [page.file for page in PAGES])
def test_every_page_runs_where_only_the_register_was_published(
    tmp_path: Path, show_page: ShowPage, name: str
) -> None:
    new_store(tmp_path / "register")
    app = show_page(tmp_path / "register", name)
    assert not app.exception
    assert not app.error
    if name in ("overview", "township", "compare", "papers"):
        assert "乡镇名录有了，还没有一个月的报表" in html_of(app)


def test_every_page_file_is_in_the_page_list() -> None:
    files = {path.stem for path in PAGES_FOLDER.glob("*.py")} - {"__init__"}
    assert files == {page.file for page in PAGES}


def test_an_empty_store_says_what_to_do(tmp_path: Path, show_page: ShowPage) -> None:
    html = html_of(show_page(tmp_path / "nothing"))
    assert "还没有数据" in html
    assert 'href="upload"' in html


def test_the_bar_names_the_county_and_leads_to_every_page_with_the_choices(
    published_demo: Path, show_page: ShowPage
) -> None:
    html = html_of(show_page(published_demo, "township", period="2025-07", view="anything"))
    assert "示范县" in html
    assert 'href="./?period=2025-07"' in html
    assert 'href="definitions?period=2025-07"' in html


def test_the_language_switch_keeps_everything_that_was_chosen(
    published_demo: Path, show_page: ShowPage
) -> None:
    html = html_of(show_page(published_demo, "indicator", period="2025-07", view="trend"))
    assert 'href="?period=2025-07&amp;view=trend&amp;lang=en"' in html
    english = html_of(show_page(published_demo, "indicator", period="2025-07", view="trend", lang="en"))
    assert 'href="?period=2025-07&amp;view=trend"' in english


def test_a_choice_is_written_into_the_address(published_demo: Path, show_page: ShowPage) -> None:
    app = choose_option(show_page(published_demo), "乡镇类型", "街道")
    assert chosen(app, "kind") == "subdistrict"
    assert chosen_option(app, "乡镇类型") == "街道"
    assert chosen(choose_option(app, "乡镇类型", "全部类型"), "kind") == ""


def test_another_kind_of_period_keeps_the_time(published_demo: Path, show_page: ShowPage) -> None:
    app = choose_option(show_page(published_demo, period="2025-07"), "时期类型", "季度")
    assert chosen(app, "by") == "quarter"
    assert chosen(app, "period") == "2025-Q3"
    assert chosen_option(app, "时期") == "2025年第3季度"


def test_a_choice_that_does_not_exist_falls_back(published_demo: Path, show_page: ShowPage) -> None:
    app = show_page(published_demo, period="1999-01", kind="castle", by="fortnight")
    assert not app.exception
    assert chosen_option(app, "时期") == "2025年12月"
    assert chosen_option(app, "乡镇类型") == "全部类型"


@pytest.mark.parametrize(
    ("old", "period", "new", "wanted"),
    [
        ("month", "2025-07", "quarter", "2025-Q3"),
        ("quarter", "2025-Q1", "month", "2025-03"),
        ("year", "2024", "rolling12", "2024-12"),
        ("ytd", "2025-05", "year", "2025"),
        ("year", "2022", "month", "2025-07"),
    ],
)
def test_periods_are_carried_over_by_their_last_month(old: str, period: str, new: str, wanted: str) -> None:
    existing = ["2024-12", "2025-03", "2025-07", "2025-Q3", "2024", "2025"]
    existing = [each for each in existing if _is_of_type(each, new)]
    assert period_of_type(old, period, new, existing) == wanted


def _is_of_type(period: str, period_type: str) -> bool:
    return len(period) == {"year": 4, "quarter": 7}.get(period_type, 7) and ("Q" in period) == (
        period_type == "quarter"
    )


def test_the_last_month_of_a_quarter() -> None:
    assert last_month("quarter", "2025-Q3") == "2025-09"


def test_a_page_that_fails_says_so_in_words() -> None:
    def script() -> None:
        from pages.shared.errors import say_what_failed

        assert say_what_failed(ZeroDivisionError("secret/path"))

    app = AppTest.from_function(script).run()
    assert "出错了" in app.error[0].value
    assert "secret" not in app.error[0].value


def test_a_refusal_says_itself_what_to_mend() -> None:
    def script() -> None:
        from data.refusal import Refused
        from pages.shared.errors import say_what_failed

        say_what_failed(Refused("没有键", where="indicators/x.toml"))

    assert AppTest.from_function(script).run().error[0].value == "indicators/x.toml: 没有键"


@pytest.mark.parametrize(("theme", "tones"), [("light", LIGHT), ("dark", DARK)])
def test_streamlits_colours_are_those_of_the_palette(theme: str, tones: Tones) -> None:
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["theme"][theme] == {
        "primaryColor": tones.accent,
        "backgroundColor": tones.ground,
        "secondaryBackgroundColor": tones.band,
        "textColor": tones.ink,
        "linkColor": tones.accent,
        "borderColor": tones.lines,
    }
