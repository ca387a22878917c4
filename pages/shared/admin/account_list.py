"""Accounts: who there is, a new one, and what is changed about one that is chosen (`?account=`)."""

from __future__ import annotations

import secrets

import streamlit as st

from access.accounts import Account, Wanted, accounts, add_account
from access.identity import sessions_of
from charts.markup import Html, link, tag
from charts.text import listed
from data.grants import ADMIN, ROLE_NAMES, ROLES
from data.language import say
from data.refusal import Refused
from data.sign_in_settings import OPENID
from data.store import Store
from pages.shared.address import href_here, in_address, put_in_address
from pages.shared.admin.account_form import show_account
from pages.shared.admin.townships_of_account import choose_reach, names_of_townships
from pages.shared.html_tables import Column, plain_table

TITLE = "账号与权限"
CHOSEN = "account"
TOLD = "admin-told"


def show(store: Store) -> None:
    """The list, and beside it the account that is chosen or the form for a new one."""
    _show_told()
    found = accounts(store.catalogue)
    chosen = next((each for each in found if each.name == in_address(CHOSEN)), None)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _show_list(store, found)
    with right:
        if chosen:
            show_account(store, chosen, tell)
        elif store.settings.signing_in.way == OPENID:
            text = say("账号由统一认证管理：第一次登录时自动建立，角色按认证给出的信息。")
            st.html(tag("p", text, class_="note"))
        else:
            _show_new(store)


def tell(text: str, code: str = "") -> None:
    """Say `text` once, above the list, after the page has run anew. `code`: a password to hand over."""
    st.session_state[TOLD] = (text, code)
    put_in_address(**{CHOSEN: ""})
    st.rerun()


def _show_told() -> None:
    text, code = st.session_state.pop(TOLD, ("", ""))
    if text:
        st.success(text)
    if code:
        st.html(tag("p", say("临时密码只显示这一次，请当面或用加密的方式交给本人；首次登录时必须更换：")))
        st.code(code, language=None)


def _show_list(store: Store, found: tuple[Account, ...]) -> None:
    title = tag("h2", say("全部账号"), tag("small", say("{n}个", n=len(found))), class_="section")
    if not found:
        note = say("还没有账号。改用账号登录之前，请先建立一名管理员。")
        st.html(tag("div", title, tag("p", note, class_="note")))
        return
    names = names_of_townships(store)
    open_sessions = sessions_of(store).counted()
    columns = (
        Column(say("账号"), lambda each: tag("b", each.name), "short"),
        Column(say("权限"), lambda each: say(ROLE_NAMES[each.role]), "short"),
        Column(say("范围"), lambda each: _reach(each, names)),
        Column(say("登录方式"), lambda each: say("统一认证") if each.subject else say("密码"), "short"),
        Column(say("状态"), _state, "short"),
        Column(say("在线"), lambda each: open_sessions.get(each.id, 0), "number"),
        Column("", _change, "short"),
    )
    st.html(tag("div", title, plain_table(columns, found)))


def _reach(each: Account, names: dict[str, str]) -> str:
    return (
        say("全县") if each.codes is None else listed([names.get(code, code) for code in sorted(each.codes)])
    )


def _state(each: Account) -> str:
    if each.is_disabled:
        return say("已停用")
    return say("待换密码") if each.must_change else say("正常")


def _change(each: Account) -> Html:
    return link(
        href_here(**{CHOSEN: each.name}), say("修改"), aria_label=say("修改账号{name}", name=each.name)
    )


def _show_new(store: Store) -> None:
    st.html(tag("h2", say("新建账号"), class_="section"))
    with st.form("new-account", border=False, clear_on_submit=False):
        name = st.text_input(say("账号名"), max_chars=40, key="new-account-name")
        role = st.selectbox(
            say("权限"), ROLES, format_func=lambda code: say(ROLE_NAMES[code]), key="new-role"
        )
        reach = choose_reach(store, None, "new")
        if st.form_submit_button(say("新增"), type="primary"):
            _add(store, name, Wanted(role or "viewer", None if role == ADMIN else reach))


def _add(store: Store, name: str, wanted: Wanted) -> None:
    password = temporary_password()
    try:
        store.grant.refuse_unless(ADMIN)
        added = add_account(
            store.catalogue, name, wanted, password, store.grant.signature(), must_change=True
        )
    except Refused as refusal:
        st.error(str(refusal))
        return
    tell(say("已新增账号“{name}”。", name=added.name), password)


def temporary_password() -> str:
    """Long enough to be handed over on paper, without letters that look alike."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(4))
