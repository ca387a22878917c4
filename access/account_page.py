"""The page of one's own account: who one is signed in as, another password, and the way out."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Send

from access.accounts import account_named, set_password
from access.asked import Asked
from access.forms import TOKEN, Form, lang_fields, read_form
from access.house import ACCOUNT, PASSWORD, SESSION_COOKIE, SIGN_IN, SIGN_OUT, House
from access.local_sign_in import Route, begun, other_language, tried
from access.page import facts, field, form, page, paragraph, section, way
from access.passwords import SHORTEST
from access.replies import HTML, answer, cookie, cookie_name, lead_to, turn_away
from access.sessions import Session, form_token
from data.grants import ROLE_NAMES
from data.language import say
from data.refusal import Refused


async def account(house: House, asked: Asked, receive: Receive, send: Send) -> None:
    """Who one is, and what one may do about it."""
    session = await run_in_threadpool(house.session_of, asked)
    if session is None:
        await lead_to(send, _with_language(SIGN_IN, asked))
        return
    note = say("密码已修改；别处的登录都已退出。") if asked.query("done") else ""
    await _show(house, asked, send, session, note, tone="good")


async def sign_out(house: House, asked: Asked, receive: Receive, send: Send) -> None:
    """End the session, and with it every open tab."""
    session, sent = await _proven(house, asked, receive, send)
    if session is None or sent is None:
        return
    await run_in_threadpool(house.sessions.end, session)
    await house.tabs.end(session.key)
    secure = asked.is_encrypted
    gone = cookie(cookie_name(SESSION_COOKIE, secure=secure), "", secure=secure, seconds=0)
    await lead_to(send, _with_language(SIGN_IN, asked, out="1"), [gone])


async def password(house: House, asked: Asked, receive: Receive, send: Send) -> None:
    """Another password: the old one is asked for, every session ends, and this browser gets a new one."""
    session, sent = await _proven(house, asked, receive, send)
    if session is None or sent is None:
        return
    try:
        await run_in_threadpool(_change, house, session, sent, asked.address)
    except Refused as refusal:
        await _show(house, asked, send, session, str(refusal), status=400)
        return
    house.sessions.forget()
    await house.tabs.end(session.key)
    changed = await run_in_threadpool(account_named, house.store.catalogue, session.account.name)
    headers = await begun(house, asked, changed or session.account)
    await lead_to(send, _with_language(ACCOUNT, asked, done="1"), headers)


def _change(house: House, session: Session, sent: Form, address: str) -> None:
    name = session.account.name
    # counted as a failed sign-in: an unlocked screen must not be a place to try out passwords
    if tried(house, name, sent.text("old"), address)[1] is None:
        raise Refused(say("现在的密码不对。"))
    if sent.text("new") != sent.text("again"):
        raise Refused(say("两次输入的新密码不一样。"))
    if sent.text("new") == sent.text("old"):
        raise Refused(say("新密码和现在的一样。"))
    set_password(house.store.catalogue, name, sent.text("new"), name)


async def _proven(
    house: House, asked: Asked, receive: Receive, send: Send
) -> tuple[Session | None, Form | None]:
    """The session and the form of a page of ours; answers itself where there is none."""
    session = await run_in_threadpool(house.session_of, asked)
    if session is None or asked.method != "POST":
        await lead_to(send, _with_language(ACCOUNT if session else SIGN_IN, asked))
        return None, None
    sent = await read_form(asked, receive)
    if sent is None or not sent.proves(house.secret_in(asked)):
        await turn_away(asked, send, 403, say("这个请求不是从本页发出的，没有办理。"))
        return None, None
    return session, sent


async def _show(
    house: House,
    asked: Asked,
    send: Send,
    session: Session,
    note: str,
    status: int = 200,
    tone: str = "bad",
) -> None:
    hidden = {TOKEN: form_token(house.secret_in(asked))}
    who = session.account
    parts = [paragraph(note, tone)] if note else []
    if who.must_change:
        parts.append(paragraph(say("这是管理员给的临时密码，请先换成自己的，再开始使用。")))
    parts.append(facts(_facts(house, session)))
    if who.password is not None:
        parts.append(section(say("修改密码"), _password_form(asked, hidden, who.name)))
    leave = form(_with_language(SIGN_OUT, asked), say("退出登录"), hidden, tone="quiet")
    parts.append(section(say("退出"), paragraph(say("所有打开的页面都会关闭。")), leave))
    if not who.must_change:
        parts.append(way(_with_language("/", asked), say("回到平安报表")))
    html = page(say("我的账号"), house.county, *parts, other_language=other_language(asked, ""))
    await answer(send, status, html, HTML)


def _facts(house: House, session: Session) -> dict[str, str]:
    who = session.account
    codes = who.codes
    scope = say("全县") if codes is None else say("、").join(_names_of(house, sorted(codes)))
    return {say("账号"): who.name, say("权限"): say(ROLE_NAMES[who.role]), say("范围"): scope}


def _names_of(house: House, codes: list[str]) -> list[str]:
    from data.live_register import live_register

    register = live_register(house.store.live()).by_code
    return [register[code].name if code in register else code for code in codes]


def _password_form(asked: Asked, hidden: dict[str, str], name: str) -> str:
    fields = (
        # for the browser's own keeper of passwords
        f'<input type="hidden" name="username" autocomplete="username" value="{name}">',
        field("old", say("现在的密码"), "password", autocomplete="current-password"),
        field(
            "new",
            say("新密码（至少{n}个字符）", n=SHORTEST),
            "password",
            autocomplete="new-password",
            minlength=str(SHORTEST),
        ),
        field("again", say("再输一次新密码"), "password", autocomplete="new-password"),
    )
    return form(_with_language(PASSWORD, asked), say("修改密码"), hidden, fields)


def _with_language(place: str, asked: Asked, **choices: str) -> str:
    query = urlencode(choices | lang_fields(asked))
    return f"{place}?{query}" if query else place


ACCOUNT_ROUTES: dict[str, Route] = {ACCOUNT: account, SIGN_OUT: sign_out, PASSWORD: password}
