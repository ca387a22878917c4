"""Wrong passwords and guesses at the gate, how many are listened to, and what a password opens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from access.accounts import existing, set_password
from access.passwords import matches
from access.throttle import Throttle
from data.audit import AuditChoice, trail
from data.store import Store
from tests.access.in_front_of_the_gate import browser_of, reader
from tests.access.people import COOKIE, PASSWORD, sign_in, store_with_people, token_in, typed


def test_a_wrong_password_and_an_unknown_account_are_told_apart_by_nothing(browser: httpx.Client) -> None:
    wrong, unknown = typed(browser, "leader", "not it"), typed(browser, "nobody", "not it")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace(token_in(wrong.text), "") == unknown.text.replace(token_in(unknown.text), "")
    assert COOKIE not in browser.cookies


def test_tries_at_the_same_moment_are_counted_as_those_one_after_the_other(tmp_path: Path) -> None:
    store = store_with_people(tmp_path / "store")
    throttle = Throttle(store.catalogue, store.settings.signing_in)
    with ThreadPoolExecutor(12) as many:
        admitted = list(many.map(lambda _: throttle.admits("leader", "10.0.0.7"), range(12)))
    assert sum(admitted) == 5


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


def test_a_password_is_kept_as_argon2id_alone(store: Store) -> None:
    kept = existing(store.catalogue, "leader").password
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert matches(kept, PASSWORD)
    assert not matches(kept, PASSWORD + " ")
    assert not matches(None, "")
