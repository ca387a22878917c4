"""The HTML page around the dashboard: its language, our name, our script, headers that keep it at home."""

from __future__ import annotations

import asyncio
import json
import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send

from pages.shared.browser.page_shell import FOLDER, PageShell, browser_script, page, security_headers, styles
from pages.shared.look import ICON


def answer(
    path: str, query: str = "", inner: Response | None = None, method: str = "GET"
) -> tuple[Message, bytes]:
    """What the shell sends for a request; `inner` is what the server behind it would have sent."""

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        await (inner or HTMLResponse("<html>Streamlit</html>"))(scope, receive, send)

    sent = asyncio.run(
        exchange(
            PageShell(behind),
            {"type": "http", "method": method, "path": path, "query_string": query.encode()},
        )
    )
    return sent[0], b"".join(message.get("body", b"") for message in sent[1:])


async def exchange(app: PageShell, scope: Scope) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app({"headers": [], **scope}, receive, send)
    return sent


def headers_of(start: Message) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in start["headers"]}


def test_the_page_is_chinese_unless_english_is_asked_for() -> None:
    assert '<html lang="zh-CN">' in answer("/")[1].decode()
    assert "<title>平安报表</title>" in answer("/township", "period=2025-07")[1].decode()
    assert '<html lang="en">' in answer("/", "lang=en")[1].decode()


def test_the_page_brings_our_styles_script_font_and_icon() -> None:
    html = page("zh")
    assert 'href="./frame.css"' in html
    assert 'src="./frame.js"' in html
    assert "NotoSansSC-Regular.woff2" in html
    assert "favicon.png" not in html
    assert ICON.exists()


def test_an_answer_to_head_has_no_body() -> None:
    start, body = answer("/", method="HEAD")
    assert body == b""
    assert int(headers_of(start)["content-length"]) > 1000


def test_what_is_no_page_passes_as_it_is_with_the_headers_added() -> None:
    start, body = answer("/_stcore/host-config", inner=JSONResponse({"a": 1}))
    assert json.loads(body) == {"a": 1}
    assert "default-src 'self'" in headers_of(start)["content-security-policy"]


def test_no_source_of_the_policy_is_another_host() -> None:
    policy = security_headers()["content-security-policy"]
    words = {word for part in policy.split("; ") for word in part.split()[1:]}
    assert all(word in ("data:", "blob:") or word.startswith("'") for word in words)
    assert "'unsafe-eval'" not in words


def test_the_inline_scripts_of_streamlit_are_allowed_by_their_hash() -> None:
    inline = re.findall(r"<script>(.*?)</script>", page("zh"), flags=re.S)
    hashes = [b64encode(sha256(text.encode()).digest()).decode() for text in inline]
    assert hashes
    assert all(f"'sha256-{each}'" in security_headers()["content-security-policy"] for each in hashes)


def test_the_script_holds_the_words_and_every_pattern_compiles() -> None:
    assert '"Download as CSV": "下载CSV"' in browser_script()
    assert "__WORDS__" not in browser_script()
    words = json.loads((FOLDER / "streamlit_words.json").read_text(encoding="utf-8"))
    for pattern, text in words["patterns"]:
        groups = re.compile(pattern).groups
        assert max([int(number) for number in re.findall(r"\$(\d)", text)], default=0) <= groups


def test_the_styles_of_frame_and_charts_come_as_one() -> None:
    assert ".st-key-top-bar" in styles()
    assert ".heat" in styles()


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [("http://here:8501", True), ("https://here:8501", True), ("", True), ("http://elsewhere", False)],
)
def test_a_websocket_of_another_site_is_turned_away(origin: str, is_let_in: bool) -> None:
    let_in: list[Any] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        let_in.append(scope)

    headers = [(b"host", b"here:8501")] + ([(b"origin", origin.encode())] if origin else [])
    sent = asyncio.run(exchange(PageShell(behind), {"type": "websocket", "path": "/", "headers": headers}))
    assert bool(let_in) == is_let_in
    assert [message["type"] for message in sent] == ([] if is_let_in else ["websocket.close"])
