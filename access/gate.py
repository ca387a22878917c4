"""The gate: an ASGI middleware in front of everything but health and sign-in.

Page, script, websocket, upload, download, metrics, static file: whatever is asked for, the gate looks first
who asks. It takes out of the request what only it may say, writes into it who reads, and passes it on.
"""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from access.account_page import ACCOUNT_ROUTES
from access.asked import SAFE_METHODS, Asked
from access.house import ACCOUNT, SIGN_IN, House, Places
from access.identity import AT_MACHINE, mark_of
from access.local_sign_in import LOCAL_ROUTES
from access.openid_routes import OPENID_ROUTES
from access.page import page, paragraph, way
from access.replies import HTML, answer, lead_to, turn_away
from access.sessions import Session
from data.grants import ADMIN
from data.language import say, speaking
from data.refusal import Refused
from data.sign_in_settings import ACCOUNTS, THIS_MACHINE, SignInSettings
from data.store import Store

HEALTH = "/_stcore/health"
METRICS = "/_stcore/metrics"


class Gate:
    """`places`: the pages behind it. `store`: the environment's where none is given."""

    def __init__(self, app: ASGIApp, places: Places, store: Store | None = None) -> None:
        self._app = app
        self._places = places
        self._store = store
        self._house: House | None = None
        self._writing: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            house = self._opened()
        except Refused as refusal:  # nobody knows who may be let in: so nobody is
            await turn_away(Asked(scope, SignInSettings()), send, 503, str(refusal))
            return
        asked = Asked(scope, house.settings)
        if asked.path == HEALTH and asked.method in SAFE_METHODS and not asked.is_websocket:
            await self._app(asked.passed_on(""), receive, send)
        elif house.settings.way == THIS_MACHINE:
            await self._at_this_machine(asked, receive, send)
        else:
            await self._signed_in_or_not(house, asked, receive, send)

    def _opened(self) -> House:
        if self._house is None:
            self._house = House(self._store or Store(), self._places)
        return self._house

    async def _at_this_machine(self, asked: Asked, receive: Receive, send: Send) -> None:
        if not asked.is_from_this_machine:
            with speaking(asked.language):
                text = say("平安报表设为只在本机使用。要让别的电脑访问，请先设置登录方式。")
            await turn_away(asked, send, 403, text)
        elif _is_foreign(asked):
            await _refuse_foreign(asked, send)
        else:
            await self._app(asked.passed_on(mark_of(AT_MACHINE)), receive, send)

    async def _signed_in_or_not(self, house: House, asked: Asked, receive: Receive, send: Send) -> None:
        routes = ACCOUNT_ROUTES | (LOCAL_ROUTES if house.settings.way == ACCOUNTS else OPENID_ROUTES)
        if not asked.is_under_own_name:
            with speaking(asked.language):
                await turn_away(asked, send, 421, say("请用平安报表的正式地址访问。"))
        elif _is_foreign(asked):
            await _refuse_foreign(asked, send)
        elif asked.path in routes and not asked.is_websocket:
            with speaking(asked.language):
                await routes[asked.path](house, asked, receive, send)
        else:
            session = await self._session(house, asked)
            if session is None:
                await _ask_to_sign_in(asked, send)
            else:
                await self._let_in(house, asked, session, receive, send)

    async def _session(self, house: House, asked: Asked) -> Session | None:
        known, session = house.session_remembered(asked)
        if not known:
            session = await run_in_threadpool(house.session_of, asked)
        if session and house.sessions.wants_use(session.key):
            # nobody waits for the disk to have noted that somebody is at work
            noting = asyncio.create_task(run_in_threadpool(house.sessions.is_used, [session.key]))
            self._writing.add(noting)
            noting.add_done_callback(self._writing.discard)
        return session

    async def _let_in(
        self, house: House, asked: Asked, session: Session, receive: Receive, send: Send
    ) -> None:
        grant, name = session.account.grant, asked.path.removeprefix("/")
        is_shut = asked.path == METRICS and not grant.may(ADMIN)
        is_shut = is_shut or (name in house.places.pages and not house.places.may_open(name, grant))
        scope = asked.passed_on(mark_of(session.key))
        if session.account.must_change:
            await _lead_or_refuse(asked, send, ACCOUNT)
        elif is_shut or not house.tabs.may_have(session.key, asked.path):
            await _refuse_page(asked, send)
        elif asked.is_websocket:
            await house.tabs.hold(session.key, self._app, scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_foreign(asked: Asked) -> bool:
    """What changes something, and every websocket, must come from a page of this server."""
    changes = asked.is_websocket or asked.method not in SAFE_METHODS
    return changes and not asked.is_from_own_page


async def _refuse_foreign(asked: Asked, send: Send) -> None:
    with speaking(asked.language):
        await turn_away(asked, send, 403, say("这个请求来自别的网站，没有办理。"))


def wants_page(asked: Asked) -> bool:
    """Whether a person waits for a page, and not a page for one of its parts."""
    return asked.method == "GET" and "text/html" in asked.header("accept") and not asked.is_websocket


async def _ask_to_sign_in(asked: Asked, send: Send) -> None:
    await _lead_or_refuse(asked, send, SIGN_IN)


async def _lead_or_refuse(asked: Asked, send: Send, place: str) -> None:
    if wants_page(asked):
        await lead_to(send, sign_in_address(asked, place))
        return
    with speaking(asked.language):
        await turn_away(asked, send, 401, say("请先登录。"))


def sign_in_address(asked: Asked, place: str = SIGN_IN) -> str:
    """The way to sign in and back to what was asked for; what is written there is looked at again then."""
    query = asked.scope.get("query_string", b"").decode("latin-1")
    wanted = asked.path.removeprefix("/") + (f"?{query}" if query else "")
    choices = {"next": wanted} if wanted else {}
    if asked.language == "en":
        choices["lang"] = "en"
    return f"{place}?{urlencode(choices)}" if choices else place


async def _refuse_page(asked: Asked, send: Send) -> None:
    with speaking(asked.language):
        text = say("您的账号没有这个页面或文件的权限。需要时请联系管理员。")
        if wants_page(asked):
            shown = page(say("没有权限"), "", paragraph(text), way("/", say("回到首页")))
            await answer(send, 403, shown, HTML)
        else:
            await turn_away(asked, send, 403, text)
