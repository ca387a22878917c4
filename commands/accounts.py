"""account, add-user: who may sign in; the first admin comes from here, for no password is shipped.

A password is typed at the prompt, or comes as the first line of standard input; it never stands in the
command, where every process of the machine could read it.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from commands.frame import (
    by_option,
    json_option,
    options_of_a_store,
    print_json,
    print_table,
    shared_options,
)
from data.grants import ADMIN, ROLES
from data.language import say

if TYPE_CHECKING:
    from access.accounts import Account, Wanted
    from data.store import Store

ROLE = click.Choice(ROLES)
SHOWN = ("name", "role", "townships", "disabled", "signs_in_by")


@click.group(help="账号 who may sign in: add, list, change, disable, password, sign-out")
def account() -> None:
    """Every subcommand takes --store DIR and --lang zh|en."""


def _wanted_options(command: Any, *, is_new: bool = True) -> Any:
    role = click.option("--role", type=ROLE, required=is_new, help="viewer 查看, uploader 报送, admin 管理")
    townships = click.option(
        "--township", "townships", multiple=True, metavar="CODE|NAME", help="只限这些乡镇 limited to these"
    )
    return role(townships(command))


def _changed_options(command: Any) -> Any:
    every = click.option("--all-townships", "is_for_all", is_flag=True, help="不再限乡镇 limited no more")
    return _wanted_options(every(command), is_new=False)


def _add(store: Store, name: str, role: str, townships: tuple[str, ...], by: str) -> None:
    from access.accounts import add_account

    wanted = _wanted(store, role, townships)
    added = add_account(store.catalogue, name, wanted, _password(), by)
    click.echo(say("已新增账号“{name}”（{role}）。", name=added.name, role=added.role))


@account.command(help="新增账号 a new account; the password is asked for, or read from standard input")
@click.argument("name")
@_wanted_options
@by_option
@shared_options
def add(store: Store, name: str, role: str, townships: tuple[str, ...], by: str) -> None:
    _add(store, name, role, townships, by)


@click.command("add-user", help="新增账号 the same as account add")
@click.argument("name")
@_wanted_options
@by_option
@shared_options
def add_user(store: Store, name: str, role: str, townships: tuple[str, ...], by: str) -> None:
    _add(store, name, role, townships, by)


@account.command("list", help="全部账号 every account")
@json_option
@options_of_a_store
def list_accounts(store: Store, as_json: bool) -> None:
    from access.accounts import accounts

    records = [_record(each) for each in accounts(store.catalogue)]
    if as_json:
        print_json(records)
    elif not records:
        click.echo(say("还没有账号。"))
    else:
        print_table([SHOWN, *(tuple(str(record[key]) for key in SHOWN) for record in records)])


@account.command(help="改角色和范围，没写的不变 another role, other townships; what is not said stays")
@click.argument("name")
@_changed_options
@by_option
@options_of_a_store
def change(
    store: Store, name: str, role: str | None, townships: tuple[str, ...], is_for_all: bool, by: str
) -> None:
    from access.accounts import change_account, existing

    if townships and is_for_all:
        raise click.UsageError(say("--township和--all-townships只能写一个"))
    if not (role or townships or is_for_all):
        raise click.UsageError(say("写明改什么：--role、--township或--all-townships"))
    before = existing(store.catalogue, name)
    wanted = _wanted(store, role or before.role, townships)
    if not townships and not is_for_all:
        wanted = replace(wanted, townships=before.codes)
    change_account(store.catalogue, name, wanted, by)
    _tell_changed(existing(store.catalogue, name))


def _tell_changed(account: Account) -> None:
    places = say("全部乡镇") if account.codes is None else say("、").join(sorted(account.codes))
    text = say("已修改账号“{name}”：{role}，{places}。", name=account.name, role=account.role, places=places)
    click.echo(text)


@account.command(help="停用 shut an account out; it is signed out everywhere")
@click.argument("name")
@by_option
@options_of_a_store
def disable(store: Store, name: str, by: str) -> None:
    from access.accounts import disable_account

    disable_account(store.catalogue, name, by)
    click.echo(say("已停用账号“{name}”。", name=name))


@account.command(help="恢复 let an account in again")
@click.argument("name")
@by_option
@options_of_a_store
def enable(store: Store, name: str, by: str) -> None:
    from access.accounts import disable_account

    disable_account(store.catalogue, name, by, disabled=False)
    click.echo(say("已恢复账号“{name}”。", name=name))


@account.command(help="重设密码 another password, asked for or from standard input")
@click.argument("name")
@by_option
@options_of_a_store
def password(store: Store, name: str, by: str) -> None:
    from access.accounts import existing, set_password

    existing(store.catalogue, name)
    set_password(store.catalogue, name, _password(), by)
    click.echo(say("已重设“{name}”的密码，别处的登录都已退出。", name=name))


@account.command("sign-out", help="退出所有登录 end every session of an account")
@click.argument("name")
@by_option
@options_of_a_store
def sign_out(store: Store, name: str, by: str) -> None:
    from access.accounts import end_sessions

    end_sessions(store.catalogue, name, by)
    click.echo(say("“{name}”已在各处退出。", name=name))


def _record(each: Account) -> dict[str, Any]:
    return {
        "name": each.name,
        "role": each.role,
        "townships": "all" if each.codes is None else ",".join(sorted(each.codes)),
        "disabled": each.is_disabled,
        "signs_in_by": "openid" if each.subject else "password",
        "created_at": each.created_at.isoformat(),
        "created_by": each.created_by,
    }


def _wanted(store: Store, role: str, townships: tuple[str, ...]) -> Wanted:
    """Raises click.BadParameter for an admin of a few townships: it would be one of all."""
    from access.accounts import Wanted
    from access.townships import codes_of

    if townships and role == ADMIN:
        raise click.BadParameter(
            say("管理员总是管全部乡镇；只管几个的，用 uploader"), param_hint="--township"
        )
    said = [text for each in townships for text in each.replace("，", ",").split(",") if text.strip()]
    return Wanted(role, codes_of(store, said) if said else None)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码 password", hide_input=True, confirmation_prompt="再输一次 again"))
