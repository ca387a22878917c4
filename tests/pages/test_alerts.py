"""预警 as the demo county fills it, and as it is answered."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from data.acknowledging import acknowledge
from data.clock import today
from data.store import Store
from metrics.indicator import load_indicators
from metrics.signal_queries import SignalChoice, signal_rows
from tests.pages.conftest import ShowPage, html_of

HAZARDS = ("figure", "hazard_rectification", "county")
DECEMBER = date(2025, 12, 1)


def test_the_alerts_of_the_charts_are_there_with_their_counts_and_whom_to_ask(
    published_demo: Path, show_page: ShowPage
) -> None:
    page = show_page(published_demo, "alerts", period="2025-12")
    assert not page.exception
    html = html_of(page)
    mart = Store(published_demo).current_mart()
    assert mart is not None
    rows = signal_rows(mart, SignalChoice(start=DECEMBER, end=DECEMBER))
    assert ("hazard_rectification", "county") in [row[:2] for row in rows if True in row]
    block = next(each for each in html.split('<li class="alert') if "全县 · " in each)
    assert "隐患整改率" in block and "（223/244）" in block and "先问产业园区" in block
    assert "receipt=hazard_rectification%7Ccounty%7Cmonth%7C2025-12" in block


def test_reports_that_are_not_in_are_named(published_demo: Path, show_page: ShowPage) -> None:
    html = html_of(show_page(published_demo, "alerts", period="2025-12"))
    owed = html[html.index("reports-due") :]
    assert "云雾乡" in owed and "群众测评" in owed and "2026年1月5日" in owed


def test_no_neutral_indicator_is_ever_an_alert(published_demo: Path, show_page: ShowPage) -> None:
    neutral = [each.name for each in load_indicators().values() if each.is_neutral]
    for month in ("2024-09", "2025-08", "2025-12"):
        html = html_of(show_page(published_demo, "alerts", period=month))
        assert [name for name in neutral if f">{name}</a>" in html] == []


def test_a_quiet_month_says_so(published_demo: Path, show_page: ShowPage) -> None:
    html = html_of(show_page(published_demo, "alerts", period="2025-01"))
    assert "2025年1月没有新的预警" in html
    assert '<li class="alert' not in html


def test_what_was_answered_comes_last_and_comes_back_with_another_reason(
    demo_copy: Path, show_page: ShowPage
) -> None:
    store = Store(demo_copy)
    soon = today() + timedelta(days=3)
    acknowledge(store, HAZARDS, DECEMBER, ("signal",), "已派督查组到现场核对", soon, "综治科")
    html = html_of(show_page(demo_copy, "alerts", period="2025-12"))
    assert html.index("超期未整改隐患") < html.index("隐患整改率") < html.index("综治科于")
    assert "另有1项已知悉" in html
    acknowledge(store, HAZARDS, date(2025, 11, 1), ("signal",), "先前的说明", None, "综治科")
    again = html_of(show_page(demo_copy, "alerts", period="2025-12"))
    assert "此前综治科于" in again
    assert "先前的说明" in again[again.index("知悉记录") :]


def test_the_form_refuses_a_note_with_a_telephone_number(demo_copy: Path, show_page: ShowPage) -> None:
    page = show_page(demo_copy, "alerts", period="2025-12", answer="|".join(HAZARDS))
    page.text_area[0].set_value("请联系13912345678")
    page.text_input[0].set_value("综治科")
    page.button[0].click().run()
    assert "手机号" in page.error[0].value
    assert Store(demo_copy).catalogue.acknowledgements() == ()


def test_the_page_of_a_kind_shows_its_townships_alone(published_demo: Path, show_page: ShowPage) -> None:
    html = html_of(show_page(published_demo, "alerts", period="2025-12", kind="town"))
    assert "沙湾镇" in html
    assert "云雾乡" not in html and "全县 · " not in html
