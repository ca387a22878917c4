"""A county's sentences, spoken of a city or a province: 全县 becomes 全省, its 乡镇 become 地市.

A screen shows one branch of the register and the areas right below it (metrics/branch_mart.py), and says the
same things of it that it says of a county and its townships. So the sentence stays, and two words change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache

WHOLE_ZH = {"nation": "国", "province": "省", "city": "市"}
BELOW_ZH = {"province": "省份", "city": "地市", "county": "区县"}
WHOLE_EN = {"nation": "nation", "province": "province", "city": "city"}
BELOW_EN = {"province": "province", "city": "city", "county": "county"}
PLURALS = {"city": "cities", "county": "counties", "township": "townships"}

_spoken_of: ContextVar[tuple[str, str]] = ContextVar("spoken_of", default=("county", "township"))


def speak_of(whole: str = "county", below: str = "township") -> None:
    """Speak of these levels from here on in this thread: a county and its townships, if nothing is said."""
    _spoken_of.set((whole, below))


def spoken_of() -> tuple[str, str]:
    """The levels that are spoken of."""
    return _spoken_of.get()


def in_words_of_the_level(text: str, language: str) -> str:
    """`text`, which speaks of a county and its townships, of what is spoken of now."""
    levels = _spoken_of.get()
    if levels == ("county", "township"):
        return text
    words, pattern = _words(language, *levels)
    return pattern.sub(lambda found: _as_written(words[found[0].lower()], found[0]), text) if words else text


@cache
def _words(language: str, whole: str, below: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    words = _chinese(whole, below) if language == "zh" else _english(whole, below)
    # all at once: what has become a county must not become a city
    longest_first = sorted(words, key=len, reverse=True)
    edge = "" if language == "zh" else r"\b"
    # what stands in braces is the name of a value, which `say` puts there afterwards
    begin = edge and r"(?<!\{)" + edge
    return words, re.compile(begin + f"(?:{'|'.join(map(re.escape, longest_first))})" + edge, re.IGNORECASE)


def _chinese(whole: str, below: str) -> dict[str, str]:
    words: dict[str, str] = {}
    if whole in WHOLE_ZH:
        words |= {f"{before}县": f"{before}{WHOLE_ZH[whole]}" for before in "全本"}
        words |= {"县内": f"{WHOLE_ZH[whole]}内"}
    if below in BELOW_ZH:
        # reports are counted in months of a township; a city that lacks one report has sent the others
        words |= {"乡镇": BELOW_ZH[below], "乡镇月": "乡镇月", "没有报送": "没有报齐"}
    return words


def _english(whole: str, below: str) -> dict[str, str]:
    words: dict[str, str] = {}
    if whole in WHOLE_EN:
        words |= {"county": WHOLE_EN[whole]}
    if below in BELOW_EN:
        words |= {"township": BELOW_EN[below], "townships": PLURALS.get(BELOW_EN[below], f"{below}s")}
        words |= {each: each for each in ("township-month", "township-months")}
    return words


def _as_written(word: str, found: str) -> str:
    return word.capitalize() if found[:1].isupper() else word
