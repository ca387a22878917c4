"""HTML made once and sent often: a table of 500 linked cells takes longer than all the rest of a click."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from charts.markup import Html
from data.language import language
from metrics.mart_reader import Mart

# the largest piece is some 150 kB; this many are kept for all readers together
PIECES_KEPT = 400


def prepared_html(function: Callable[..., Html]) -> Callable[..., Html]:
    """Cache what `function(mart, *choices)` makes, by mart, choices (hashable), language and address.

    The address, because the links in it carry what was chosen.
    """
    name = f"{function.__code__.co_filename}:{function.__qualname__}"

    @st.cache_resource(max_entries=PIECES_KEPT, show_spinner=False, hash_funcs={Mart: path_of})
    def prepare(
        name: str, language: str, address: dict[str, str], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Html:
        return function(*args, **kwargs)

    @wraps(function)
    def prepared(*args: Any, **kwargs: Any) -> Html:
        made: Html = prepare(name, language(), st.query_params.to_dict(), args, kwargs)
        return made

    return prepared


def path_of(mart: Mart) -> str:
    """What tells one mart from another: a mart is never rewritten under its name."""
    return str(mart.path)
