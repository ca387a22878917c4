"""Forms that people send to the gate: read in full, small, and proven to come from a page of ours."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.types import Receive

from access.asked import Asked
from access.house import FORM_COOKIE
from access.replies import cookie, cookie_name
from access.sessions import form_token

LARGEST = 10_000  # bytes
TOKEN = "token"
FORM_SECONDS = 3600


@dataclass(frozen=True)
class Form:
    """What was sent: field → text."""

    fields: dict[str, str]

    def text(self, name: str) -> str:
        return self.fields.get(name, "")

    def proves(self, secret: str) -> bool:
        """Whether it carries the token of the page that this browser was given."""
        return bool(secret) and hmac.compare_digest(self.text(TOKEN).encode(), form_token(secret).encode())


async def read_form(asked: Asked, receive: Receive) -> Form | None:
    """The fields; None for what is no form or too large to be one of ours."""
    if not asked.header("content-type").startswith("application/x-www-form-urlencoded"):
        return None
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > LARGEST:
            return None
        if not message.get("more_body"):
            break
    try:
        found = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return None
    return Form({name: values[-1] for name, values in found.items()})


def form_secret(asked: Asked) -> tuple[str, list[tuple[bytes, bytes]]]:
    """What proves a form before anybody is signed in, and the cookie that keeps it in the browser."""
    name = cookie_name(FORM_COOKIE, secure=asked.is_encrypted)
    secret = asked.cookie(name)
    if len(secret) < 32:
        secret = secrets.token_urlsafe(32)
    return secret, [cookie(name, secret, secure=asked.is_encrypted, seconds=FORM_SECONDS)]


def kept_form_secret(asked: Asked) -> str:
    """The one that the browser has kept; "" where it has none."""
    return asked.cookie(cookie_name(FORM_COOKIE, secure=asked.is_encrypted))


def lang_fields(asked: Asked) -> dict[str, str]:
    """What keeps the language from page to page."""
    return {"lang": "en"} if asked.language == "en" else {}
