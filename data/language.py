"""Every text a person reads, in Chinese first and in English at one click.

Sentences are written in Chinese where they are used: `say("第{row}行", row=3)`. The English text comes from
the `.po` files of `locale/en/LC_MESSAGES`, which are read as they are: nothing is compiled or generated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from string import Formatter

from data.level_words import in_words_of_the_level

LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("zh", "en")

# a context variable, because every visitor's script runs in a thread of its own
_language: ContextVar[str] = ContextVar("language", default="zh")


def language() -> str:
    """The language of the running script: "zh" or "en"."""
    return _language.get()


def use_language(code: str) -> None:
    """Speak `code` from here on in this thread; anything unknown is Chinese."""
    _language.set(code if code in LANGUAGES else "zh")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `code` inside the block only."""
    token = _language.set(code if code in LANGUAGES else "zh")
    try:
        yield
    finally:
        _language.reset(token)


def say(text: str, **values: object) -> str:
    """`text` (Chinese) in the running language, its `{names}` filled from `values`."""
    if language() != "zh":
        text = english_texts().get(text, text)
    text = in_words_of_the_level(text, language())
    if not values:
        return text
    return _FILLED.vformat(text, (), values) if "|" in text else text.format(**values)


class _Filled(Formatter):
    """Fills blanks as `str.format` does, and `{n:row|rows}` with the word for that many."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else many


_FILLED = _Filled()


def pick(texts: Mapping[str, str]) -> str:
    """The text of a `{zh = …, en = …}` table in the running language, Chinese where English is missing."""
    return texts.get(language()) or texts.get("zh", "")


@cache
def english_texts() -> Mapping[str, str]:
    """Chinese → English, from every .po file of the folder."""
    from babel.messages.pofile import read_po  # only an English reader pays for it

    texts: dict[str, str] = {}
    for path in sorted((LOCALE_FOLDER / "en" / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            texts.update({str(m.id): str(m.string) for m in read_po(file) if m.id and m.string})
    return texts
