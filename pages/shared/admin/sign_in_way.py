"""登录方式: how people sign in now, and where that is decided."""

from __future__ import annotations

import streamlit as st

from access.identity import sessions_of
from charts.markup import Html, tag
from data.language import say
from data.sign_in_settings import ACCOUNTS, OPENID, THIS_MACHINE, SignInSettings
from data.store import Store

TITLE = "登录方式"


def show(store: Store) -> None:
    """The settings as they hold."""
    settings = store.settings.signing_in
    words = {
        THIS_MACHINE: say("只在本机使用：不用登录，只回答本机的请求，您就是管理员。"),
        ACCOUNTS: say("用账号和密码登录。"),
        OPENID: say("用统一认证（OpenID Connect）登录。"),
    }
    st.html(tag("p", tag("b", words[settings.way]), class_="lead"))
    if settings.way != THIS_MACHINE:
        st.html(_facts(store, settings))
    if settings.way == ACCOUNTS and not settings.is_encrypted:
        st.warning(
            say("没有设置 https 地址：密码在网络上可能被看到。请在前面加一层TLS（docs/signing-in.md）。")
        )
    note = say("登录方式写在数据目录的settings.toml的[sign_in]里，重新启动后生效；做法见docs/signing-in.md。")
    st.html(tag("p", note, class_="note"))


def _facts(store: Store, settings: SignInSettings) -> Html:
    proxies = say("、").join(settings.trusted_proxies) or say("无")
    pairs = {
        say("正式地址"): settings.address or say("未设置（任何名字都能访问）"),
        say("会话最长"): say("{n}小时", n=settings.session_hours),
        say("闲置退出"): say("{n}分钟", n=settings.idle_minutes),
        say("信任的代理"): proxies,
        say("在线会话"): str(sum(sessions_of(store).counted().values())),
    }
    if settings.way == OPENID:
        pairs |= {say("认证服务"): settings.issuer, say("客户端"): settings.client_id}
    terms = [part for name, text in pairs.items() for part in (tag("dt", name), tag("dd", text))]
    return tag("dl", *terms, class_="words")
