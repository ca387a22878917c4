"""What is wrong with a server: every part by itself, with what to do, in words of both languages."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from access import what_is_wrong as looking
from access.what_is_wrong import what_is_wrong
from data.clock import now
from data.language import speaking
from data.store import Store
from tests.access.people import store_with_people

HTTPS = 'way = "accounts"\naddress = "https://report.test"'


def wrong_in(store: Store) -> dict[str, str]:
    """Part → what to do, of all that is not well."""
    return {each.name: each.to_do for each in what_is_wrong(Store(store.folder)) if not each.is_well}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with_people(tmp_path / "store", HTTPS)


def test_a_server_that_is_well_has_nothing_to_do(store: Store) -> None:
    assert wrong_in(store) == {}


def test_every_part_that_is_not_well_says_what_to_do_in_both_languages(store: Store) -> None:
    shutil.rmtree(store.folder / "marts")
    (store.folder / "settings.toml").write_text('[sign_in]\nway = "accounts"', encoding="utf-8")
    with speaking("zh"):
        assert set(wrong_in(store)) == {"数据集", "登录"}
        assert "verify --repair" in wrong_in(store)["数据集"]
    with speaking("en"):
        assert set(wrong_in(store)) == {"Marts", "Sign in"}


def test_a_mail_password_that_anybody_could_read_is_named_in_both_languages(store: Store) -> None:
    mail = '[mail]\nhost = "mail.test"\nport = 25\nsecurity = "none"\nuser = "report"\n'
    settings = store.folder / "settings.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(f"{before}{mail}", encoding="utf-8")
    assert "starttls" in wrong_in(store)["发信"]
    with speaking("en"):
        assert "unencrypted" in wrong_in(store)["Mail"]
    settings.write_text(f"{before}{mail.replace('none', 'starttls')}", encoding="utf-8")
    assert wrong_in(store) == {}


def test_one_broken_part_hides_no_other(store: Store) -> None:
    (store.folder / "catalogue.sqlite").write_bytes(b"no catalogue" * 1000)
    found = wrong_in(store)
    assert "restore" in found["目录"]
    assert "软件版本" not in found


def test_settings_that_cannot_be_read_are_named(store: Store) -> None:
    (store.folder / "settings.toml").write_text("[sign_in", encoding="utf-8")
    assert "设置" in wrong_in(store)


def test_a_store_that_is_nowhere_is_named(tmp_path: Path) -> None:
    assert "SAFETY_REPORT_STORE" in wrong_in(Store(tmp_path / "nowhere"))["库的文件夹"]


def test_a_sign_in_service_that_does_not_answer_is_named(store: Store) -> None:
    (store.folder / "settings.toml").write_text(
        '[sign_in]\nway = "openid"\naddress = "https://report.test"\nissuer = "http://127.0.0.1:9"\n'
        'client_id = "report"\n[sign_in.roles]\nadmins = "admin"\n',
        encoding="utf-8",
    )
    assert "issuer" in wrong_in(store)["登录"]


@pytest.mark.parametrize(("days", "part"), [(-1, "时钟"), (60, "最近发布")])
def test_a_clock_that_was_set_back_and_figures_that_grow_old_are_named(
    store: Store, monkeypatch: pytest.MonkeyPatch, days: int, part: str
) -> None:
    moment = now() + timedelta(days=days)
    monkeypatch.setattr(looking, "now", lambda: moment)
    assert list(wrong_in(store)) == [part]


def test_a_package_of_another_version_is_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real = looking.version
    monkeypatch.setattr(looking, "version", lambda name: "0.0.1" if name == "duckdb" else real(name))
    assert list(wrong_in(store)) == ["软件版本"]
