"""Accounts: who they are, what they may do; every change is in the audit trail, in the same transaction."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from access.passwords import hashed, refuse_weak
from data.audit import AuditRow, entry
from data.catalogue import insert
from data.clock import now
from data.grants import ADMIN, ROLES, Grant
from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.catalogue import Catalogue

LONGEST_NAME = 40


@dataclass(frozen=True)
class Account:
    """One account. `townships`: codes with commas, None for all; `subject`: issuer and subject of OpenID."""

    id: int | None
    name: str
    role: str
    townships: str | None
    password: str | None
    subject: str | None
    must_change: bool
    is_disabled: bool
    created_at: datetime
    created_by: str

    @property
    def codes(self) -> frozenset[str] | None:
        """The townships it is limited to; None for all, and always for an admin."""
        if self.townships is None or self.role == ADMIN:
            return None
        return frozenset(code for code in self.townships.split(",") if code)

    @property
    def grant(self) -> Grant:
        """What it may do."""
        return Grant(self.role, self.codes, self.name)


@dataclass(frozen=True)
class Wanted:
    """What an account is to be. `townships`: codes, None for all."""

    role: str
    townships: Iterable[str] | None = None


def accounts(catalogue: Catalogue) -> tuple[Account, ...]:
    """All of them, by name."""
    return catalogue.read_added(Account, "accounts", "order by name")


def account_named(catalogue: Catalogue, name: str) -> Account | None:
    """The account of that name, however its letters are typed."""
    found = catalogue.read_added(Account, "accounts", "where name = ?", [plain_name(name)])
    return found[0] if found else None


def account_of(catalogue: Catalogue, number: int) -> Account | None:
    """The account of that number."""
    found = catalogue.read_added(Account, "accounts", "where id = ?", [number])
    return found[0] if found else None


def account_of_subject(catalogue: Catalogue, subject: str) -> Account | None:
    """The account that an OpenID provider knows as `subject`."""
    found = catalogue.read_added(Account, "accounts", "where subject = ?", [subject])
    return found[0] if found else None


def existing(catalogue: Catalogue, name: str) -> Account:
    """The account of that name. Raises Refused where there is none."""
    account = account_named(catalogue, name)
    if account is None:
        raise Refused(say("没有名为“{name}”的账号。", name=name))
    return account


def plain_name(name: str) -> str:
    """How a name is kept: without blanks around it, in small letters, full-width letters as plain ones."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def add_account(
    catalogue: Catalogue, name: str, wanted: Wanted, password: str, by: str, *, must_change: bool = False
) -> Account:
    """A new account. Raises Refused for a name that exists, a role that does not, a weak password."""
    name, townships = _fit_name(name), _fit(wanted)
    refuse_weak(password, name)
    if account_named(catalogue, name):
        raise Refused(say("已有名为“{name}”的账号。", name=name))
    account = Account(
        None, name, wanted.role, townships, hashed(password), None, must_change, False, now(), by
    )
    _write(catalogue, account, entry(by, "account_added", name, _told(account)))
    return existing(catalogue, name)


def add_from_openid(catalogue: Catalogue, name: str, wanted: Wanted, subject: str) -> Account:
    """The account of somebody who came from the provider for the first time.

    A name that is no account's name is replaced. Raises Refused for one that is somebody else's here.
    """
    townships = _fit(wanted)
    if not _is_fit(plain_name(name)):
        name = f"openid-{hashlib.sha256(subject.encode()).hexdigest()[:8]}"
    name = plain_name(name)
    if account_named(catalogue, name):
        raise Refused(say("已有名为“{name}”的账号，它不属于统一认证。", name=name))
    account = Account(None, name, wanted.role, townships, None, subject, False, False, now(), "OpenID")
    _write(catalogue, account, entry("OpenID", "account_added", name, _told(account)))
    return existing(catalogue, name)


def follow_openid(catalogue: Catalogue, account: Account, wanted: Wanted) -> Account:
    """The account as its provider describes it today: there it is decided, not here."""
    changed = replace(account, role=wanted.role, townships=_fit(wanted))
    if changed != account:
        values = {"role": changed.role, "townships": changed.townships}
        told = entry("OpenID", "account_changed", account.name, _told(changed))
        _update(catalogue, account, values, told)
    return changed


def change_account(catalogue: Catalogue, name: str, wanted: Wanted, by: str) -> None:
    """Another role, other townships; it holds from the account's next click."""
    account, townships = existing(catalogue, name), _fit(wanted)
    changed = replace(account, role=wanted.role, townships=townships)
    if (changed.role, changed.townships) == (account.role, account.townships):
        return
    _refuse_last_admin(catalogue, account, keeps=wanted.role == ADMIN)
    values = {"role": changed.role, "townships": changed.townships}
    _update(catalogue, account, values, entry(by, "account_changed", name, _told(changed)))


def disable_account(catalogue: Catalogue, name: str, by: str, *, disabled: bool = True) -> None:
    """Shut an account out, or let it in again; its sessions end."""
    account = existing(catalogue, name)
    if disabled:
        _refuse_last_admin(catalogue, account)
    what = "account_disabled" if disabled else "account_enabled"
    _update(catalogue, account, {"is_disabled": int(disabled)}, entry(by, what, name), ends=disabled)


def set_password(
    catalogue: Catalogue, name: str, password: str, by: str, *, must_change: bool = False
) -> None:
    """A new password; every session of the account ends. Raises Refused for a weak one."""
    account = existing(catalogue, name)
    if account.subject:
        raise Refused(say("“{name}”由统一认证登录，没有密码。", name=name))
    refuse_weak(password, account.name)
    what = "password_reset" if by != account.name else "password_changed"
    values = {"password": hashed(password), "must_change": int(must_change)}
    _update(catalogue, account, values, entry(by, what, account.name), ends=True)


def end_sessions(catalogue: Catalogue, name: str, by: str) -> None:
    """Sign an account out everywhere."""
    _update(catalogue, existing(catalogue, name), {}, entry(by, "session_revoked", name), ends=True)


def _fit_name(name: str) -> str:
    name = plain_name(name)
    if not _is_fit(name):
        text = say("账号名用1到{n}个汉字、字母、数字或 . _ - @，不含空格。", n=LONGEST_NAME)
        raise Refused(text)
    return name


def _is_fit(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and all(each.isalnum() or each in "._-@" for each in name)


def _fit(wanted: Wanted) -> str | None:
    if wanted.role not in ROLES:
        raise Refused(
            say("没有“{role}”这个角色，只有：{roles}", role=wanted.role, roles=say("、").join(ROLES))
        )
    if wanted.townships is None or wanted.role == ADMIN:
        return None
    return ",".join(sorted({code.strip() for code in wanted.townships if code.strip()}))


def _refuse_last_admin(catalogue: Catalogue, account: Account, *, keeps: bool = False) -> None:
    """A county that has shut out its last admin could not let anybody in."""
    others = [
        each
        for each in accounts(catalogue)
        if each.role == ADMIN and not each.is_disabled and each.name != account.name
    ]
    if account.role == ADMIN and not account.is_disabled and not others and not keeps:
        raise Refused(say("“{name}”是唯一的管理员，请先另设一名。", name=account.name))


def _told(account: Account) -> str:
    return account.role if account.codes is None else f"{account.role}: {account.townships}"


def _write(catalogue: Catalogue, account: Account, told: AuditRow) -> None:
    with catalogue.writing() as connection:
        insert(connection, "accounts", [account])
        insert(connection, "audit", [told])


def _update(
    catalogue: Catalogue, account: Account, values: dict[str, Any], told: AuditRow, *, ends: bool = False
) -> None:
    with catalogue.writing() as connection:
        if values:
            columns = ", ".join(f"{column} = ?" for column in values)
            connection.execute(f"update accounts set {columns} where id = ?", [*values.values(), account.id])
        if ends:
            connection.execute("delete from sessions where account = ?", [account.id])
        insert(connection, "audit", [told])
