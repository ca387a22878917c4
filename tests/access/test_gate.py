"""The gate by itself, in front of an app that says who it was told reads: no server, no Streamlit."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.accounts import disable_account, end_sessions, existing, set_password
from access.gate import Gate
from access.house import Places
from access.identity import HEADER, grant_of, reader_in, sessions_of
from access.passwords import matches
from access.throttle import Throttle
from data.audit import AuditChoice, trail
from data.clock import now
from data.grants import NO_GRANT, Grant
from data.store import Store
from tests.access.people import COOKIE, PASSWORD, sign_in, store_with_people, token_in, typed

PAGES = frozenset({"", "township", "admin"})
PAGE = {"accept": "text/html"}


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    """What stands behind the gate in these tests: it says what headers reached it."""
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    body = "\n".join(f"{name}: {value}" for name, value in sorted(headers.items())).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def may_open(page: str, grant: Grant) -> bool:
    return page != "admin" or grant.role == "admin"


class InProcess(httpx.BaseTransport):
    """Requests go straight into the gate, as if they came from `peer`."""

    def __init__(self, gate: ASGIApp, peer: str) -> None:
        self._transport = httpx.ASGITransport(gate, client=(peer, 50000))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def answered() -> httpx.Response:
            answer = await self._transport.handle_async_request(request)
            return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())

        return asyncio.run(answered())


def browser_of(store: Store, peer: str = "10.0.0.7", address: str = "http://report.test") -> httpx.Client:
    gate = Gate(behind, Places(PAGES, may_open), store)
    return httpx.Client(transport=InProcess(gate, peer), base_url=address, headers=PAGE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_with_people(tmp_path_factory.mktemp("gate") / "store")


@pytest.fixture
def browser(store: Store) -> httpx.Client:
    return browser_of(store)


def reader(answer: httpx.Response, store: Store) -> Grant:
    """Whom the app behind was told of."""
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    return grant_of(lines.get(HEADER), store)


def test_who_signs_in_reaches_what_is_behind_under_the_own_name(browser: httpx.Client, store: Store) -> None:
    sign_in(browser, "leader-of-a")
    assert reader(browser.get("/township"), store) == Grant("viewer", frozenset({"A"}), "leader-of-a")


def test_a_wrong_password_and_an_unknown_account_are_told_apart_by_nothing(browser: httpx.Client) -> None:
    wrong, unknown = typed(browser, "leader", "not it"), typed(browser, "nobody", "not it")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace(token_in(wrong.text), "") == unknown.text.replace(token_in(unknown.text), "")
    assert COOKIE not in browser.cookies


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


def test_tries_at_the_same_moment_are_counted_as_those_one_after_the_other(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    throttle = Throttle(store.catalogue, store.settings.signing_in)
    with ThreadPoolExecutor(12) as many:
        admitted = list(many.map(lambda _: throttle.admits("leader", "10.0.0.7"), range(12)))
    assert sum(admitted) == 5


def test_a_disabled_account_is_shut_out_and_not_let_in(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    browser = sign_in(browser_of(store), "leader")
    disable_account(store.catalogue, "leader", "chief")
    sessions_of(store).forget()
    assert browser.get("/").status_code == 303
    assert typed(browser, "leader").status_code == 401


def test_after_five_failures_not_even_the_right_password_is_listened_to(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    browser = browser_of(store)
    assert [typed(browser, "leader", "wrong").status_code for _ in range(5)] == [401] * 5
    assert typed(browser, "leader").status_code == 429
    assert typed(browser, " LEADER ").status_code == 429
    assert typed(browser, "chief").status_code == 303
    told = [(row.what, row.subject) for row in trail(store.catalogue, AuditChoice(who="leader"))]
    assert told == [("sign_in_throttled", "leader"), *[("sign_in_failed", "leader")] * 5]


def test_one_address_does_not_try_account_after_account(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store", 'way = "accounts"\nattempts_by_address = 3')
    tries = browser_of(store, "10.0.0.66")
    assert [typed(tries, f"guess-{n}", "wrong").status_code for n in range(3)] == [401] * 3
    assert typed(tries, "leader").status_code == 429
    assert typed(browser_of(store, "10.0.0.7"), "leader").status_code == 303


def test_what_was_typed_as_a_name_that_is_nobodys_stands_nowhere(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    typed(browser_of(store), "my-password-in-the-wrong-field", "x")
    content = b"".join(path.read_bytes() for path in store.folder.glob("catalogue.sqlite*"))
    assert b"wrong-field" not in content


def test_a_temporary_password_opens_nothing_but_the_way_to_change_it(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    set_password(store.catalogue, "leader", "handed over on paper", "chief", must_change=True)
    browser = browser_of(store)
    assert typed(browser, "leader", "handed over on paper").status_code == 303
    assert browser.get("/township").headers["location"].startswith("/account")
    fields = {"token": token_in(browser.get("/account").text), "old": "handed over on paper"}
    fields |= {"new": "my very own secret", "again": "my very own secret"}
    assert browser.post("/password", data=fields).headers["location"] == "/account?done=1"
    assert reader(browser.get("/township"), store).account == "leader"


def test_another_password_signs_out_everywhere_else(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    here, there = sign_in(browser_of(store), "leader"), sign_in(browser_of(store), "leader")
    fields = {"token": token_in(here.get("/account").text), "old": PASSWORD}
    fields |= {"new": "my very own secret", "again": "my very own secret"}
    for wrong in ({"old": "not it"}, {"again": "another"}, {"new": "short", "again": "short"}):
        assert here.post("/password", data=fields | wrong).status_code == 400
    assert here.post("/password", data=fields).status_code == 303
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 303
    assert typed(browser_of(store), "leader", "my very own secret").status_code == 303


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


def test_a_socket_without_a_session_is_closed_before_it_is_open(store: Store) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"host", b"report.test")]}
    asyncio.run(Gate(behind, Places(PAGES), store)(scope, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_a_password_is_kept_as_argon2id_alone(store: Store) -> None:
    kept = existing(store.catalogue, "leader").password
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert matches(kept, PASSWORD)
    assert not matches(kept, PASSWORD + " ")
    assert not matches(None, "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sign_in_page_speaks_both_languages_and_asks_no_other_host(
    browser: httpx.Client, language: str
) -> None:
    answer = browser.get(f"/sign-in?lang={language}")
    assert ("<h1>登录</h1>" in answer.text) == (language == "zh")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
