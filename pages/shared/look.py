"""The colours of the running theme, for the styles and for the charts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from charts.palette import DARK, LIGHT, Tones, css_variables

ICON = Path(__file__).parent / "static" / "icon.svg"


def is_dark() -> bool:
    """Whether this reader's browser shows the dark theme."""
    return st.context.theme.type == "dark"


def tones() -> Tones:
    """The colours that charts of this run are drawn in."""
    return DARK if is_dark() else LIGHT


def show_theme() -> None:
    """Give the styles their colours; paper is always light. The styles themselves come with the page."""
    st.html(_theme_style(is_dark()))


@cache
def _theme_style(dark: bool) -> str:
    scheme = "dark" if dark else "light"
    screen = f":root {{ color-scheme: {scheme}; {css_variables(DARK if dark else LIGHT)} }}"
    return f"<style>{screen} @media print {{ :root {{ {css_variables(LIGHT)} }} }}</style>"
