"""HTML that cannot be injected into: whatever is not `Html` already is escaped."""

from __future__ import annotations

import re
from html import escape

# nearly all texts have none of them, and to look is faster than to replace five times
_has_markup = re.compile("[&<>\"']").search


class Html(str):
    """Markup that this package made; any other string is text."""

    __slots__ = ()


def text(value: object) -> Html:
    """`value` as markup: escaped unless it is markup already."""
    return value if isinstance(value, Html) else Html(_escaped(str(value)))


def join(parts: object, between: str = "") -> Html:
    """Parts one after the other, each escaped unless it is markup."""
    return Html(between.join(text(part) for part in parts))  # type: ignore[attr-defined]


def tag(name: str, *children: object, **attributes: object) -> Html:
    """`<name …>children</name>`; `class_`, `aria_label` → `class`, `aria-label`; None leaves one out."""
    pairs = [
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    ]
    return Html(f"<{name}{''.join(pairs)}>{join(children)}</{name}>")


def _escaped(words: str) -> str:
    return escape(words) if _has_markup(words) else words


def _attribute(value: object) -> str:
    return _escaped(str(value)).replace("\n", "&#10;")


def link(address: str, *children: object, **attributes: object) -> Html:
    """A link inside the app, opened in place."""
    return tag("a", *children, href=address, target="_self", **attributes)
