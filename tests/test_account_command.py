"""`manage.py account`: the first admin comes from the command line, the password from standard input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from access.accounts import accounts
from access.passwords import matches
from data.store import Store
from manage import main
from tests.store_builder import new_store

SECRET = "a long enough secret"


def manage(store: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, [*arguments, "--store", str(store)], input=typed)


@pytest.mark.parametrize("command", [("account", "add"), ("add-user",)])
def test_the_first_admin_is_made_in_an_empty_store(tmp_path: Path, command: tuple[str, ...]) -> None:
    store = tmp_path / "store"
    done = manage(store, *command, "liu", "--role", "admin", "--by", "root", typed=f"{SECRET}\n")
    assert done.exit_code == 0, done.output
    assert SECRET not in done.output
    (made,) = accounts(Store(store).catalogue)
    assert (made.name, made.role, made.created_by, made.must_change) == ("liu", "admin", "root", False)
    assert matches(made.password, SECRET)


def test_of_who_does_it_no_telephone_is_kept(tmp_path: Path) -> None:
    store = tmp_path / "store"
    manage(store, "account", "add", "liu", "--role", "admin", "--by", "办公室13812345678", typed=SECRET)
    (made,) = accounts(Store(store).catalogue)
    assert made.created_by == "办公室▇▇"


def test_no_password_is_taken_for_an_empty_one(tmp_path: Path) -> None:
    done = manage(tmp_path / "store", "account", "add", "liu", "--role", "admin")
    assert done.exit_code == 1
    assert "密码" in done.output
    assert accounts(Store(tmp_path / "store").catalogue) == ()


def test_townships_are_named_as_people_name_them(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store").folder
    add = ("account", "add", "liu", "--role", "uploader")
    assert manage(store, *add, "--township", "丁镇", typed=SECRET).exit_code == 1
    assert manage(store, *add, "--township", "甲", "--township", "B", typed=SECRET).exit_code == 0
    listed = json.loads(manage(store, "account", "list", "--json").output)
    assert [(each["name"], each["townships"]) for each in listed] == [("liu", "A,B")]


def test_an_account_is_changed_shut_out_and_let_in_again(tmp_path: Path) -> None:
    store = tmp_path / "store"
    manage(store, "account", "add", "liu", "--role", "viewer", typed=SECRET)
    for arguments in (
        ("account", "change", "liu", "--role", "uploader"),
        ("account", "disable", "liu"),
        ("account", "enable", "liu"),
        ("account", "sign-out", "liu"),
    ):
        assert manage(store, *arguments).exit_code == 0
    assert manage(store, "account", "password", "liu", typed="another long secret").exit_code == 0
    (changed,) = accounts(Store(store).catalogue)
    assert (changed.role, changed.is_disabled) == ("uploader", False)
    assert matches(changed.password, "another long secret")


def test_a_change_keeps_what_it_does_not_name_and_widens_only_when_told_to(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store").folder
    manage(store, "account", "add", "liu", "--role", "viewer", "--township", "甲镇", typed=SECRET)

    def changed(*arguments: str) -> tuple[int, str, str]:
        done = manage(store, "account", "change", "liu", *arguments)
        [now] = json.loads(manage(store, "account", "list", "--json").output)
        return done.exit_code, now["role"], now["townships"]

    assert changed("--role", "uploader") == (0, "uploader", "A")
    assert changed("--township", "乙乡") == (0, "uploader", "B")
    assert changed() == (2, "uploader", "B")
    assert changed("--township", "甲镇", "--all-townships") == (2, "uploader", "B")
    assert changed("--all-townships") == (0, "uploader", "all")


def test_a_change_says_what_the_account_is_now(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store").folder
    manage(store, "account", "add", "liu", "--role", "viewer", "--township", "甲镇", typed=SECRET)
    assert "“liu”：uploader，A。" in manage(store, "account", "change", "liu", "--role", "uploader").output
    told = manage(store, "account", "change", "liu", "--all-townships", "--lang", "en").output
    assert "Account 'liu' changed: uploader, all townships." in told


def test_what_is_refused_ends_with_one_and_a_reason(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    done = manage(tmp_path / "store", "account", "disable", "nobody")
    assert done.exit_code == 1
    assert "nobody" in done.output


def test_an_admin_of_one_township_is_wrong_usage_and_not_an_admin_of_all(tmp_path: Path) -> None:
    store = tmp_path / "store"
    done = manage(
        store, "account", "add", "wang", "--role", "admin", "--township", "甲镇", typed="long secret"
    )
    assert done.exit_code == 2
    assert "全部乡镇" in done.output
    assert accounts(Store(store).catalogue) == ()
