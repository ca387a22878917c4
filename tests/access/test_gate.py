"""Signing in at the gate and out again, and the session between."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.types import Message

from access.accounts import disable_account, end_sessions
from access.gate import Gate
from access.house import Places
from access.identity import sessions_of
from data.clock import now
from data.grants import Grant
from data.store import Store
from tests.access.in_front_of_the_gate import PAGES, behind, browser_of, reader
from tests.access.people import COOKIE, PASSWORD, sign_in, store_with_people, token_in, typed


def test_who_signs_in_reaches_what_is_behind_under_the_own_name(browser: httpx.Client, store: Store) -> None:
    sign_in(browser, "leader-of-a")
    assert reader(browser.get("/township"), store) == Grant("viewer", frozenset({"A"}), "leader-of-a")


def test_the_cookie_is_read_by_no_script_and_sent_by_no_other_site(browser: httpx.Client) -> None:
    (cookie,) = (each for each in typed(browser, "leader").headers.get_list("set-cookie") if COOKIE in each)
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_over_tls_the_cookie_is_for_encrypted_connections_of_this_host_only(store: Store) -> None:
    answer = typed(browser_of(store, address="https://report.test"), "leader")
    (cookie,) = (each for each in answer.headers.get_list("set-cookie") if COOKIE in each)
    assert cookie.startswith(f"__Host-{COOKIE}=")
    assert "Secure" in cookie.split("; ")


def test_what_the_catalogue_keeps_signs_nobody_in(browser: httpx.Client, store: Store) -> None:
    sign_in(browser, "leader")
    content = b"".join(path.read_bytes() for path in store.folder.glob("catalogue.sqlite*"))
    assert browser.cookies[COOKIE].encode() not in content
    assert PASSWORD.encode() not in content


def test_no_session_that_was_brought_along_is_ever_taken_over(browser: httpx.Client) -> None:
    browser.cookies.set(COOKIE, "chosen-by-somebody-else")
    answer = typed(browser, "leader")
    assert answer.status_code == 303
    assert "chosen-by-somebody-else" not in answer.headers["set-cookie"]
    assert browser.cookies.get(COOKIE, domain="report.test") != "chosen-by-somebody-else"


def test_signing_in_again_ends_the_session_before(browser: httpx.Client, store: Store) -> None:
    sign_in(browser, "leader")
    old = browser.cookies[COOKIE]
    form = browser_of(store)
    token = token_in(form.get("/sign-in").text)
    form.cookies.set(COOKIE, old)
    fields = {"name": "leader", "password": PASSWORD, "token": token, "next": ""}
    assert form.post("/sign-in", data=fields, headers={"origin": "http://report.test"}).status_code == 303
    after = browser_of(store)
    after.cookies.set(COOKIE, old)
    assert after.get("/").status_code == 303


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("township?period=2025-05&kind=town", "/township?period=2025-05&kind=town"),
        ("", "/"),
        ("//evil.test", "/"),
        ("https://evil.test/township", "/"),
        ("/\\evil.test", "/"),
        ("township/../../evil", "/"),
        ("javascript:alert(1)", "/"),
        ("township?x=1\r\nset-cookie: a=b", "/township?x=1%0D%0Aset-cookie%3A+a%3Db"),
    ],
)
def test_after_signing_in_one_goes_to_a_page_of_ours_and_nowhere_else(
    browser: httpx.Client, wanted: str, place: str
) -> None:
    assert typed(browser, "leader", next=wanted).headers["location"] == place


def test_a_form_without_the_token_of_its_page_is_not_listened_to(browser: httpx.Client, store: Store) -> None:
    browser.get("/sign-in")
    fields = {"name": "leader", "password": PASSWORD, "token": "guessed", "next": ""}
    assert browser.post("/sign-in", data=fields).status_code == 403
    token = token_in(browser.get("/sign-in").text)
    stranger = browser_of(store)  # has the token of another browser's page, and not its cookie
    assert stranger.post("/sign-in", data=fields | {"token": token}).status_code == 403


@pytest.mark.parametrize("headers", [{"origin": "http://evil.test"}, {"sec-fetch-site": "cross-site"}])
def test_a_form_that_another_site_sends_is_not_listened_to(
    browser: httpx.Client, headers: dict[str, str]
) -> None:
    token = token_in(browser.get("/sign-in").text)
    fields = {"name": "leader", "password": PASSWORD, "token": token, "next": ""}
    assert browser.post("/sign-in", data=fields, headers=headers).status_code == 403


def test_signing_out_needs_the_own_form_and_ends_the_session(browser: httpx.Client, store: Store) -> None:
    sign_in(browser, "leader")
    kept = browser.cookies[COOKIE]
    assert browser.post("/sign-out", data={"token": "guessed"}).status_code == 403
    assert browser.get("/sign-out").headers["location"] == "/account"  # a link signs nobody out
    token = token_in(browser.get("/account").text)
    assert browser.post("/sign-out", data={"token": token}).headers["location"] == "/sign-in?out=1"
    again = browser_of(store)
    again.cookies.set(COOKIE, kept)
    assert again.get("/").status_code == 303


def test_a_session_that_is_ended_elsewhere_is_shut_out(browser: httpx.Client, store: Store) -> None:
    sign_in(browser, "leader")
    assert browser.get("/").status_code == 200
    end_sessions(store.catalogue, "leader", "tests")
    sessions_of(store).forget()
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(("column", "hours"), [("ends_at", 0), ("seen_at", 1)])
def test_a_session_runs_out_by_age_and_by_idleness(
    browser: httpx.Client, store: Store, column: str, hours: int
) -> None:
    sign_in(browser, "leader")
    past = (now() - timedelta(hours=hours)).isoformat()
    with store.catalogue.writing() as connection:
        connection.execute(f"update sessions set {column} = ?", [past])
    sessions_of(store).forget()
    assert browser.get("/").status_code == 303


def test_a_disabled_account_is_shut_out_and_not_let_in(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    browser = sign_in(browser_of(store), "leader")
    disable_account(store.catalogue, "leader", "chief")
    sessions_of(store).forget()
    assert browser.get("/").status_code == 303
    assert typed(browser, "leader").status_code == 401


def test_a_socket_without_a_session_is_closed_before_it_is_open(store: Store) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"host", b"report.test")]}
    asyncio.run(Gate(behind, Places(PAGES), store)(scope, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sign_in_page_speaks_both_languages_and_asks_no_other_host(
    browser: httpx.Client, language: str
) -> None:
    answer = browser.get(f"/sign-in?lang={language}")
    assert ("<h1>登录</h1>" in answer.text) == (language == "zh")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
