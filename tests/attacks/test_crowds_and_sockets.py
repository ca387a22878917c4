"""Crowds that nobody asked for, clients that never end, uploads without end, sockets that say anything."""

from __future__ import annotations

import asyncio
import socket

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from access.open_files import allow_many_open_files
from data.store import Store
from tests.access.people import sign_in
from tests.access.served import SECONDS, Tab, open_tab, run_apart
from tests.access.served_with_people import PAGE, cookie_of
from tests.access.test_served_roles import sent_to

pytestmark = pytest.mark.integration
CROWD = 1000
SLOW = 300
MOST_UPLOAD_MB = 50  # maxUploadSize of .streamlit/config.toml
MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def clerk(address: str) -> httpx.Client:
    return sign_in(httpx.Client(base_url=address, headers=PAGE, timeout=60), "clerk")


def memory_mb(address: str) -> float:
    """Of the process that listens there."""
    lines = httpx.get(f"{address}/metrics").text.splitlines()
    line = next(each for each in lines if each.startswith("process_resident_memory_bytes "))
    return float(line.split()[1]) / MEGABYTE


@pytest.fixture
def crowd() -> int:
    """A thousand, or as many as this machine lets one process hold open beside its own files."""
    allowed = allow_many_open_files()
    return CROWD if allowed is None else min(CROWD, allowed - 200)


async def stranger(address: str, crowd: int, answers: list[int], all_answered: asyncio.Event) -> None:
    """Asks for a page, notes the status and stays on the line until the whole crowd has an answer."""
    host, port = httpx.URL(address).host, httpx.URL(address).port
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET /overview HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: text/html\r\n\r\n".encode())
    await writer.drain()
    answers.append(int((await reader.readline()).split()[1]))
    if len(answers) == crowd:
        all_answered.set()
    await all_answered.wait()
    writer.close()


def test_a_thousand_strangers_at_once_keep_nobody_from_working(
    address: str, clerk: httpx.Client, crowd: int
) -> None:
    answers: list[int] = []

    async def everybody() -> int:
        all_answered = asyncio.Event()
        asking = asyncio.create_task(asyncio.to_thread(lambda: clerk.get("/").status_code))
        async with asyncio.timeout(SECONDS):
            await asyncio.gather(*(stranger(address, crowd, answers, all_answered) for _ in range(crowd)))
        return await asking

    ours = run_apart(everybody())
    assert answers == [303] * crowd
    assert ours == 200
    assert clerk.get("/readyz").text == "ready\n"


def test_clients_that_send_drop_by_drop_keep_nobody_from_working(address: str, clerk: httpx.Client) -> None:
    place = (httpx.URL(address).host, httpx.URL(address).port or 80)
    slow = [socket.create_connection(place) for _ in range(SLOW)]
    try:
        for each in slow[::2]:
            each.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        for each in slow[1::2]:
            each.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nname=")
        assert clerk.get("/").status_code == 200
        with open_tab(address, cookie_of(clerk)) as tab:
            assert "出错了" not in tab.run("overview")
    finally:
        for each in slow:
            each.close()


def test_a_form_that_never_ends_is_cut_off(address: str) -> None:
    browser = httpx.Client(base_url=address, headers=PAGE)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    before = memory_mb(address)
    answer = browser.post("/sign-in", content=b"name=" + b"a" * 20 * MEGABYTE, headers=kind)
    assert answer.status_code == 400
    assert memory_mb(address) - before < 60


def test_an_upload_above_the_limit_is_refused_and_fills_no_memory(address: str, clerk: httpx.Client) -> None:
    with open_tab(address, cookie_of(clerk)) as tab:
        tab.run("upload")
        before = memory_mb(address)
        clerk.get("/_stcore/health")
        token = {"X-Xsrftoken": clerk.cookies.get("_streamlit_xsrf", "")}
        large = {"file": ("a.csv", b"x" * (MOST_UPLOAD_MB + 10) * MEGABYTE)}
        for _ in range(4):
            try:
                status = clerk.put(tab.place_to_upload(), files=large, headers=token).status_code
            except httpx.TransportError:  # refused while it was still being sent
                status = 413
            assert status == 413
        assert memory_mb(address) - before < 3 * MOST_UPLOAD_MB
        assert sent_to(clerk, tab.place_to_upload()) == 204


def said(tab: Tab, kind: str) -> str:
    """Send one message of that kind, then run a page: what came, "" where the line was closed."""
    message = BackMsg()
    field = BackMsg.DESCRIPTOR.fields_by_name[kind]
    if field.message_type:
        getattr(message, kind).SetInParent()
    else:
        setattr(message, kind, True)
    try:
        tab.socket.send(message.SerializeToString())
        return tab.run("overview")
    except ConnectionClosed:
        return ""


KINDS = [each.name for each in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_message_stops_the_server_or_opens_more(address: str, store: Store, kind: str) -> None:
    browser = sign_in(httpx.Client(base_url=address, headers=PAGE), "leader-of-a")
    before = store.publication()
    with open_tab(address, cookie_of(browser)) as tab:
        came = tab.run("overview") + said(tab, kind)
        assert "乙乡" not in came
    assert httpx.get(f"{address}/readyz").text == "ready\n"
    assert store.publication() == before
    with open_tab(address, cookie_of(browser)) as again:
        assert "甲镇" in again.run("overview")


@pytest.mark.parametrize(
    "content", [b"", b"\xff" * 64, b"\x08" * 100_000, "文字", b"\x5a\x04\x0a\x02\xff\xff"]
)
def test_what_is_no_message_hurts_only_the_tab_that_sent_it(address: str, content: bytes | str) -> None:
    browser = sign_in(httpx.Client(base_url=address, headers=PAGE), "leader")
    with open_tab(address, cookie_of(browser)) as wild, open_tab(address, cookie_of(browser)) as calm:
        calm.run("overview")
        wild.socket.send(content)
        assert "出错了" not in calm.run("overview")
    assert httpx.get(f"{address}/healthz").text == "ok\n"


def test_a_socket_is_for_the_cookie_and_nothing_else(address: str) -> None:
    """A tab's name, a token in the query or the protocol opens nothing."""
    with (
        pytest.raises(InvalidStatus),
        open_tab(address, "", goes_on_with="0" * 8 + "-0000-4000-8000-" + "0" * 12),
    ):
        pass
    browser = sign_in(httpx.Client(base_url=address, headers=PAGE), "leader")
    kept = cookie_of(browser)
    with open_tab(address, kept) as tab:
        tab.run("overview")
    token = httpx.get(f"{address}/account", headers={"cookie": kept}).text
    fields = {"token": token.partition('name="token" value="')[2].partition('"')[0]}
    assert browser.post("/sign-out", data=fields).status_code == 303
    with pytest.raises(InvalidStatus), open_tab(address, kept):  # the cookie of before, sent again
        pass
