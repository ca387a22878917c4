"""One account: another role, other townships, another password, shut out, signed out everywhere."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from access.accounts import Account, Wanted, change_account, disable_account, end_sessions, set_password
from access.identity import sessions_of
from charts.markup import link, tag
from data.grants import ADMIN, ROLE_NAMES, ROLES
from data.language import say
from data.refusal import Refused
from data.store import Store
from pages.shared.address import href_here
from pages.shared.admin.townships_of_account import choose_reach

Tell = Callable[..., None]


def show_account(store: Store, account: Account, tell: Tell) -> None:
    """The form of one account. `tell(text, code)`: says what was done and shows the list again."""
    back = link(href_here(account=""), say("返回"))
    st.html(tag("h2", account.name, tag("small", back), class_="section"))
    with st.form(f"account-{account.name}", border=False):
        role = st.selectbox(
            say("权限"),
            ROLES,
            index=ROLES.index(account.role),
            format_func=lambda code: say(ROLE_NAMES[code]),
            key=f"role-{account.name}",
        )
        reach = choose_reach(store, account.codes, account.name)
        if st.form_submit_button(say("保存"), type="primary"):
            wanted = Wanted(role or account.role, None if role == ADMIN else reach)
            _do(
                store,
                lambda by: change_account(store.catalogue, account.name, wanted, by),
                lambda: tell(say("已修改账号“{name}”。", name=account.name)),
            )
    with st.container(horizontal=True):
        _offer_password(store, account, tell)
        _offer_rest(store, account, tell)


def _offer_password(store: Store, account: Account, tell: Tell) -> None:
    if account.subject or not st.button(say("重置密码"), key=f"reset-{account.name}"):
        return
    from pages.shared.admin.account_list import temporary_password

    password = temporary_password()
    _do(
        store,
        lambda by: set_password(store.catalogue, account.name, password, by, must_change=True),
        lambda: tell(say("已重设“{name}”的密码，别处的登录都已退出。", name=account.name), password),
    )


def _offer_rest(store: Store, account: Account, tell: Tell) -> None:
    if st.button(say("退出所有登录"), key=f"end-{account.name}"):
        _do(
            store,
            lambda by: end_sessions(store.catalogue, account.name, by),
            lambda: tell(say("“{name}”已在各处退出。", name=account.name)),
        )
    shuts = not account.is_disabled
    if st.button(say("停用") if shuts else say("恢复"), key=f"disable-{account.name}"):
        done = (
            say("已停用账号“{name}”。", name=account.name)
            if shuts
            else say("已恢复账号“{name}”。", name=account.name)
        )
        _do(
            store,
            lambda by: disable_account(store.catalogue, account.name, by, disabled=shuts),
            lambda: tell(done),
        )


def _do(store: Store, change: Callable[[str], None], after: Callable[[], None]) -> None:
    try:
        store.grant.refuse_unless(ADMIN)
        change(store.grant.signature())
    except Refused as refusal:
        st.error(str(refusal))
        return
    sessions_of(store).forget()
    after()
