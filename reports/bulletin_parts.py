"""What a bulletin (通报) is made of."""

from __future__ import annotations

from dataclasses import dataclass

from data.language import language

NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Cell:
    """A text of a table, and the number of the footnote that belongs to it (0: none)."""

    text: str
    note: int = 0


@dataclass(frozen=True)
class BulletinTable:
    """Rows of cells under a head; `caption` stands above. `figures`: which columns hold numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figures: tuple[bool, ...]
    wide: float = 0.3


@dataclass(frozen=True)
class Section:
    """一、…: its paragraphs (text, number of a footnote or 0) and its tables."""

    title: str
    paragraphs: tuple[tuple[str, int], ...]
    tables: tuple[BulletinTable, ...] = ()


@dataclass(frozen=True)
class Bulletin:
    """`footnotes`: number 1 is the first. `stated`: period, mart, time of publication, definitions."""

    county: str
    title: str
    addressed: str
    opening: str
    sections: tuple[Section, ...]
    footnotes: tuple[str, ...]
    dated: str
    stated: str


class Footnotes:
    """The notes of a bulletin in the order they are first needed; the same note is written once."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def number(self, text: str) -> int:
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


def numeral(number: int) -> str:
    """0 → 一、 ; 10 → 十一、 ; 1. in English."""
    if language() == "en":
        return f"{number + 1}. "
    tens, ones = divmod(number + 1, 10)
    above = ("", "十", "二十")[tens]
    return f"{above}{NUMERALS[ones - 1] if ones else ''}、"
