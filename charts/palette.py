"""The colours, once: a light and a dark set, and the shape that goes with every colour.

Colour is for verdicts only and never stands alone: each class has a glyph and a word beside it.
`tests/charts/test_palette.py` holds every pair that text is read on to its contrast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from data.language import say


@dataclass(frozen=True)
class Tones:
    """One set of colours; a field is also a CSS variable: `better_soft` is `--better-soft`."""

    ink: str
    secondary: str
    faint: str
    lines: str
    ground: str
    band: str
    accent: str
    mark: str  # a dot that says nothing but "here"
    better: str  # 99.8 %
    on_better: str
    better_soft: str  # 95 %
    on_better_soft: str
    worse: str
    on_worse: str
    worse_soft: str
    on_worse_soft: str
    better_text: str  # verdict words on the ground
    worse_text: str


LIGHT = Tones(
    ink="#1f2933",
    secondary="#52606d",
    faint="#66707a",
    lines="#e4e7eb",
    ground="#ffffff",
    band="#f1f3f5",
    accent="#0b5fa5",
    mark="#7c8998",
    better="#1b6ca8",
    on_better="#ffffff",
    better_soft="#cfe1f1",
    on_better_soft="#0c4a7a",
    worse="#bd5409",
    on_worse="#ffffff",
    worse_soft="#fbdcc2",
    on_worse_soft="#8f3c03",
    better_text="#1b6ca8",
    worse_text="#b34f09",
)
DARK = Tones(
    ink="#e6eaee",
    secondary="#b6c0ca",
    faint="#98a4af",
    lines="#333d47",
    ground="#14191f",
    band="#20272f",
    accent="#6db3ee",
    mark="#8693a1",
    better="#2573ae",
    on_better="#ffffff",
    better_soft="#1c3c56",
    on_better_soft="#b5daf7",
    worse="#bb5309",
    on_worse="#ffffff",
    worse_soft="#4d2d14",
    on_worse_soft="#ffcfa5",
    better_text="#7cbef3",
    worse_text="#f5a15c",
)

# the other verdict pair, for readers who expect green and red
LIGHT_GREEN_RED = replace(
    LIGHT,
    better="#1d7a3a",
    better_soft="#cdeed6",
    on_better_soft="#0d5223",
    worse="#c2312d",
    worse_soft="#fbd8d5",
    on_worse_soft="#8c1d18",
    better_text="#1a7436",
    worse_text="#b92b27",
)
DARK_GREEN_RED = replace(
    DARK,
    better="#217a41",
    better_soft="#17402a",
    on_better_soft="#b3ebc4",
    worse="#c23b37",
    worse_soft="#55211f",
    on_worse_soft="#ffcbc6",
    better_text="#74d193",
    worse_text="#ff938c",
)

# for what is drawn as HTML or SVG: the browser knows the reader's set
VARIABLES = Tones(**{f.name: f"var(--{f.name.replace('_', '-')})" for f in fields(Tones)})

# text on ground: the least contrast that body text must have (WCAG AA, 4.5)
READ_ON = (
    ("ink", "ground"),
    ("ink", "band"),
    ("secondary", "ground"),
    ("secondary", "band"),
    ("faint", "ground"),
    ("faint", "band"),
    ("accent", "ground"),
    ("accent", "band"),
    ("on_better", "better"),
    ("on_better_soft", "better_soft"),
    ("on_worse", "worse"),
    ("on_worse_soft", "worse_soft"),
    ("better_text", "ground"),
    ("worse_text", "ground"),
    ("better_text", "band"),
    ("worse_text", "band"),
    ("ground", "accent"),
)
# marks on what is behind them (WCAG AA, 3)
SEEN_ON = (
    ("mark", "ground"),
    ("mark", "band"),
    ("accent", "ground"),
    ("accent", "band"),
    ("accent", "lines"),
    ("better", "ground"),
    ("worse", "ground"),
    ("better_text", "ground"),
    ("worse_text", "ground"),
    ("better_text", "band"),
    ("worse_text", "band"),
    ("ink", "lines"),
    ("secondary", "lines"),
)

GLYPHS = {"better": "▲", "similar": "●", "worse": "▼", "not compared": "○"}

# verdict class of the mart → CSS class
CLASS_NAMES = {
    "better_99_8": "better",
    "better_95": "better-soft",
    "similar": "similar",
    "worse_95": "worse-soft",
    "worse_99_8": "worse",
    "not compared": "none",
}


def verdict_of(verdict_class: object) -> str:
    """'better_95' → 'better'; anything unknown or missing is 'not compared'."""
    word = str(verdict_class).partition("_")[0]
    return word if word in GLYPHS else "not compared"


def glyph(verdict_class: object) -> str:
    """The shape that stands beside the colour of a class."""
    return GLYPHS[verdict_of(verdict_class)]


def css_class(verdict_class: object) -> str:
    """The CSS class of a verdict class; not compared where it is missing."""
    return CLASS_NAMES.get(str(verdict_class), "none")


def verdict_words(verdict_class: object) -> str:
    """'worse_99_8' → 明显较差."""
    words: Mapping[str, str] = {
        "better_99_8": say("明显较好"),
        "better_95": say("较好"),
        "similar": say("相近"),
        "worse_95": say("较差"),
        "worse_99_8": say("明显较差"),
    }
    return words.get(str(verdict_class), say("不作比较"))


def css_variables(tones: Tones) -> str:
    """`--ink: #1f2933; …` of one set."""
    return " ".join(f"--{f.name.replace('_', '-')}: {getattr(tones, f.name)};" for f in fields(tones))


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two #rrggbb colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
