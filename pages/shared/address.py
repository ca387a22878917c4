"""The address bar is where every choice lives: read it, write it, and make links that keep it.

The address is the truth and the widgets follow it: a link restores a screen, "back" undoes a choice, and a
value that no longer exists falls back to the default. Codes are in the address, never texts of one language,
which is why Streamlit's `bind="query-params"` (it writes the label that is shown) is not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote_plus

import streamlit as st

from data.branches import is_branch
from pages.shared.one_run import forget, once

# choices that go with the reader from page to page; what only one page understands stays behind
# `meeting` and `slide`: who drills down from a slide keeps its data and finds the way back
GLOBAL_CHOICES = (
    *("lang", "by", "period", "kind", "domain", "indicator", "township", "branch"),
    *("meeting", "slide"),
)
RECEIPT = "receipt"


def in_address(name: str, default: str = "") -> str:
    """The value of `?name=` or the default."""
    return _here().get(name, default)


def _here() -> dict[str, str]:
    return once("choices", st.query_params.to_dict)


def chosen_language() -> str:
    """ "en" where the address says so, else "zh"."""
    return "en" if in_address("lang") == "en" else "zh"


def put_in_address(**choices: str) -> None:
    """Write choices into the address; an empty one leaves it. One step back undoes them all."""
    kept = {**_here(), **choices}
    st.query_params.from_dict({name: value for name, value in kept.items() if value})
    forget("choices")


def choices_here() -> dict[str, str]:
    """All choices of this address but the open receipt: the page under it is the same."""
    return {name: value for name, value in _here().items() if name != RECEIPT}


def carried_choices(**changes: str) -> dict[str, str]:
    """The global choices of this address, with `changes`; empty ones left out."""
    choices = {name: in_address(name) for name in GLOBAL_CHOICES} | changes
    return {name: value for name, value in choices.items() if value}


def href(page: str = "", **changes: str) -> str:
    """A link for HTML to `page` ("" is the overview) that keeps the global choices, with `changes`.

    Such links (`<a href="indicator?…">` in `st.html` or Markdown) are followed without loading the page anew.
    """
    if is_branch(changes.get("township", "")):  # below a province stand cities: their page is their overview
        page, changes = "", {"branch": changes["township"]}
    return _link(page, carried_choices(**changes))


def href_here(**changes: str) -> str:
    """A link to the page that is open, with all its choices but `changes`; it closes the receipt."""
    kept: Mapping[str, str] = {**choices_here(), **changes}
    return f"?{_query({name: value for name, value in kept.items() if value})}"


def receipt_href(indicator: str, area: str, period_type: str, period: str) -> str:
    """A link that opens the receipt of one figure over the page where the reader is."""
    # word by word: a heat map has a thousand, of which no two are the same
    figure = quote_plus("|").join(map(_quoted, (indicator, area, period_type, period)))
    here = _query({name: value for name, value in choices_here().items() if value})
    return f"?{here}{'&' if here else ''}{RECEIPT}={figure}"


def _link(page: str, choices: Mapping[str, str]) -> str:
    query = _query(choices)
    return f"{page or './'}?{query}" if query else page or "./"


# a page has hundreds of links of the same few words
_quoted = lru_cache(maxsize=10_000)(quote_plus)


def _query(choices: Mapping[str, str]) -> str:
    """As `urlencode`, which takes five times as long."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in choices.items())
