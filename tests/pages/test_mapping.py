"""认一认表头: unknown headings are asked once on 报送, and the next file of the layout passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.export_format import load_exports
from data.language import use_language
from tests.pages.conftest import ShowPage, html_of
from tests.store_builder import new_store
from tests.test_mapping_command import FOREIGN


def choose(app: AppTest, name: str, text: str) -> None:
    app.file_uploader[0].set_value([(name, text.encode("utf-8"), "text/csv")]).run()
    assert not app.exception


def asked(app: AppTest) -> dict[str, str | None]:
    """Label → choice, of the selects of the panel."""
    return {each.label: each.value for each in app.selectbox if str(each.key).startswith("ask-0-")}


@pytest.mark.integration
def test_unknown_headings_are_confirmed_once_and_the_next_file_passes(
    tmp_path: Path, show_page: ShowPage
) -> None:
    store = new_store(tmp_path)
    app = show_page(tmp_path, "upload")
    choose(app, "五月.csv", FOREIGN)
    choices = asked(app)
    assert (choices["乡镇（必填）"], choices["办结日期"]) == ("属地", "结案时间")
    assert choices["办理结果：“已办结”（1行）"] == "resolved"
    assert "照此读取3行：收下2行，退回1行。" in html_of(app)
    app.selectbox(key="ask-0-petitions-outcome-某事").set_value("explained").run()
    assert "照此读取3行：收下3行，退回0行。" in html_of(app)
    app.button(key="remember-0").click().run()
    assert "已记住“诉求办件（本县表头）”" in app.success[0].value
    assert "读取3行：收下3行，退回0行。" in html_of(app)
    assert asked(app) == {} and load_exports(store.folder)["petitions_2"].like == "petitions"
    app.button(key="publish").click().run()
    choose(app, "六月.csv", FOREIGN.replace("2025-05", "2025-06"))
    assert "读取3行：收下3行，退回0行。" in html_of(app)
    assert asked(app) == {}


def test_a_required_column_that_is_taken_away_keeps_the_button_shut(
    tmp_path: Path, show_page: ShowPage
) -> None:
    new_store(tmp_path)
    app = show_page(tmp_path, "upload")
    choose(app, "五月.csv", FOREIGN)
    app.selectbox(key="ask-0-petitions-township").set_value("").run()
    assert app.button(key="remember-0").disabled
    assert "还有必填的列没有选：乡镇" in app.warning[0].value
    assert [button.key for button in app.button if button.key == "publish"] == []


def test_the_panel_neither_offers_nor_quotes_a_personal_column(tmp_path: Path, show_page: ShowPage) -> None:
    new_store(tmp_path)
    use_language("en")  # the test reads the choices as the reader does
    app = show_page(tmp_path, "upload", lang="en")
    choose(app, "五月.csv", FOREIGN)
    offered = [option for each in app.selectbox for option in each.options]
    assert "属地" in offered and "信访人" not in offered
    assert "王小明" not in html_of(app) + repr(app.session_state)
    assert "Columns that seem to be personal, neither proposed nor shown: 1." in html_of(app)


@pytest.mark.integration
def test_a_file_that_lacks_nothing_asks_nothing(tmp_path: Path, show_page: ShowPage) -> None:
    new_store(tmp_path)
    app = show_page(tmp_path, "upload")
    choose(app, "五月.csv", "办件编号,乡镇,登记日期\n1,甲镇,2025-05-03\n")
    assert asked(app) == {}
