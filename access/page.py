"""The pages that are seen before anybody is let in: HTML of our own, its one style sheet inside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from data.language import language, say

STYLES = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
# the dashboard's own sign, drawn small: nothing is fetched for a page that everybody may see
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='6' fill='%230b5fa5'/%3E"
    "%3Cpath d='M7 22l6-7 5 4 7-10' fill='none' stroke='white' stroke-width='3'/%3E%3C/svg%3E"
)


def page(title: str, county: str, *parts: str, other_language: str = "") -> str:
    """A whole page around `parts` (HTML). `other_language`: the link to it in the other language."""
    code = "zh-CN" if language() == "zh" else "en"
    name = escape(say("平安报表"))
    switch = _switch(other_language) if other_language else ""
    head = f'<header><span class="brand"><b>{name}</b> {escape(county)}</span>{switch}</header>'
    return (
        f'<!doctype html><html lang="{code}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · {name}</title><link rel="icon" href="{ICON}">'
        f"<style>{STYLES}</style></head><body>{head}<main><h1>{escape(title)}</h1>{''.join(parts)}</main>"
        "</body></html>"
    )


def _switch(address: str) -> str:
    code, name = ("en", "English") if language() == "zh" else ("zh-CN", "中文")
    return f'<a href="{escape(address)}" hreflang="{code}" lang="{code}">{name}</a>'


def paragraph(text: str, tone: str = "") -> str:
    """A sentence. `tone`: "bad" and "good" are read out as soon as they stand there."""
    role = {"bad": ' role="alert"', "good": ' role="status"'}.get(tone, "")
    return f'<p class="{tone}"{role}>{escape(text)}</p>' if tone else f"<p>{escape(text)}</p>"


def field(name: str, label: str, kind: str = "text", **attributes: str) -> str:
    """A labelled field that must be filled in."""
    more = "".join(f' {key.replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return (
        f'<label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" required{more}>'
    )


def form(
    action: str, button: str, hidden: Mapping[str, str], fields: Iterable[str] = (), tone: str = ""
) -> str:
    """A form that is posted to `action`."""
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    look = f' class="{tone}"' if tone else ""
    return (
        f'<form method="post" action="{escape(action)}">{kept}{"".join(fields)}'
        f"<button{look}>{escape(button)}</button></form>"
    )


def facts(pairs: Mapping[str, str]) -> str:
    """Terms and what they are."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in pairs.items())
    return f"<dl>{rows}</dl>"


def way(address: str, text: str, *, is_button: bool = False) -> str:
    """A link."""
    look = ' class="button"' if is_button else ""
    return f'<p><a href="{escape(address)}"{look}>{escape(text)}</a></p>'


def section(title: str, *parts: str) -> str:
    """A part of a page under its title."""
    return f"<section><h2>{escape(title)}</h2>{''.join(parts)}</section>"
