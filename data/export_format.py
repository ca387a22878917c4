"""The kinds of file that offices upload: the built-in ones and a county's own, read from TOML.

A county's file may say `like = "petitions"`: it then has all of that export and only states what differs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from data.export_conflicts import refuse_conflicts, refuse_taken_name
from data.export_file import BOOLEAN_VALUES, check_keys, check_word, export_from
from data.export_parts import Column, Export, RowRule
from data.language import say
from data.refusal import Refused
from data.toml_text import toml_of

__all__ = ["Column", "Export", "RowRule", "load_exports", "load_lists"]

BUILT_IN = Path(__file__).with_name("exports")


def load_exports(county_folder: Path | None = None) -> dict[str, Export]:
    """Export id → export: `data/exports/*.toml`, then `<county_folder>/exports/*.toml` (same id = instead).

    Raises Refused naming file, key, what was found and the nearest valid word.
    """
    raw = {path.stem: merged for path, merged in _built_in_files()}
    exports, own = dict(_built_in_exports()), dict[str, Export]()
    own_folder = county_folder / "exports" if county_folder else None
    files = _raw_files(own_folder, raw) if own_folder and own_folder.is_dir() else []
    # profiles after the tables that they may be like: what is wrong with these is told first
    for path, merged in sorted(files, key=lambda each: "like" in each[1]):
        own[path.stem] = export_from(merged, path.stem, f"exports/{path.name}")
        refuse_taken_name(own[path.stem], exports.get(path.stem))
    exports |= dict(sorted(own.items()))
    for each in own.values():
        refuse_conflicts(each, exports)
    return exports


def load_lists(county_folder: Path | None = None) -> dict[str, frozenset[str]]:
    """Name → values of the open lists: the shipped ones and what the county's `lists/*.toml` adds."""
    lists: dict[str, frozenset[str]] = {}
    for folder in (BUILT_IN / "lists", county_folder / "lists" if county_folder else None):
        for path in sorted(folder.glob("*.toml")) if folder else ():
            raw = read_toml(path, f"lists/{path.name}")
            check_keys(raw, {"values": list}, f"lists/{path.name}")
            values = frozenset(str(value).strip() for value in raw.get("values", ()))
            lists[path.stem] = lists.get(path.stem, frozenset()) | values
    return lists


def read_toml(path: Path, where: str) -> dict[str, Any]:
    """The file's tables; Refused where it is no TOML in UTF-8."""
    try:
        return toml_of(path)
    except tomllib.TOMLDecodeError as error:
        raise Refused(say("不是有效的TOML文件：{error}", error=error), where=where) from error


@cache
def _built_in_files() -> list[tuple[Path, dict[str, Any]]]:
    return _raw_files(BUILT_IN, {})


@cache
def _built_in_exports() -> Mapping[str, Export]:
    files = _built_in_files()
    found = [export_from(raw, path.stem, f"data/exports/{path.name}") for path, raw in files]
    return {export.id: export for export in sorted(found, key=lambda export: export.position)}


def _raw_files(folder: Path, known: Mapping[str, Mapping]) -> list[tuple[Path, dict[str, Any]]]:
    """Each file's tables, what it inherits merged in; a profile may be like another of its folder."""
    own = {path: read_toml(path, f"{folder.name}/{path.name}") for path in sorted(folder.glob("*.toml"))}
    bases: dict[str, Mapping] = dict(known)
    bases |= {path.stem: raw for path, raw in own.items() if "like" not in raw}
    merged = []
    for path, raw in own.items():
        if "like" in raw:
            where = f"{folder.name}/{path.name}"
            check_word(str(raw["like"]), list(bases), "like", where)
            raw = merged_with(bases[raw["like"]], raw, where)
        merged.append((path, raw))
    return merged


def merged_with(base: Mapping[str, Any], own: Mapping[str, Any], where: str) -> dict[str, Any]:
    """A profile over the export it is like: columns key by key, words and rules added, the rest replaced."""
    merged = {**base, "table": base.get("table", own["like"]), **own}
    for key in ("constants", "terms"):
        merged[key] = {**base.get(key, {}), **own.get(key, {})}
    for key in ("refuse", "warn", "parts", "stock"):
        merged[key] = [*base.get(key, ()), *own.get(key, ())]
    merged["columns"] = {**base["columns"], **own.get("columns", {})}
    for column_id in base["columns"].keys() & own.get("columns", {}).keys():
        place = f"{where}: [columns.{column_id}]"
        merged["columns"][column_id] = _merged_column(
            base["columns"][column_id], own["columns"][column_id], place
        )
    return merged


def _merged_column(base: Mapping[str, Any], own: Any, where: str) -> dict[str, Any]:
    if not isinstance(own, dict):
        return own
    merged = {**base, **own}
    merged["aliases"] = [*base.get("aliases", ()), *own.get("aliases", ())]
    if "values" in own:
        merged["list"] = ""  # a list in place stands instead of the admin's
    words = own.get("words")
    if isinstance(words, dict) and merged.get("type") == base.get("type"):
        for value in words:
            ours = BOOLEAN_VALUES if merged["type"] == "boolean" else [*base.get("words", {}), ""]
            check_word(value, ours, "words", where)
        old = base.get("words", {})
        merged["words"] = {**old, **{v: [*old.get(v, ()), *w] for v, w in words.items()}}
    return merged
