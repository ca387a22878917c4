"""Of what a browser may say to Streamlit, what is meant for developers is not passed on.

Whoever may read a page could otherwise empty what is kept for all readers, as often as they like.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

FOR_DEVELOPERS = frozenset(
    (
        *("clear_cache", "set_run_on_save", "load_git_info"),
        *("debug_disconnect_websocket", "debug_shutdown_runtime"),
    )
)


class ReadersMessages:
    """ASGI middleware in front of Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def heard() -> Message:
            while is_for_developers(message := await receive()):
                pass
            return message

        await self._app(scope, heard if scope["type"] == "websocket" else receive, send)


def is_for_developers(message: Message) -> bool:
    """Whether it is of a kind that no page of ours sends."""
    content = message.get("bytes")
    if not content:
        return False
    try:
        return BackMsg.FromString(content).WhichOneof("type") in FOR_DEVELOPERS
    except Exception:  # whatever cannot be read is for Streamlit to refuse
        return False
