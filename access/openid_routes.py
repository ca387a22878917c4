"""Signing in at the county's own service, by OpenID Connect."""

from __future__ import annotations

import hmac
import json
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Send

from access.accounts import Account, account_of_subject, add_from_openid, follow_openid
from access.asked import Asked
from access.house import SIGN_IN, House
from access.local_sign_in import Route, begun, other_language
from access.page import page, paragraph, way
from access.replies import HTML, answer, cookie, cookie_name, lead_to
from access.sessions import key_of
from data.audit import record
from data.catalogue import insert
from data.clock import now
from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from access.openid_provider import Person
    from data.catalogue import Catalogue

log = logging.getLogger(__name__)
START, CALLBACK = "/openid/start", "/openid/callback"
COOKIE = "safety-report-openid"
MINUTES = 10


@dataclass(frozen=True)
class UnderWay:
    """A sign-in that has begun here and goes on at the provider. `held`: JSON."""

    key: str
    held: str
    ends_at: datetime


async def sign_in(house: House, asked: Asked, receive: Receive, send: Send) -> None:
    """The button that leads to the provider."""
    if await run_in_threadpool(house.session_of, asked):
        await lead_to(send, house.next_place(asked.query("next")))
        return
    note = say("您已退出登录。") if asked.query("out") else ""
    leave = ""
    if note:
        leave = await _sign_out_address(house)
    await _show(house, asked, send, note, leave=leave, tone="good")


async def start(house: House, asked: Asked, receive: Receive, send: Send) -> None:
    """Send the browser to the provider, and remember what it must bring back."""
    try:
        begins = await house.provider.begin()
    except Exception as error:  # whatever the network or the provider does: nobody is let in, and it is said
        await _failed(house, asked, send, error)
        return
    held = {name: begins[name] for name in ("state", "nonce", "code_verifier")}
    held["next"] = house.next_place(asked.query("next")).removeprefix("/")
    secret = secrets.token_urlsafe(32)
    await run_in_threadpool(_keep, house.store.catalogue, secret, held)
    secure = asked.is_encrypted
    kept = cookie(cookie_name(COOKIE, secure=secure), secret, secure=secure, seconds=MINUTES * 60)
    await lead_to(send, begins["url"], [kept])


async def callback(house: House, asked: Asked, receive: Receive, send: Send) -> None:
    """What the provider sends the browser back with."""
    secure = asked.is_encrypted
    secret = asked.cookie(cookie_name(COOKIE, secure=secure))
    held = await run_in_threadpool(_taken, house.store.catalogue, secret)
    state = asked.query("state")
    if held is None or not hmac.compare_digest(held["state"].encode(), state.encode()):
        await _show(house, asked, send, say("这次登录已经过期，或不是从本页开始的，请再试一次。"), status=403)
        return
    try:
        if not asked.query("code"):
            raise Refused(say("认证服务没有让您登录：{why}", why=asked.query("error") or "—"))
        person = await house.provider.person(asked.query("code"), held)
        account = await run_in_threadpool(account_for, house.store.catalogue, person)
    except Exception as error:  # as above: a word that cannot be checked lets nobody in
        await _failed(house, asked, send, error)
        return
    gone = cookie(cookie_name(COOKIE, secure=secure), "", secure=secure, seconds=0)
    await lead_to(send, house.next_place(held["next"]), [*await begun(house, asked, account), gone])


def account_for(catalogue: Catalogue, person: Person) -> Account:
    """The account of whom the provider sent, with the role it states today. Raises Refused for a shut one."""
    account = account_of_subject(catalogue, person.subject)
    if account is None:
        return add_from_openid(catalogue, person.name, person.wanted, person.subject)
    if account.is_disabled:
        record(catalogue, account.name, "sign_in_failed", account.name)
        raise Refused(say("这个账号已停用，请联系管理员。"))
    return follow_openid(catalogue, account, person.wanted)


def _keep(catalogue: Catalogue, secret: str, held: dict[str, str]) -> None:
    row = UnderWay(key_of(secret), json.dumps(held), now() + timedelta(minutes=MINUTES))
    with catalogue.writing() as connection:
        connection.execute("delete from openid_requests where ends_at <= ?", [now().isoformat()])
        insert(connection, "openid_requests", [row])


def _taken(catalogue: Catalogue, secret: str) -> dict[str, str] | None:
    """What was kept, once: a code that is brought a second time finds nothing."""
    rows = catalogue.read_added(UnderWay, "openid_requests", "where key = ?", [key_of(secret)])
    if not rows:
        return None
    with catalogue.writing() as connection:
        connection.execute("delete from openid_requests where key = ?", [rows[0].key])
    held: dict[str, str] = json.loads(rows[0].held)
    return held if rows[0].ends_at > now() else None


async def _sign_out_address(house: House) -> str:
    try:
        address = await house.provider.sign_out_address()
    except Exception:  # the way out of the dashboard is no longer than the dashboard
        log.warning("the provider does not answer", exc_info=True)
        return ""
    return f"{address}?{urlencode({'client_id': house.settings.client_id})}" if address else ""


async def _failed(house: House, asked: Asked, send: Send, error: Exception) -> None:
    if isinstance(error, Refused):
        note = str(error)
    else:
        log.warning("signing in through OpenID Connect failed", exc_info=error)
        note = say("没有联系上认证服务，或它的答复不可信。请稍后再试；仍不行时请告诉管理员。")
    await _show(house, asked, send, note, status=403 if isinstance(error, Refused) else 502)


async def _show(
    house: House,
    asked: Asked,
    send: Send,
    note: str,
    status: int = 200,
    leave: str = "",
    tone: str = "bad",
) -> None:
    place = house.next_place(asked.query("next")).removeprefix("/")
    choices = {name: text for name, text in (("next", place), ("lang", asked.query("lang"))) if text}
    parts = [paragraph(note, tone)] if note else []
    begin = f"{START}?{urlencode(choices)}" if choices else START
    parts.append(way(begin, say("用统一认证登录"), is_button=True))
    if leave:
        parts.append(way(leave, say("同时退出统一认证")))
    other = other_language(asked, place) if asked.path == SIGN_IN else ""
    await answer(send, status, page(say("登录"), house.county, *parts, other_language=other), HTML)


OPENID_ROUTES: dict[str, Route] = {SIGN_IN: sign_in, START: start, CALLBACK: callback}
