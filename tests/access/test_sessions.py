"""Sessions and failures as the catalogue keeps them, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sys
from datetime import timedelta
from itertools import count
from threading import Event, Thread
from time import monotonic

import pytest

from access.accounts import Account, Wanted, add_account, change_account, disable_account, end_sessions
from access.openid_routes import _keep, _taken
from access.sessions import Sessions, key_of
from access.throttle import Throttle
from data.catalogue import Catalogue
from data.clock import now
from data.sign_in_settings import SignInSettings

SETTINGS = SignInSettings(way="accounts", attempts=2, attempts_by_address=3)


@pytest.fixture
def liu(catalogue: Catalogue) -> Account:
    return add_account(catalogue, "liu", Wanted("viewer", ["A"]), "a long enough secret", "root")


@pytest.fixture
def sessions(catalogue: Catalogue, liu: Account) -> Sessions:
    return Sessions(catalogue, SETTINGS)


def account_at(sessions: Sessions, secret: str) -> Account | None:
    """Whose session it is, by what the catalogue says now."""
    sessions.forget()
    found = sessions.standing(key_of(secret))
    return found.account if found else None


def test_a_session_stands_until_it_is_ended(sessions: Sessions, liu: Account) -> None:
    first, second = sessions.begin(liu), sessions.begin(liu)
    assert first != second
    assert account_at(sessions, first) == liu
    standing = sessions.standing(key_of(first))
    assert standing is not None
    sessions.end(standing)
    assert account_at(sessions, first) is None
    assert account_at(sessions, second) == liu
    assert sessions.counted() == {liu.id: 1}


def test_a_guess_and_the_kept_key_are_nobodys(sessions: Sessions, liu: Account) -> None:
    secret = sessions.begin(liu)
    for guess in ("", "x", key_of(secret), secret[:-1]):
        assert account_at(sessions, guess) is None


def test_what_an_account_is_today_counts(catalogue: Catalogue, sessions: Sessions, liu: Account) -> None:
    secret = sessions.begin(liu)
    change_account(catalogue, "liu", Wanted("uploader"), "chief")
    changed = account_at(sessions, secret)
    assert changed is not None
    assert (changed.grant.role, changed.grant.townships) == ("uploader", None)
    disable_account(catalogue, "liu", "chief")
    assert account_at(sessions, secret) is None


def test_another_process_sees_the_end_of_a_session(
    catalogue: Catalogue, sessions: Sessions, liu: Account
) -> None:
    secret, other = sessions.begin(liu), Sessions(catalogue, SETTINGS)
    assert key_of(secret) in other.refreshed()
    end_sessions(catalogue, "liu", "chief")
    assert other.refreshed() == frozenset()
    assert other.remembered(key_of(secret)) == (True, None)


@pytest.mark.parametrize(("column", "past"), [("ends_at", timedelta(0)), ("seen_at", timedelta(hours=1))])
def test_what_has_run_out_stands_no_longer_and_is_cleared_away(
    catalogue: Catalogue, sessions: Sessions, liu: Account, column: str, past: timedelta
) -> None:
    secret = sessions.begin(liu)
    with catalogue.writing() as connection:
        connection.execute(f"update sessions set {column} = ?", [(now() - past).isoformat()])
    assert account_at(sessions, secret) is None
    sessions.begin(liu)
    assert sum(sessions.counted().values()) == 1


def test_sessions_are_counted_while_others_are_asked_for(sessions: Sessions) -> None:
    is_over, guesses, usual = Event(), count(), sys.getswitchinterval()

    def ask() -> None:
        while not is_over.is_set():
            sessions.standing(f"guess {next(guesses)}")

    asking = [Thread(target=ask) for _ in range(3)]
    sys.setswitchinterval(1e-6)  # threads take turns as they would among many readers
    for each in asking:
        each.start()
    try:
        until = monotonic() + 2.0
        while monotonic() < until:
            assert sessions.counted() == {}
    finally:
        sys.setswitchinterval(usual)
        is_over.set()
        for each in asking:
            each.join()


def test_use_is_noted_once_a_minute(sessions: Sessions, liu: Account) -> None:
    key = key_of(sessions.begin(liu))
    assert sessions.wants_use(key)
    sessions.is_used([key])
    assert not sessions.wants_use(key)


def test_failures_shut_an_account_and_an_address(catalogue: Catalogue) -> None:
    throttle = Throttle(catalogue, SETTINGS)
    assert [throttle.admits("liu", "10.0.0.7") for _ in range(3)] == [True, True, False]
    assert throttle.admits("wang", "10.0.0.7")
    assert not throttle.admits("zhao", "10.0.0.7")
    assert throttle.admits("zhao", "10.0.0.8")


def test_success_forgets_the_failures_of_the_account_and_not_of_the_address(catalogue: Catalogue) -> None:
    throttle = Throttle(catalogue, SETTINGS)
    for _ in range(3):
        assert throttle.admits("liu", "10.0.0.7")
        throttle.succeeded("liu", "10.0.0.7")
    assert throttle.admits("liu", "10.0.0.7")
    assert throttle.admits("wang", "10.0.0.7")
    assert throttle.admits("zhao", "10.0.0.7")
    assert not throttle.admits("qian", "10.0.0.7")


def test_failures_are_forgotten_after_the_pause(catalogue: Catalogue) -> None:
    throttle = Throttle(catalogue, SETTINGS)
    for _ in range(2):
        throttle.admits("liu", "10.0.0.7")
    assert throttle.is_shut("liu", "10.0.0.8")
    with catalogue.writing() as connection:
        past = (now() - timedelta(minutes=SETTINGS.pause_minutes)).isoformat()
        connection.execute("update sign_in_failures set began_at = ?", [past])
    assert not throttle.is_shut("liu", "10.0.0.8")
    assert throttle.admits("liu", "10.0.0.8")


def test_what_was_kept_for_the_provider_is_given_out_once(catalogue: Catalogue) -> None:
    _keep(catalogue, "secret", {"state": "s"})
    assert _taken(catalogue, "another") is None
    assert _taken(catalogue, "secret") == {"state": "s"}
    assert _taken(catalogue, "secret") is None
