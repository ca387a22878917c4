"""Which colours are shown: light or dark, and the verdict pair, as CSS that the page root switches.

`<html data-theme="dark" data-verdicts="green-red">`; without either it is light, blue and orange. Nothing has
to be drawn again when a reader switches, and paper is always light.
"""

from __future__ import annotations

from dataclasses import fields

from charts.palette import DARK, DARK_GREEN_RED, LIGHT, LIGHT_GREEN_RED, Tones, css_variables

GREEN_RED = "green-red"


def colour_styles() -> str:
    """All sets as CSS rules; the dark ones for screens only."""
    green, dark = f'[data-verdicts="{GREEN_RED}"]', '[data-theme="dark"]'
    return "\n".join(
        (
            f":root {{ color-scheme: light; {css_variables(LIGHT)} }}",
            f":root{green} {{ {_difference(LIGHT_GREEN_RED, LIGHT)} }}",
            "@media screen {",
            f":root{dark} {{ color-scheme: dark; {css_variables(DARK)} }}",
            f":root{dark}{green} {{ {_difference(DARK_GREEN_RED, DARK)} }}",
            "}",
        )
    )


def _difference(tones: Tones, base: Tones) -> str:
    changed = [f.name for f in fields(tones) if getattr(tones, f.name) != getattr(base, f.name)]
    return " ".join(f"--{name.replace('_', '-')}: {getattr(tones, name)};" for name in changed)
