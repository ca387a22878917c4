"""The trend of an indicator: control chart, season, too few cases, in the demo county."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import html_of
from tests.source_tree import PROJECT


@pytest.fixture
def trend_of(published_demo: Path, monkeypatch: pytest.MonkeyPatch):
    """`trend_of(indicator, area=…)`: all the words of the view."""
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(published_demo))

    def opened(indicator: str, **choices: str) -> str:
        page = AppTest.from_file(str(PROJECT / "pages" / "indicator.py"), default_timeout=60)
        for name, value in {"indicator": indicator, "view": "trend", **choices}.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        html = html_of(page)
        assert html.count('class="drawing"') == 1
        return html

    return opened


def test_signals_are_named_and_the_rules_printed_under_the_chart(trend_of) -> None:
    html = trend_of("satisfaction_rate")
    assert "持续偏高" in html
    assert "出现改善信号" in html
    assert "n_shift=7, n_trend=7, screening=true" in html
    assert "怎么看" in html
    assert "达到目标" in html


def test_a_month_that_its_chart_signals_is_really_better(trend_of) -> None:
    assert "真实改善" in trend_of("satisfaction_rate", period="2025-12")


def test_the_season_is_a_view_of_its_own(trend_of) -> None:
    html = trend_of("petitions_received", against="season")
    assert "往年同月" in html
    assert "n_shift" not in html


def test_a_township_with_few_cases_has_no_control_chart(trend_of) -> None:
    html = trend_of("acceptance_on_time", area="999901003")
    assert "平均每月不足5件" in html
    assert "n_shift" not in html


def test_a_township_with_few_cases_is_not_set_against_the_season(trend_of) -> None:
    """Nothing happened in two Marches: one case in the third is no peak."""
    html = trend_of("acceptance_on_time", area="999901003", grain="month", against="season")
    assert "与往年同月比会误报" in html
    assert "与往年同月不同的月份" not in html and "都与往年同月相近" not in html


def test_a_neutral_series_has_signals_without_a_verdict(trend_of) -> None:
    html = trend_of("petitions_received")
    assert "不作评价" in html
    assert "▲" not in html and "▼" not in html


def test_limits_by_the_number_of_cases_are_a_view_of_shares(trend_of) -> None:
    html = trend_of("satisfaction_rate", against="size")
    assert "按每月件数推算" in html
    assert "n_shift" not in html
    assert "按每月件数推算" not in trend_of("petitions_received", against="size")
