"""How our own HTML reaches the screen: as it is, in one piece, changed in place by the next run.

`st.html` would be cleaned in the browser of everything that might be dangerous, element by element, and drawn
anew after every click. Ours cannot hold what it should not (`charts/markup.py` escapes whatever it did not
make), so it travels as the text of one element, packed where it is long, and `browser/drawn.js` draws it.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape, unescape

import streamlit as st

from charts.markup import Html, tag, text
from pages.shared.reader import is_served

# characters; what is shorter is sent faster as it is
PACKED_FROM = 4_000
CARRIER = re.compile(r'<div class="carrier( packed)?" hidden>([^<]*)</div>')


class Carrier(str):
    """Markup of ours in the shape in which it travels."""

    __slots__ = ()


_pieces: ContextVar[list[Html | Carrier] | None] = ContextVar("pieces", default=None)


def show_html(html: Html | Carrier) -> None:
    """Show markup here, or with the other markup of `one_view`; any other string is escaped."""
    pieces = _pieces.get()
    if pieces is None:
        st.html(html if isinstance(html, Carrier) else carried(html))
    else:
        pieces.append(html if isinstance(html, Carrier) else text(html))


@contextmanager
def gathered() -> Iterator[list[Html]]:
    """What `show_html` would show inside, as a list to put together otherwise."""
    shown: list[Html] = []
    with _kept_back() as pieces:
        yield shown
    shown += map(markup_of, pieces)


@contextmanager
def _kept_back() -> Iterator[list[Html | Carrier]]:
    pieces: list[Html | Carrier] = []
    outer = _pieces.set(pieces)
    try:
        yield pieces
    finally:
        _pieces.reset(outer)


@contextmanager
def one_view(is_one: bool = True) -> Iterator[None]:
    """What a page shows inside goes out in one piece, at the place where the page before had its own.

    So the page before stays until the next one is there, and the browser draws once. A page that sets its
    markup between widgets is not one.
    """
    if not is_one:
        yield
        return
    pieces: list[Html | Carrier] = []
    try:
        with _kept_back() as pieces:
            yield
    finally:
        st.html(view_of(pieces))


def view_of(pieces: Sequence[Html | Carrier]) -> Carrier:
    """The one carrier of all that a page shows; a page that was made ready before is one already."""
    if len(pieces) == 1 and isinstance(pieces[0], Carrier):
        return pieces[0]
    return carried(tag("div", *map(markup_of, pieces), class_="view"))


def carried(html: Html) -> Carrier:
    """The carrier of `html` as `drawn.js` knows it: the markup as text, or its zlib bytes in base64.

    Only for a browser: a test that runs a page without a server reads its words.
    """
    markup = text(html)
    if len(markup) < PACKED_FROM or not is_served():
        return Carrier(f'<div class="carrier" hidden>{escape(markup, quote=False)}</div>')
    packed = b64encode(zlib.compress(markup.encode())).decode()
    return Carrier(f'<div class="carrier packed" hidden>{packed}</div>')


def markup_of(piece: Html | Carrier) -> Html:
    """What a carrier carries; markup is as it is."""
    if not isinstance(piece, Carrier):
        return piece
    found = CARRIER.fullmatch(piece)
    if found is None:
        raise ValueError(piece[:80])
    is_packed, content = found.groups()
    return Html(zlib.decompress(b64decode(content)).decode() if is_packed else unescape(content))
