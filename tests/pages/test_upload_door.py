"""Who may send a file to the server, and how much of what was sent it holds at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from access.accounts import account_named
from access.identity import HEADER, mark_of, sessions_of
from access.sessions import key_of
from data.store import Store
from pages.shared.browser.upload_door import MOST_HELD, UPLOADS, UploadDoor, held_by_streamlit
from tests.access.people import store_with_people

PLACE = f"{UPLOADS}0a1b2c3d-0000/1"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with_people(tmp_path / "store")


async def taken(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def sent(
    store: Store, name: str, content: bytes | AsyncIterator[bytes] = b"x", held: int = 0, method: str = "PUT"
) -> int:
    """What comes of a file from that person where so much is held already."""
    account = account_named(store.catalogue, name)
    assert account
    mark = mark_of(key_of(sessions_of(store).begin(account)))

    async def answered() -> int:
        door = httpx.ASGITransport(UploadDoor(taken, store, lambda: held))
        async with httpx.AsyncClient(transport=door, base_url="http://report.test") as browser:
            return (await browser.request(method, PLACE, content=content, headers={HEADER: mark})).status_code

    return asyncio.run(answered())


def test_who_may_only_look_sends_no_file(store: Store) -> None:
    answers = {name: sent(store, name) for name in ("leader", "leader-of-a", "clerk-of-a", "chief")}
    assert answers == {"leader": 403, "leader-of-a": 403, "clerk-of-a": 204, "chief": 204}


def test_a_file_for_which_there_is_no_room_is_refused_before_it_is_read(store: Store) -> None:
    assert sent(store, "clerk", held=MOST_HELD - 1) == 204
    assert sent(store, "clerk", held=MOST_HELD) == 413


def test_a_file_that_does_not_say_how_large_it_is_is_refused(store: Store) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"x"

    assert sent(store, "clerk", content=pieces()) == 411


def test_a_file_may_be_taken_back_however_full_it_is(store: Store) -> None:
    assert sent(store, "clerk", content=b"", held=MOST_HELD, method="DELETE") == 204


class Closed:
    """A page that was closed: Streamlit lets go of its files when nothing holds it any more."""

    id = "closed"

    def __init__(self, files: MemoryUploadedFileManager) -> None:
        self._files = files

    def __del__(self) -> None:
        self._files.remove_session_files(self.id)


def test_files_of_a_page_that_was_closed_make_room_though_no_other_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files, pages = MemoryUploadedFileManager("/upload"), MemorySessionStorage(ttl_seconds=1)
    kept: Any = SimpleNamespace(session=Closed(files))
    pages.save(kept)
    del kept
    for page in ("closed", "open"):
        files.add_file(page, UploadedFileRec("1", "a.csv", "text/csv", b"four"))
    runtime = SimpleNamespace(uploaded_file_mgr=files, _session_mgr=SimpleNamespace(_session_storage=pages))
    monkeypatch.setattr("streamlit.runtime.get_instance", lambda: runtime)
    assert held_by_streamlit() == 8
    time.sleep(1.1)
    assert held_by_streamlit() == 4
