"""The HTML page around the dashboard, and the headers that keep the browser at home.

Streamlit has no setting for the language of its page or of its own words, so its `index.html` is sent out
with the language of the address (`?lang=en`, else Chinese), our name and icon, and one script of our own.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.file_util import get_static_dir

from access.identity import HEADER, grant_of
from data.store import Store
from pages.shared.browser.assets import browser_script, styles

FOLDER = Path(__file__).parent
SCRIPT_PATH = "/frame.js"
STYLES_PATH = "/frame.css"
SEARCH_PATH = "/search.json"
MEETING_PATH = "/meeting.json"
FONT_SECONDS = 7 * 24 * 3600  # Streamlit would have them asked for again at every visit
NAMES = {"zh": "平安报表", "en": "Safety Report"}
NEEDS_SCRIPTS = {
    "zh": "平安报表需要浏览器允许运行 JavaScript。",
    "en": "Safety Report needs JavaScript switched on in the browser.",
}


class PageShell:
    """ASGI middleware: sends our page instead of Streamlit's, our script, and the headers with everything."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not is_from_here(scope):
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"].endswith(SCRIPT_PATH):
            await _answer(send, browser_script().encode(), "text/javascript; charset=utf-8")
        elif scope["path"].endswith(STYLES_PATH):
            await _answer(send, styles().encode(), "text/css; charset=utf-8")
        elif scope["path"].endswith(MEETING_PATH):
            await _answer_meeting(scope, receive, send)
        elif scope["path"].endswith(SEARCH_PATH):
            await _answer(send, await run_in_threadpool(_search_list, scope), "application/json")
        else:
            await self._app(scope, receive, _Reply(scope, send))


class _Reply:
    """Passes an answer on with the headers added; instead of Streamlit's page, ours goes out."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        self._language = language_of(scope)
        self._is_head = scope["method"] == "HEAD"
        self._is_font = scope["path"].endswith(".woff2")
        self._is_page = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            self._is_page = message["status"] == 200 and headers.get("content-type", "").startswith(
                "text/html"
            )
            if not self._is_page:
                headers.update(security_headers())
                if self._is_font and message["status"] == 200:
                    headers["cache-control"] = f"public, max-age={FONT_SECONDS}"
                await self._send(message)
        elif not self._is_page:
            await self._send(message)
        elif not message.get("more_body"):
            body = page(self._language).encode()
            await _answer(self._send, body, "text/html; charset=utf-8", without_body=self._is_head)


def _search_list(scope: Scope) -> bytes:
    from pages.shared.search_list import search_json  # Streamlit caches in it, so its server must stand first

    header = Headers(scope=scope).get(HEADER)
    return search_json(grant_of(header, Store()) if header else None)


async def _answer_meeting(scope: Scope, receive: Receive, send: Send) -> None:
    from pages.shared.browser.meeting_door import MOST_BYTES

    if not is_from_here(scope):  # a page of another host may not turn our slides
        await _answer(send, b"{}", "application/json", status=403)
        return
    body, is_more = b"", True
    while is_more and len(body) <= MOST_BYTES:
        message = await receive()
        body += message.get("body", b"")
        is_more = message.get("more_body", False)
    query = scope.get("query_string", b"")
    status, answer = await run_in_threadpool(_meeting_answer, scope, query, body)
    await _answer(send, answer, "application/json", status=status)


def _meeting_answer(scope: Scope, query: bytes, body: bytes) -> tuple[int, bytes]:
    from pages.shared.browser.meeting_door import answer_browser

    store = Store()
    grant = grant_of(Headers(scope=scope).get(HEADER), store)
    return answer_browser(scope["method"], query, body, store.granted(grant))


async def _answer(
    send: Send, body: bytes, content_type: str, *, without_body: bool = False, status: int = 200
) -> None:
    headers = MutableHeaders({"content-type": content_type, "content-length": str(len(body))})
    # the page names hashed files of this version: a page kept by the browser would ask for those of the last
    headers["cache-control"] = "no-cache"
    headers.update(security_headers())
    await send({"type": "http.response.start", "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": b"" if without_body else body})


def is_from_here(scope: Scope) -> bool:
    """Whether a websocket was opened by a page of this server (a program that is no browser sends no origin).

    Asked before Streamlit does: to compare a foreign origin it would ask the internet for our own address.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin", "")
    allowed = {f"{scheme}://{headers.get('host', '')}" for scheme in ("http", "https")}
    return not origin or origin in allowed | set(config.get_option("server.corsAllowedOrigins"))


def language_of(scope: Scope) -> str:
    """ "en" where the address says so, else "zh"."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", ["zh"])
    return "en" if asked[-1] == "en" else "zh"


@cache
def page(language: str) -> str:
    """Streamlit's index.html in `language`."""
    html = _index_html()
    html = html.replace('<html lang="en">', f'<html lang="{"en" if language == "en" else "zh-CN"}">')
    html = html.replace("<title>Streamlit</title>", f"<title>{NAMES[language]}</title>")
    html = html.replace('href="./favicon.png"', 'href="./app/static/icon.svg"')
    html = re.sub(r"<link\s+rel=\"service-desc\"[^>]*>", "", html)
    html = re.sub(
        r"\./static/media/SourceSans[^\"]*\.woff2", "./app/static/fonts/NotoSansSC-Regular.woff2", html
    )
    html = re.sub(
        r"<noscript>.*?</noscript>", f"<noscript>{NEEDS_SCRIPTS[language]}</noscript>", html, flags=re.S
    )
    ours = f'<link rel="stylesheet" href=".{STYLES_PATH}">\n    <script src=".{SCRIPT_PATH}"></script>'
    return html.replace("</head>", f"  {ours}\n  </head>")


@cache
def security_headers() -> dict[str, str]:
    """Nothing is loaded from, sent to or framed by another host; inline scripts only Streamlit's own."""
    policy = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *_inline_script_hashes()]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "frame-ancestors": "'self'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
    }


def _inline_script_hashes() -> list[str]:
    scripts = re.findall(r"<script>(.*?)</script>", _index_html(), flags=re.S)
    return [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts]


@cache
def _index_html() -> str:
    return (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
