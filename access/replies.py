"""What the gate answers itself: small pages, a way on, a plain refusal; never kept by a browser."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from starlette.types import Send

from access.asked import Asked
from access.page import STYLES

PLAIN = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
# a websocket that is no longer welcome; the browser's script then loads the page anew and finds the gate
SIGNED_OUT = 4401
Headers = list[tuple[bytes, bytes]]


def security_headers(form_action: str = "'self'") -> Headers:
    """Our own page needs its one style sheet and nothing else; nobody may frame it."""
    style = b64encode(sha256(STYLES.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{style}'; img-src data:; form-action {form_action};"
        " base-uri 'none'; frame-ancestors 'none'"
    )
    return [
        (b"content-security-policy", policy.encode()),
        (b"referrer-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
    ]


async def answer(
    send: Send, status: int, text: str, kind: str = PLAIN, headers: Headers | None = None, action: str = ""
) -> None:
    """One answer with its text. `action`: where else its form may lead."""
    body = text.encode()
    own = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    policy = security_headers(f"'self' {action}".strip())
    sent = [*own, *policy, *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": sent})
    await send({"type": "http.response.body", "body": body})


async def lead_to(send: Send, place: str, headers: Headers | None = None) -> None:
    """Send the browser on. `place` is ours, or the provider's; never what somebody typed."""
    await answer(send, 303, "", headers=[(b"location", place.encode("latin-1")), *(headers or [])])


async def turn_away(asked: Asked, send: Send, status: int, text: str) -> None:
    """Refuse: a websocket before it is accepted, anything else with a plain sentence."""
    if asked.is_websocket:
        await send({"type": "websocket.close", "code": 1008})
    else:
        await answer(send, status, text)


def cookie(name: str, value: str, *, secure: bool, seconds: int | None = None) -> tuple[bytes, bytes]:
    """A cookie that no script reads and no other site sends along with a form. `seconds` 0 takes it away."""
    parts = [f"{name}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    parts += ["Secure"] if secure else []
    parts += [f"Max-Age={seconds}"] if seconds is not None else []
    return b"set-cookie", "; ".join(parts).encode("latin-1")


def cookie_name(name: str, *, secure: bool) -> str:
    """Over TLS under a name that only this very host can set."""
    return f"__Host-{name}" if secure else name
