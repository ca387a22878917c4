"""The colours of the running reader's screen, for charts that cannot read CSS variables.

The reader's settings live in the cookie `look`, words joined by dots ("dark.green-red.large"); what is not
stated is the default. `look.js` writes it and puts the words on the page's root, where the styles find them.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from charts.colour_sets import GREEN_RED, tones_of
from charts.palette import Tones

ICON = Path(__file__).parent / "static" / "icon.svg"
COOKIE = "look"


def is_dark() -> bool:
    """Whether this reader's browser shows the dark theme."""
    return st.context.theme.type == "dark"


def is_green_red() -> bool:
    """Whether this reader chose green and red for the verdicts."""
    return GREEN_RED in st.context.cookies.get(COOKIE, "").split(".")


def tones() -> Tones:
    """The colours that charts of this run are drawn in."""
    return tones_of(dark=is_dark(), green_red=is_green_red())
