"""Other systems' names for our columns and words, as shipped in `data/exports/likely/*.toml`.

They are likely, not certain, so unlike aliases they only propose. A county adds its own in `likely/` of its
store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.cell_text import normalised
from data.export_file import check_keys
from data.export_format import BUILT_IN, read_toml
from data.export_parts import Column, Export

ANY = "any"
Names = Mapping[str, Mapping[str, tuple[str, ...]]]
Words = Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]


@dataclass(frozen=True)
class LikelyNames:
    """headings: export → column id → names; words, doubtful: export → column id → our value → words, and such
    as do not quite mean the same; same: groups of words that do, normalised. The export "any" is all."""

    headings: Names
    words: Words
    doubtful: Words
    same: tuple[frozenset[str], ...] = field(repr=False, default=())

    def of_column(self, export: Export, column: Column) -> tuple[str, ...]:
        """Names that other systems give the column."""
        found: tuple[str, ...] = ()
        for key in dict.fromkeys((export.id, export.like, export.table, ANY)):
            found += tuple(self.headings.get(key, {}).get(column.id, ()))
        return found

    def of_words(self, export: Export, column: Column) -> Mapping[str, tuple[str, ...]]:
        """Our value → words that other systems use for it in this column."""
        return _of_words(self.words, export, column)

    def doubtful_words(self, export: Export, column: Column) -> Mapping[str, tuple[str, ...]]:
        """Our value → words that often stand for it and do not quite mean it."""
        return _of_words(self.doubtful, export, column)


def _of_words(words: Words, export: Export, column: Column) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key in dict.fromkeys((export.id, export.like, export.table)):
        for value, many in words.get(key, {}).get(column.id, {}).items():
            found[value] = (*found.get(value, ()), *many)
    return found


def likely_names(county_folder: Path | None = None) -> LikelyNames:
    """The shipped names, and what the county's own `likely/*.toml` adds. Raises Refused for a broken file."""
    headings: dict[str, dict[str, tuple[str, ...]]] = {}
    words: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    doubtful: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    same: list[frozenset[str]] = []
    for path, raw in _files(county_folder):
        check_keys(raw, dict.fromkeys(("headings", "words", "doubtful", "same"), dict), f"likely/{path.name}")
        _add(headings.setdefault(path.stem, {}), raw.get("headings", {}))
        for into, key in ((words, "words"), (doubtful, "doubtful")):
            for column_id, values in raw.get(key, {}).items():
                _add(into.setdefault(path.stem, {}).setdefault(column_id, {}), values)
        same += [frozenset(map(normalised, (key, *many))) for key, many in raw.get("same", {}).items()]
    return LikelyNames(headings, words, doubtful, tuple(same))


def _add(into: dict[str, tuple[str, ...]], names: Mapping[str, Any]) -> None:
    for key, many in names.items():
        into[key] = (*into.get(key, ()), *map(str, many))


def _files(county_folder: Path | None) -> list[tuple[Path, dict[str, Any]]]:
    folders = [BUILT_IN / "likely", *([county_folder / "likely"] if county_folder else [])]
    paths = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    return [(path, read_toml(path, f"likely/{path.name}")) for path in paths]
