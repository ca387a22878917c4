"""Where a request comes from and for which host: who may say so, and whom the gate answers."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from access.identity import HEADER, grant_of, reader_in
from data.grants import NO_GRANT, Grant
from data.store import Store
from tests.access.in_front_of_the_gate import browser_of, reader
from tests.access.people import sign_in, store_with_people, typed


def test_nothing_that_only_the_gate_may_say_comes_from_outside(browser: httpx.Client, store: Store) -> None:
    sign_in(browser, "leader")
    claims = {HEADER: "this-machine", "X-Forwarded-For": "127.0.0.1", "x-forwarded-proto": "https"}
    answer = browser.get("/", headers=claims)
    assert reader(answer, store).account == "leader"
    assert "forwarded" not in answer.text


def test_a_word_that_the_gate_did_not_write_is_nobodys(store: Store) -> None:
    for header in (None, "", "this-machine", ".this-machine", "guessed.this-machine"):
        assert reader_in(header) == ""
        assert grant_of(header, store) == NO_GRANT


def test_only_a_trusted_proxy_says_where_a_request_comes_from(tmp_path: Path) -> None:
    settings = 'way = "accounts"\nattempts_by_address = 2\ntrusted_proxies = ["10.1.0.0/24"]'
    store = store_with_people(tmp_path / "store", settings)
    proxy = browser_of(store, "10.1.0.5")
    proxy.headers["x-forwarded-for"] = "1.2.3.4, 203.0.113.9"
    for _ in range(2):
        typed(proxy, "guess", "wrong")
    assert typed(proxy, "leader").status_code == 429
    proxy.headers["x-forwarded-for"] = "203.0.113.10"
    assert typed(proxy, "leader").status_code == 303
    outsider = browser_of(store, "10.9.0.5")
    outsider.headers["x-forwarded-for"] = "203.0.113.9"
    assert typed(outsider, "leader").status_code == 303


def test_who_names_itself_in_the_header_is_no_proxy(tmp_path: Path) -> None:
    settings = 'way = "accounts"\nattempts_by_address = 2\ntrusted_proxies = ["127.0.0.1"]'
    outsider = browser_of(store_with_people(tmp_path / "store", settings), "10.9.0.5")
    for number in range(2):
        outsider.headers["x-forwarded-for"] = f"10.9.0.5, 203.0.113.{number}"
        assert typed(outsider, "guess", "wrong").status_code == 401
    outsider.headers["x-forwarded-for"] = "10.9.0.5, 203.0.113.9"
    assert typed(outsider, "leader").status_code == 429


def test_under_another_name_than_the_official_one_nobody_is_answered(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store", 'way = "accounts"\naddress = "https://report.test"')
    assert browser_of(store, address="https://report.test").get("/").status_code == 303
    assert browser_of(store, address="https://rebound.test").get("/").status_code == 421
    assert browser_of(store, address="https://rebound.test").get("/_stcore/health").status_code == 200


@pytest.mark.parametrize(
    ("peer", "address", "headers", "status"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501", {}, 200),
        ("127.0.0.1", "http://localhost:8501", {}, 200),
        ("::1", "http://[::1]:8501", {}, 200),
        ("10.0.0.7", "http://localhost:8501", {}, 403),
        ("127.0.0.1", "http://rebound.test:8501", {}, 403),
        ("127.0.0.1", "http://localhost:8501", {"x-forwarded-for": "10.0.0.7"}, 403),
        ("127.0.0.1", "http://localhost:8501", {"forwarded": "for=10.0.0.7"}, 403),
        ("127.0.0.1", "http://localhost:8501", {"x-real-ip": "10.0.0.7"}, 403),
    ],
)
def test_on_this_machine_only_this_machine_is_answered(
    tmp_path: Path, peer: str, address: str, headers: dict[str, str], status: int
) -> None:
    store = Store(tmp_path / "store")
    answer = browser_of(store, peer, address).get("/", headers=headers)
    assert answer.status_code == status
    if status == 200:
        assert reader(answer, store) == Grant()


def test_another_sites_page_changes_nothing_on_this_machine(tmp_path: Path) -> None:
    here = browser_of(Store(tmp_path / "store"), "127.0.0.1", "http://localhost:8501")
    assert here.put("/_stcore/upload_file/a/b", headers={"origin": "http://evil.test"}).status_code == 403


def test_with_settings_that_cannot_be_read_nobody_is_let_in(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[sign_in]\nway = "anybody"\n', encoding="utf-8")
    answer = browser_of(Store(tmp_path), "127.0.0.1", "http://localhost:8501").get("/")
    assert answer.status_code == 503
    assert "way" in answer.text


def test_the_way_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETY_REPORT_SIGN_IN", "accounts")
    answer = browser_of(Store(tmp_path / "store"), "127.0.0.1", "http://localhost:8501").get("/")
    assert answer.headers["location"] == "/sign-in"
