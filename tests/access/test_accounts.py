"""Accounts: what they may be, who changes them, and that the trail tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.accounts import (
    Wanted,
    account_named,
    accounts,
    add_account,
    change_account,
    disable_account,
    existing,
    follow_openid,
    set_password,
)
from access.openid_provider import claim_of, person_of
from access.openid_routes import account_for
from data.audit import trail
from data.catalogue import Catalogue
from data.refusal import Refused
from data.sign_in_settings import SignInSettings

SECRET = "a long enough secret"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "store" / "catalogue.sqlite")


def told(catalogue: Catalogue) -> list[tuple[str, str, str, str]]:
    return [(row.who, row.what, row.subject, row.detail) for row in reversed(trail(catalogue))]


def test_there_is_no_account_that_nobody_made(catalogue: Catalogue) -> None:
    assert accounts(catalogue) == ()


def test_every_change_of_an_account_is_in_the_trail(catalogue: Catalogue) -> None:
    add_account(catalogue, "chief", Wanted("admin"), SECRET, "root")
    add_account(catalogue, "Liu ", Wanted("uploader", ["B", "A"]), SECRET, "chief")
    change_account(catalogue, "liu", Wanted("viewer"), "chief")
    set_password(catalogue, "liu", SECRET + "!", "chief")
    set_password(catalogue, "liu", SECRET + "?", "liu")
    disable_account(catalogue, "liu", "chief")
    disable_account(catalogue, "liu", "chief", disabled=False)
    assert told(catalogue) == [
        ("root", "account_added", "chief", "admin"),
        ("chief", "account_added", "liu", "uploader: A,B"),
        ("chief", "account_changed", "liu", "viewer"),
        ("chief", "password_reset", "liu", ""),
        ("liu", "password_changed", "liu", ""),
        ("chief", "account_disabled", "liu", ""),
        ("chief", "account_enabled", "liu", ""),
    ]


@pytest.mark.parametrize("name", ["", "  ", "two words", "a" * 41, "a/b", "<b>", "a\nb"])
def test_a_name_that_is_none_is_refused(catalogue: Catalogue, name: str) -> None:
    with pytest.raises(Refused):
        add_account(catalogue, name, Wanted("viewer"), SECRET, "root")


@pytest.mark.parametrize("name", ["liu", " LIU", "ｌｉｕ"])
def test_a_name_is_the_same_however_it_is_typed(catalogue: Catalogue, name: str) -> None:
    add_account(catalogue, "liu", Wanted("viewer"), SECRET, "root")
    with pytest.raises(Refused, match="已有"):
        add_account(catalogue, name, Wanted("viewer"), SECRET, "root")
    assert account_named(catalogue, name) is not None


@pytest.mark.parametrize(
    "password", ["", "short", "12345678", "aaaaaaaaaa", "Password1", "liu-liu-liu", "x" * 201]
)
def test_a_password_that_everybody_tries_first_is_refused(catalogue: Catalogue, password: str) -> None:
    with pytest.raises(Refused):
        add_account(catalogue, "liu-liu-liu", Wanted("viewer"), password, "root")


def test_a_role_that_does_not_exist_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(Refused, match="viewer"):
        add_account(catalogue, "liu", Wanted("owner"), SECRET, "root")


def test_the_last_admin_is_neither_shut_out_nor_made_less(catalogue: Catalogue) -> None:
    add_account(catalogue, "chief", Wanted("admin"), SECRET, "root")
    with pytest.raises(Refused, match="唯一"):
        disable_account(catalogue, "chief", "chief")
    with pytest.raises(Refused, match="唯一"):
        change_account(catalogue, "chief", Wanted("viewer"), "chief")
    add_account(catalogue, "second", Wanted("admin"), SECRET, "chief")
    disable_account(catalogue, "chief", "second")
    assert existing(catalogue, "chief").is_disabled


def test_an_admin_is_never_limited_to_townships(catalogue: Catalogue) -> None:
    account = add_account(catalogue, "chief", Wanted("admin", ["A"]), SECRET, "root")
    assert account.grant.townships is None


SETTINGS = SignInSettings(
    way="openid",
    issuer="https://id.test",
    roles={"heads": "viewer", "it": "admin"},
    roles_claim="realm.roles",
)
CLAIMS = {"iss": "https://id.test", "sub": "17", "preferred_username": "liu", "realm": {"roles": ["heads"]}}


def test_the_highest_role_that_a_claim_states_counts() -> None:
    claims = {**CLAIMS, "realm": {"roles": ["canteen", "heads", "it"]}}
    assert person_of(claims, SETTINGS).wanted == Wanted("admin")


@pytest.mark.parametrize("roles", [[], ["canteen"], "canteen", None, 3])
def test_who_has_no_role_of_ours_is_not_let_in(roles: object) -> None:
    with pytest.raises(Refused, match="没有角色"):
        person_of({**CLAIMS, "realm": {"roles": roles}}, SETTINGS)


def test_townships_come_from_a_claim_and_an_empty_one_is_none_of_them() -> None:
    assert person_of({**CLAIMS, "townships": "A, B"}, SETTINGS).wanted == Wanted("viewer", ["A", "B"])
    assert person_of({**CLAIMS, "townships": []}, SETTINGS).wanted == Wanted("viewer", [])
    assert person_of(CLAIMS, SETTINGS).wanted == Wanted("viewer", None)
    assert claim_of({"a.b": 1}, "a.b") == 1


def test_who_comes_from_the_provider_is_known_by_subject_and_follows_its_claims(catalogue: Catalogue) -> None:
    first = account_for(catalogue, person_of(CLAIMS, SETTINGS))
    assert (first.name, first.role, first.password) == ("liu", "viewer", None)
    again = account_for(catalogue, person_of({**CLAIMS, "realm": {"roles": ["it"]}}, SETTINGS))
    assert (again.id, again.role) == (first.id, "admin")
    assert follow_openid(catalogue, again, Wanted("viewer")).role == "viewer"  # also the last admin
    with pytest.raises(Refused, match="统一认证"):
        set_password(catalogue, "liu", SECRET, "chief")


def test_the_provider_takes_over_no_account_that_was_made_here(catalogue: Catalogue) -> None:
    add_account(catalogue, "liu", Wanted("admin"), SECRET, "root")
    with pytest.raises(Refused, match="不属于统一认证"):
        account_for(catalogue, person_of(CLAIMS, SETTINGS))


def test_who_was_shut_out_here_stays_out_whatever_the_provider_says(catalogue: Catalogue) -> None:
    account_for(catalogue, person_of(CLAIMS, SETTINGS))
    disable_account(catalogue, "liu", "chief")
    with pytest.raises(Refused, match="停用"):
        account_for(catalogue, person_of(CLAIMS, SETTINGS))
