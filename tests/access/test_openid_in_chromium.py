"""Signing in at a real OpenID Connect provider, in Chromium: roles from claims, and nobody without one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from access.accounts import existing
from data.audit import trail
from data.store import Store
from tests.access.people import store_with_people
from tests.access.served import free_port, served
from tests.source_tree import PROJECT

pytestmark = pytest.mark.integration
MODULES = PROJECT / ".venv" / "openid-provider"
SETTINGS = """
way = "openid"
address = "{address}"
issuer = "http://127.0.0.1:{port}"
client_id = "report"
roles = {{ report-admins = "admin", report-clerks = "uploader" }}
"""


@contextmanager
def provider(port: int, callback: str) -> Iterator[None]:
    script = Path(__file__).with_name("openid_provider.mjs")
    command = ["node", str(script), str(port), callback, str(MODULES)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert any("ready" in line for line in process.stdout)
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    if not MODULES.exists():
        pytest.skip("deploy/set-up.sh openid installs the provider")
    folder = tmp_path_factory.mktemp("openid")
    port, own = free_port(), free_port()
    address = f"http://127.0.0.1:{own}"
    store = store_with_people(folder / "store", SETTINGS.format(address=address, port=port))
    with provider(port, f"{address}/openid/callback"), served(store.folder, folder / "log", own):
        yield address, store


def come_as(chromium: Browser, address: str, who: str) -> Page:
    page = chromium.new_context(locale="zh-CN").new_page()
    page.goto(f"{address}/township?period=2025-05")
    page.get_by_text("用统一认证登录").click()
    page.fill('input[name="who"]', who)
    page.click("button")
    return page


def test_a_clerk_comes_with_the_role_and_townships_of_the_claims(
    chromium: Browser, dashboard: tuple[str, Store]
) -> None:
    address, store = dashboard
    page = come_as(chromium, address, "li")
    page.wait_for_selector(".st-key-top-bar nav", timeout=60_000)
    assert page.url == f"{address}/township?period=2025-05"
    assert page.locator(".reader").inner_text() == "li"
    account = existing(store.catalogue, "li")
    assert (account.role, account.codes) == ("uploader", frozenset({"999901003"}))
    assert page.request.get(f"{address}/admin").status == 403
    assert [row.what for row in trail(store.catalogue) if row.who == "li"] == ["sign_in"]


def test_an_admin_of_the_provider_is_one_here_and_signs_out(
    chromium: Browser, dashboard: tuple[str, Store]
) -> None:
    address, _ = dashboard
    page = come_as(chromium, address, "zhang")
    page.wait_for_selector(".st-key-top-bar nav", timeout=60_000)
    assert page.request.get(f"{address}/admin").ok
    page.goto(f"{address}/account")
    page.click("button.quiet")
    page.wait_for_url("**/sign-in?out=1")
    assert page.request.get(f"{address}/search.json").status == 401


def test_who_has_no_role_is_told_so_and_not_let_in(chromium: Browser, dashboard: tuple[str, Store]) -> None:
    address, _ = dashboard
    page = come_as(chromium, address, "stranger")
    page.get_by_text("没有角色").wait_for()
    assert page.request.get(f"{address}/search.json").status == 401


def test_an_answer_that_was_not_asked_for_or_comes_again_lets_nobody_in(
    chromium: Browser, dashboard: tuple[str, Store]
) -> None:
    address, _ = dashboard
    forged = httpx.get(f"{address}/openid/callback?code=stolen&state=guessed")
    assert forged.status_code == 403
    page = chromium.new_context().new_page()
    answers: list[str] = []
    page.on("request", lambda asked: answers.append(asked.url) if "/openid/callback?" in asked.url else None)
    page.goto(f"{address}/openid/start")
    page.fill('input[name="who"]', "zhang")
    page.click("button")
    page.wait_for_selector(".st-key-top-bar nav", timeout=60_000)
    page.context.clear_cookies()
    again = page.request.get(answers[0])
    assert again.status == 403


def test_the_browser_is_sent_off_with_pkce_state_and_nonce(dashboard: tuple[str, Store]) -> None:
    place = httpx.get(f"{dashboard[0]}/openid/start").headers["location"]
    sent = httpx.URL(place).params
    assert sent["code_challenge_method"] == "S256"
    assert len(sent["code_challenge"]) == 43
    assert len(sent["state"]) >= 20
    assert len(sent["nonce"]) >= 20
    assert "code_verifier" not in sent
