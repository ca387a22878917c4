"""A reader's browser says what a reader does; what is for developers ends at the door."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.shared.browser.readers_messages import FOR_DEVELOPERS, ReadersMessages

KINDS = [each.name for each in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]


def message_of(kind: str) -> bytes:
    message = BackMsg()
    if BackMsg.DESCRIPTOR.fields_by_name[kind].message_type:
        getattr(message, kind).SetInParent()
    else:
        setattr(message, kind, True)
    return message.SerializeToString()


def passed_on(*contents: bytes) -> list[bytes]:
    """What reaches Streamlit of these messages."""
    arriving = [*contents, message_of("rerun_script")]
    found: list[bytes] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        while not found or found[-1] != arriving[-1]:
            found.append((await receive())["bytes"])

    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": waiting.pop(0)}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    waiting = list(arriving)
    asyncio.run(ReadersMessages(behind)({"type": "websocket"}, receive, send))
    return found[:-1]


@pytest.mark.parametrize("kind", sorted(FOR_DEVELOPERS))
def test_what_is_for_developers_is_not_passed_on(kind: str) -> None:
    assert passed_on(message_of(kind)) == []


@pytest.mark.parametrize("kind", sorted({*KINDS} - FOR_DEVELOPERS - {"rerun_script"}))
def test_what_readers_do_is_passed_on_as_it_came(kind: str) -> None:
    assert passed_on(message_of(kind)) == [message_of(kind)]


def test_the_last_of_two_kinds_in_one_message_counts_as_streamlit_counts_it() -> None:
    hidden = message_of("stop_script") + message_of("clear_cache")
    assert passed_on(hidden) == []


def test_what_is_no_message_is_left_to_streamlit() -> None:
    assert passed_on(b"\xff" * 64) == [b"\xff" * 64]
