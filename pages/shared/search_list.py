"""What the search of the top bar looks through: townships, indicators and pages, with how each is read aloud.

The browser gets the list once and searches it there (`browser/search.js`), so a letter typed costs the server
nothing. It is made once per mart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import streamlit as st

from data.branches import is_branch
from data.grants import AT_THIS_MACHINE, VIEWER, Grant
from data.language import say, speaking
from metrics.mart_reader import Mart
from pages.shared.cached_reads import areas, granted_store, indicators, mart_of, the_store
from pages.shared.page_list import PageEntry, address_of, pages_for

Entry = dict[str, Any]
# a place's own name is written in pinyin, what it is in English: 沙湾镇 is Shawan Town
KIND_ENDINGS = {
    "town": ("镇", "Town"),
    "township": ("乡", "Township"),
    "subdistrict": ("街道", "Subdistrict"),
    "park": ("园区", "Park"),
}


def search_json(grant: Grant | None = None) -> bytes:
    """What `grant` (None: the running reader) may find in the mart in force; before it, pages alone."""
    store = the_store() if grant is None else granted_store(grant)
    grant = store.grant
    if not grant.may(VIEWER):
        return _as_json(())
    mart = mart_of(store)
    return _search_json(mart, str(mart.path), grant) if mart else _as_json(page_entries(grant))


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs={Grant: lambda grant: grant.role})
def _search_json(_mart: Mart, path: str, grant: Grant) -> bytes:
    return _as_json(search_entries(_mart, grant))


def _as_json(entries: Iterable[Entry]) -> bytes:
    return json.dumps(list(entries), ensure_ascii=False, separators=(",", ":")).encode()


def search_entries(mart: Mart, grant: Grant = AT_THIS_MACHINE) -> Iterator[Entry]:
    """Townships in register order, indicators in catalogue order, pages in the order of the bar.

    `sounds`: one list per character of the Chinese name, each the readings it may have, the likeliest first.
    """
    for row in areas(mart).to_dict("records"):
        if row["area_type"] == "township":
            names = (row["name"], romanised(row["name"], row["kind"]))
            page, choice = ("", "branch") if is_branch(row["area"]) else ("township", "township")
            yield _entry("township", row["area"], *names, page=page, choice=choice)
    for row in indicators(mart).to_dict("records"):
        names = (row["name_zh"], row["name_en"])
        yield _entry("indicator", row["indicator"], *names, page="indicator", choice="indicator")
    yield from page_entries(grant)


def page_entries(grant: Grant) -> Iterator[Entry]:
    """The pages themselves."""
    for entry in pages_for(grant):
        yield _entry("page", entry.file, *_titles(entry), page=address_of(entry), choice="")


def _titles(entry: PageEntry) -> tuple[str, str]:
    with speaking("zh"):
        chinese = say(entry.title)
    with speaking("en"):
        return chinese, say(entry.title)


def _entry(kind: str, code: str, chinese: str, english: str, *, page: str, choice: str) -> Entry:
    names = {"zh": str(chinese), "en": str(english or "")}
    return {"type": kind, "id": code, **names, "sounds": sounds(chinese), "page": page, "choice": choice}


@cache
def sounds(name: str) -> list[list[str]]:
    """One list per character: 重复 → [["chong", "zhong", "tong"], ["fu"]]; a letter reads as itself.

    The likeliest reading, by the phrase it stands in, comes first; ü is written v.
    """
    from pypinyin import Style, pinyin  # its tables are read at the first search, not at the start

    whole = pinyin(name, style=Style.NORMAL, errors=_one_by_one)
    likeliest = [readings[0].lower() for readings in whole]
    if len(likeliest) != len(name):  # a phrase of the tables with a reading of its own length
        likeliest = [pinyin(each, style=Style.NORMAL)[0][0].lower() for each in name]
    return [_readings(each, first) for each, first in zip(name, likeliest, strict=True)]


def _one_by_one(text: str) -> str:
    # pypinyin takes a list too, one item a character, but says so in no type
    return list(text)  # type: ignore[return-value]


def _readings(character: str, likeliest: str) -> list[str]:
    from pypinyin import Style, pinyin

    others = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    found = [likeliest, *(each.lower() for each in others)]
    # lü is typed lv or lu
    typed = [way for each in found for way in ((each, each.replace("v", "u")) if "v" in each else (each,))]
    return list(dict.fromkeys(typed))


def romanised(name: str, kind: str) -> str:
    """A township's name for an English reader: 沙湾镇 → "Shawan Town"."""
    ending, english = KIND_ENDINGS.get(kind, ("", ""))
    stem = name.removesuffix(ending) if ending else name
    own_name = "".join(readings[0] for readings in sounds(stem)).capitalize()
    return f"{own_name} {english if name.endswith(ending) else ''}".strip()
