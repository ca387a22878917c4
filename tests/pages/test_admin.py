"""管理: accounts, the trail, the banner, the store; what a click does is in the catalogue afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from access.accounts import accounts
from access.passwords import matches
from data.audit import entry, trail
from data.banner import banner
from data.store import Store
from pages.shared.admin import TABS
from pages.shared.admin.audit_trail import told_of
from pages.shared.admin.storage import backup_of, size_text, used
from tests.access.people import store_with_people
from tests.pages.conftest import ShowPage, html_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with_people(tmp_path / "store", 'way = "this-machine"')


def button(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_tab_opens(store: Store, show_page: ShowPage, tab: str, language: str) -> None:
    app = show_page(store.folder, "admin", tab=tab, lang=language)
    assert not app.exception
    assert not app.error


def test_a_new_account_gets_a_password_that_is_shown_once_and_must_be_changed(
    store: Store, show_page: ShowPage
) -> None:
    app = show_page(store.folder, "admin")
    app.text_input(key="new-account-name").set_value("zhao")
    app.multiselect(key="reach-new").set_value(["B"])
    app.selectbox(key="new-role").set_value("uploader")
    app = button(app, "新增")
    (made,) = (each for each in accounts(store.catalogue) if each.name == "zhao")
    assert (made.role, made.codes, made.must_change) == ("uploader", frozenset({"B"}), True)
    assert matches(made.password, app.code[0].value)
    assert not app.run().code


def test_an_account_is_changed_reset_shut_out_and_signed_out(store: Store, show_page: ShowPage) -> None:
    app = show_page(store.folder, "admin", account="leader")
    app.selectbox(key="role-leader").set_value("uploader")
    button(app, "保存")
    for label in ("重置密码", "退出所有登录", "停用"):
        button(show_page(store.folder, "admin", account="leader"), label)
    (changed,) = (each for each in accounts(store.catalogue) if each.name == "leader")
    assert (changed.role, changed.must_change, changed.is_disabled) == ("uploader", True, True)
    told = [row.what for row in trail(store.catalogue) if row.subject == "leader"]
    assert told[:4] == ["account_disabled", "session_revoked", "password_reset", "account_changed"]


def test_what_is_refused_is_said_and_nothing_is_changed(store: Store, show_page: ShowPage) -> None:
    app = button(show_page(store.folder, "admin", account="chief"), "停用")
    assert "唯一的管理员" in app.error[0].value
    assert not next(each for each in accounts(store.catalogue) if each.name == "chief").is_disabled


def test_the_trail_is_listed_filtered_and_taken_away(store: Store, show_page: ShowPage) -> None:
    app = show_page(store.folder, "admin", tab="audit")
    assert "leader-of-a" in html_of(app)
    app.selectbox(key="audit-what").set_value("publish").run()
    assert "leader-of-a" not in html_of(app)
    assert [each.label for each in app.get("download_button")] == ["下载CSV"]


def test_the_trail_calls_exports_columns_and_roles_by_their_names_and_leaves_what_people_wrote() -> None:
    names = {"petitions": "诉求办件", "township": "乡镇", "admin": "管理", "county": "县", "rate": "化解率"}
    for what, subject, detail, told in (
        ("publish", "7, 8", "petitions 2025-12; petitions 2026-01", "诉求办件 2025-12; 诉求办件 2026-01"),
        ("correction", "9", "petitions 2025-12; township petitions", "诉求办件 2025-12; township petitions"),
        ("mended", "3", "township 3", "乡镇 3"),
        ("account_added", "admin", "admin: county:甲县", "管理: county:甲县"),
        ("banner", "", "petitions", "petitions"),
    ):
        assert told_of(entry("li", what, subject, detail), names) == (subject, told)
    assert told_of(entry("li", "targets", "rate", "2026: 92.5"), names) == ("化解率", "2026: 92.5")


def test_a_banner_stands_above_every_page_until_it_is_emptied(store: Store, show_page: ShowPage) -> None:
    app = show_page(store.folder, "admin", tab="banner")
    app.text_area[0].set_value("五号前报齐<b>")
    button(app, "保存")
    said = banner(store)
    assert said is not None
    assert said.text == "五号前报齐<b>"


def test_the_store_says_what_it_takes_up_and_gives_a_backup(store: Store) -> None:
    rows = used(store.folder)
    assert [count for _, count, _ in rows][:2] == [3, 3]
    assert rows[-1][2] >= sum(size for _, _, size in rows[:-1])
    assert backup_of(store)[:2] == b"PK"
    assert trail(store.catalogue)[0].what == "backup"
    assert [size_text(size) for size in (1_500, 2_500_000, 3_100_000_000)] == ["2 kB", "2.5 MB", "3.1 GB"]


def test_on_this_machine_the_bar_says_so(store: Store, show_page: ShowPage) -> None:
    assert "本机" in html_of(show_page(store.folder))


def test_without_a_gate_in_front_nobody_reads_a_store_that_asks_who_one_is(
    tmp_path: Path, show_page: ShowPage
) -> None:
    store = store_with_people(tmp_path / "asking")
    app = show_page(store.folder)
    assert "您已退出登录" in html_of(app)
    assert "甲镇" not in html_of(app)
