"""Signing in with a name and a password that are kept here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Send

from access.accounts import Account, account_named, plain_name
from access.asked import Asked
from access.forms import TOKEN, form_secret, kept_form_secret, lang_fields, read_form
from access.house import SESSION_COOKIE, SIGN_IN, House
from access.page import field, form, page, paragraph
from access.passwords import matches
from access.replies import HTML, Headers, answer, cookie, cookie_name, lead_to, turn_away
from access.sessions import form_token
from data.audit import record
from data.language import say

Route = Callable[[House, Asked, Receive, Send], Awaitable[None]]
WRONG, SHUT, STALE = 401, 429, 403


async def sign_in(house: House, asked: Asked, receive: Receive, send: Send) -> None:
    """The form, and what was typed into it."""
    if asked.method == "POST":
        await _typed(house, asked, receive, send)
    elif await run_in_threadpool(house.session_of, asked):
        await lead_to(send, house.next_place(asked.query("next")))
    else:
        note = say("您已退出登录。") if asked.query("out") else ""
        await _show(house, asked, send, asked.query("next"), note, tone="good")


async def _typed(house: House, asked: Asked, receive: Receive, send: Send) -> None:
    sent = await read_form(asked, receive)
    if sent is None:
        await turn_away(asked, send, 400, say("这不是登录页发来的内容。"))
        return
    wanted = sent.text("next")
    if not sent.proves(kept_form_secret(asked)):
        await _show(house, asked, send, wanted, say("登录页放得太久了，请再试一次。"), status=STALE)
        return
    name, password = sent.text("name"), sent.text("password")
    status, account = await run_in_threadpool(tried, house, name, password, asked.address)
    if account is None:
        words = {
            WRONG: say("账号或密码不对。"),
            SHUT: say("没有成功的次数太多，请过{n}分钟再试。", n=house.settings.pause_minutes),
        }
        await _show(house, asked, send, wanted, words[status], status=status)
        return
    headers = await begun(house, asked, account)
    await lead_to(send, house.next_place(wanted), headers)


def tried(house: House, name: str, password: str, address: str) -> tuple[int, Account | None]:
    """(200, account), or (why not, None). An account that does not exist takes as long as one that does."""
    name, catalogue = plain_name(name)[:80], house.store.catalogue
    if not house.throttle.admits(name, address):
        return SHUT, None
    account = account_named(catalogue, name)
    is_right = matches(account.password if account else None, password)
    if account and is_right and not account.is_disabled:
        house.throttle.succeeded(name, address)
        return 200, account
    # a name that is no account's may be a password typed into the wrong field: it stands nowhere
    told = account.name if account else ""
    record(catalogue, told, "sign_in_failed", told)
    if house.throttle.is_shut(name, address):
        record(catalogue, told, "sign_in_throttled", told)
    return WRONG, None


async def begun(house: House, asked: Asked, account: Account) -> Headers:
    """A session under a new id: what the browser brought along is ended and never taken over."""
    old = await run_in_threadpool(house.session_of, asked)
    if old:
        await run_in_threadpool(house.sessions.end, old)
        await house.tabs.end(old.key)
    secret = await run_in_threadpool(house.sessions.begin, account)
    secure = asked.is_encrypted
    seconds = house.settings.session_hours * 3600
    return [cookie(cookie_name(SESSION_COOKIE, secure=secure), secret, secure=secure, seconds=seconds)]


async def _show(
    house: House, asked: Asked, send: Send, wanted: str, note: str, status: int = 200, tone: str = "bad"
) -> None:
    secret, kept = form_secret(asked)
    place = house.next_place(wanted).removeprefix("/")
    hidden = {TOKEN: form_token(secret), "next": place}
    fields = (
        field("name", say("账号"), autocomplete="username", autocapitalize="none", spellcheck="false"),
        field("password", say("密码"), "password", autocomplete="current-password"),
    )
    action = f"{SIGN_IN}?{urlencode(lang_fields(asked))}" if lang_fields(asked) else SIGN_IN
    parts = [paragraph(note, tone)] if note else []
    parts.append(form(action, say("登录"), hidden, fields))
    parts.append(paragraph(say("没有账号或忘记密码，请联系本单位的管理员。")))
    if not asked.is_encrypted and not asked.is_from_this_machine:
        parts.append(paragraph(say("注意：现在的连接没有加密，密码在网络上可能被看到。")))
    html = page(say("登录"), house.county, *parts, other_language=other_language(asked, place))
    await answer(send, status, html, HTML, kept)


def other_language(asked: Asked, place: str) -> str:
    """The sign-in page in the other language."""
    choices = {"next": place} if place else {}
    if asked.language == "zh":
        choices["lang"] = "en"
    return f"{asked.path}?{urlencode(choices)}" if choices else asked.path


LOCAL_ROUTES: dict[str, Route] = {SIGN_IN: sign_in}
