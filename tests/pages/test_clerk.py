"""报送 for a clerk: what is due, a file mended on the page, a draft, a time, a correction."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.clock import now
from data.drafts import DraftFacts, drafts, save_draft
from data.grants import UPLOADER, Grant
from data.revisions import revisions
from data.schedule import put_off, waiting
from data.staff_records import Scheduled
from data.store import Store
from metrics.month_locks import lock
from metrics.publication import FileToCheck, check
from pages.shared import reader
from tests.pages.conftest import ShowPage, html_of
from tests.store_builder import RECEIVED, new_store, petitions, value

MAY = petitions("2025-05", "1,甲镇,03", "2,乙乡,04")
WRONG = petitions("2025-05", "1,甲镇,03", "2,乙镇,04", "3,乙镇,05", "4,甲镇,40")


def with_file(app: AppTest, text: str, name: str = "五月.csv") -> AppTest:
    app.file_uploader[0].set_value([(name, text.encode(), "text/csv")])
    return app.run()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path, MAY)


def test_a_clerk_sees_what_the_own_township_owes_and_reports_zero_in_one_click(
    tmp_path: Path, show_page: ShowPage
) -> None:
    store = new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))
    app = show_page(tmp_path, "upload", township="B")
    assert "2025年5月报送日历" in html_of(app)
    assert "应于6月5日前报，还没有报，已迟" in html_of(app)
    app.button(key="zero-petitions").click().run()
    assert "零报告-乙乡：诉求办件-2025年5月.csv" in html_of(app)
    assert value(store, "petitions_received", "2025-05", "B") == 0


def test_the_county_sees_who_has_not_reported(tmp_path: Path, show_page: ShowPage) -> None:
    new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))
    html = html_of(show_page(tmp_path, "upload"))
    assert "2025年5月应报2份，已报1份" in html
    assert "过期未报1个乡镇" in html


@pytest.mark.integration
def test_one_click_mends_a_whole_group_and_the_draft_is_there_tomorrow(
    tmp_path: Path, show_page: ShowPage
) -> None:
    store = new_store(tmp_path)
    app = with_file(show_page(tmp_path, "upload"), WRONG)
    assert "2行：乡镇不在名录中：乙镇 → 乙乡？" in html_of(app)
    next(each for each in app.button if each.label == "全部改为“乙乡”").click().run()
    assert "读取4行：收下3行，退回1行。" in html_of(app)
    assert "已在网页上改了2格" in html_of(app)
    tomorrow = show_page(tmp_path, "upload")
    assert "还有1行要改" in html_of(tomorrow)
    tomorrow.button(key="open-draft-1").click().run()
    assert "读取4行：收下3行，退回1行。" in html_of(tomorrow)
    assert "已在网页上改了2格" in html_of(tomorrow)
    tomorrow.button(key="publish").click().run()
    assert value(store, "petitions_received", "2025-05") == 3
    assert drafts(store) == ()


@pytest.mark.integration
def test_a_correction_asks_for_its_reason_and_is_marked_where_the_figures_are(
    store: Store, tmp_path: Path, show_page: ShowPage
) -> None:
    app = with_file(show_page(tmp_path, "upload"), petitions("2025-05", "3,甲镇,06"), "更正.csv")
    assert "这次发布是更正" in html_of(app)
    app.button(key="publish").click().run()
    assert [each.value for each in app.error] == ["这是对已发布数据的更正，请先写明理由。"]
    app.text_input(key="upload-reason").set_value("漏报一件")
    app.button(key="publish").click().run()
    assert [each.reason for each in revisions(store)] == ["漏报一件"]
    for page, choices in (
        ("indicator", {"indicator": "petitions_received"}),
        ("township", {"township": "A"}),
    ):
        html = html_of(show_page(tmp_path, page, period="2025-05", **choices))
        assert "更正（甲镇）：漏报一件" in html, page
    assert "更正（甲镇）" not in html_of(show_page(tmp_path, "township", township="B", period="2025-05"))
    receipt = show_page(tmp_path, "overview", receipt="petitions_received|county|month|2025-05")
    assert "漏报一件" in html_of(receipt)


@pytest.mark.integration
def test_a_publication_is_put_off_and_withdrawn(tmp_path: Path, show_page: ShowPage) -> None:
    store = new_store(tmp_path)
    app = with_file(show_page(tmp_path, "upload"), MAY)
    app.radio(key="upload-when").set_value("later").run()
    app.button(key="publish").click().run()
    assert "在那之前可以取消" in app.success[0].value
    [row] = waiting(store)
    assert len(store.catalogue.uploads()) == 1
    app.button(key=f"take-off-{row.id}").click().run()
    assert waiting(store) == ()
    assert len(drafts(store)) == 1


def test_what_another_townships_clerk_has_put_off_is_not_shown(
    tmp_path: Path, show_page: ShowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_store(tmp_path, MAY)
    file = FileToCheck("乙.csv", petitions("2025-05", "9,乙乡,03").encode(), keeps_sheet=True)
    draft = save_draft(store, check(store, [file])[0], DraftFacts(by="clerk-of-b"))
    assert draft is not None and draft.id is not None
    due = now() + timedelta(days=1)
    put_off(store, [draft.id], due, Scheduled(None, "", due, "", False, False, "clerk-of-b", now()))
    for township, is_shown in (("A", False), ("B", True)):
        grant = Grant(UPLOADER, frozenset({township}), f"clerk-of-{township}")
        monkeypatch.setattr(reader, "AT_THIS_MACHINE", grant)
        assert ("clerk-of-b" in html_of(show_page(tmp_path, "upload"))) == is_shown


@pytest.mark.integration
def test_a_locked_month_is_opened_by_an_admin_for_one_publication(
    store: Store, tmp_path: Path, show_page: ShowPage
) -> None:
    lock(store, date(2025, 5, 1), "县信访局")
    app = with_file(show_page(tmp_path, "upload"), petitions("2025-05", "3,甲镇,06"))
    assert "这份文件不能发布" in app.error[0].value
    app.checkbox(key="upload-force").check().run()
    app.text_input(key="upload-reason").set_value("上级核定")
    app.button(key="publish").click().run()
    assert [(each.reason, each.after_lock) for each in revisions(store)] == [("上级核定", True)]


@pytest.mark.integration
def test_the_second_clerk_is_told_who_began(tmp_path: Path, show_page: ShowPage) -> None:
    store = new_store(tmp_path)
    file = FileToCheck("别人的.csv", MAY.encode(), received=RECEIVED, keeps_sheet=True)
    save_draft(store, check(store, [file])[0], DraftFacts(by="县信访局"))
    app = with_file(show_page(tmp_path, "upload"), petitions("2025-05", "9,甲镇,03"))
    assert next(each.value for each in app.warning).startswith("县信访局已于")


@pytest.mark.integration
def test_a_draft_is_thrown_away_by_hand(tmp_path: Path, show_page: ShowPage) -> None:
    store = new_store(tmp_path)
    with_file(show_page(tmp_path, "upload"), MAY)
    app = show_page(tmp_path, "upload")
    app.button(key="delete-draft-1").click().run()
    assert drafts(store) == ()
