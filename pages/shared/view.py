"""How our own HTML reaches the screen: as it is, in one piece, changed in place by the next run.

`st.html` would be cleaned in the browser of everything that might be dangerous, element by element, and drawn
anew after every click. Ours cannot hold what it should not (`charts/markup.py` escapes whatever it did not
make), so it travels as the text of one element, and `browser/drawn.js` draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape

import streamlit as st

from charts.markup import Html, tag, text

_pieces: ContextVar[list[Html] | None] = ContextVar("pieces", default=None)


def show_html(html: Html) -> None:
    """Show markup here, or with the other markup of `one_view`; any other string is escaped."""
    pieces = _pieces.get()
    if pieces is None:
        st.html(carried(html))
    else:
        pieces.append(text(html))


@contextmanager
def gathered() -> Iterator[list[Html]]:
    """What `show_html` would show inside, as a list to put together otherwise."""
    pieces: list[Html] = []
    outer = _pieces.set(pieces)
    try:
        yield pieces
    finally:
        _pieces.reset(outer)


@contextmanager
def one_view(is_one: bool = True) -> Iterator[None]:
    """What a page shows inside goes out in one piece, to a place above it that outlives a change of page.

    So the page before stays until the next one is there, and the browser draws once. A page that sets its
    markup between widgets is not one: there the page before goes at once.
    """
    place = st.container()
    if not is_one:
        place.html(carried(Html("")))
        yield
        return
    pieces: list[Html] = []
    try:
        with gathered() as pieces:
            yield
    finally:
        place.html(carried(tag("div", *pieces, class_="view")))


def carried(html: Html) -> str:
    """The carrier of `html` as `drawn.js` knows it."""
    return f'<div class="carrier" hidden>{escape(text(html), quote=False)}</div>'
