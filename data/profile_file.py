"""Confirmed headings and words → a profile, `exports/<id>.toml` of the store: checked before it is written.

A profile is like one of our exports and adds to it, so that our own headings and words go on being read.
Words and headings of a register (whose files are known by their export) extend that export itself.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from data.asking.confirmed import Confirmed, check_confirmed, check_name
from data.asking.likely_words import own_words
from data.cell_text import heading_key, normalised
from data.export_format import load_exports
from data.export_parts import Export
from data.language import LANGUAGES, say, speaking
from data.nearest import did_you_mean
from data.refusal import Refused

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

    from data.store import Store

# their rows are found by the export's id, so a second export would not be seen
KNOWN_BY_ID = ("townships", "targets")
PLAIN_ID = re.compile(r"[a-z][a-z0-9_]{1,40}")
FIRST_LINE = "本县表头和用词，由人确认 · headings and words confirmed by a person"


@dataclass(frozen=True)
class Profile:
    """A profile as it would be written: its file's id, its text, and all exports of the store with it."""

    id: str
    text: str = field(repr=False)
    exports: Mapping[str, Export] = field(repr=False)

    @property
    def export(self) -> Export:
        return self.exports[self.id]


def profile_of(folder: Path, confirmed: Confirmed) -> Profile:
    """The profile that these answers make in the store at `folder`; nothing is written.

    Raises Refused where an answer contradicts what is known already, or names a person.
    """
    exports = load_exports(folder)
    base = _export_of(exports, confirmed.export)
    profile_id, like = _profile_id(exports, base, confirmed)
    target = exports.get(profile_id, base)
    check_confirmed(target, confirmed)
    text = _text(folder / "exports" / f"{profile_id}.toml", like, target, confirmed, profile_id in exports)
    return Profile(profile_id, text, _exports_with(folder, profile_id, text))


def save_profile(store: Store, confirmed: Confirmed) -> Profile:
    """Write the profile, whole or not at all, while no publication runs. Raises Refused as `profile_of`."""
    from data.store import settle

    with store.writing():
        profile = profile_of(store.folder, confirmed)
        path = store.folder / "exports" / f"{profile.id}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        building = path.with_suffix(".building")
        building.write_text(profile.text, encoding="utf-8")
        settle(building, path)
    return profile


def _export_of(exports: Mapping[str, Export], export_id: str) -> Export:
    if export_id not in exports:
        message = say("没有名为“{export}”的报表。", export=export_id) + did_you_mean(export_id, list(exports))
        raise Refused(message)
    return exports[export_id]


def _profile_id(exports: Mapping[str, Export], base: Export, confirmed: Confirmed) -> tuple[str, str]:
    """The id of the profile's file, and what it is like.

    A name that an export of the same table has means that one. Without a name, a profile or a word alone
    extends the export that the file is already; new headings make a new profile.
    """
    name = confirmed.name.strip()
    check_name(name)
    for each in exports.values():
        if name and each.table == base.table and name in (each.id, *each.names.values()):
            return each.id, each.like or each.id
    is_profile = base.like not in ("", base.id)
    extends = base.table in KNOWN_BY_ID or is_profile or not (confirmed.headings or confirmed.constants)
    if not name and extends:
        return base.id, base.like or base.id
    if base.table in KNOWN_BY_ID:
        raise Refused(say("“{export}”只有一种，请不要另起名字", export=base.name), where="--name")
    # a new profile of a profile is like what that one is like: one step is easier to follow than two
    like = base.like or base.id
    if PLAIN_ID.fullmatch(name) and name not in exports:
        return name, like
    return next(f"{like}_{n}" for n in range(2, len(exports) + 3) if f"{like}_{n}" not in exports), like


def _text(path: Path, like: str, target: Export, confirmed: Confirmed, is_known: bool) -> str:
    """The file's text with the answers merged in; what a person wrote there, comments too, stays."""
    import tomlkit  # only a confirmation pays for it

    if path.exists():
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    else:
        document = tomlkit.document()
        document.add(tomlkit.comment(FIRST_LINE))
        document.add("like", tomlkit.item(like))
    if not is_known:
        document["name"] = _names(target, confirmed.name.strip())
    _add_answers(document, target, confirmed)
    return tomlkit.dumps(document)


def _names(target: Export, name: str) -> dict[str, str]:
    if name:
        return {"zh": name}
    names = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            names[spoken] = say("{export}（本县表头）", export=target.name)
    return names


def _add_answers(document: TOMLDocument, target: Export, confirmed: Confirmed) -> None:
    for column_id, value in confirmed.constants.items():
        _table(document, "constants")[column_id] = value
    for heading, column_id in confirmed.headings.items():
        if heading_key(heading) not in target.columns[column_id].headers:
            _append(_table(document, "columns", column_id), "aliases", [heading])
    for column_id, words in confirmed.words.items():
        own = own_words(target.columns[column_id])
        for value in dict.fromkeys(words.values()):
            new = [word for word, means in words.items() if means == value and normalised(word) not in own]
            if new:
                _append(_table(document, "columns", column_id, "words"), value, new)


def _table(document: Any, *keys: str) -> Any:
    """The table at a dotted place, made where it is missing."""
    import tomlkit

    table = document
    for depth, key in enumerate(keys):
        if key not in table:
            table[key] = tomlkit.table(is_super_table=depth < len(keys) - 1 and key == "columns")
        table = table[key]
    return table


def _append(table: Any, key: str, values: Iterable[str]) -> None:
    known = [str(value) for value in table.get(key, ())]
    table[key] = [*known, *(value for value in values if value not in known)]


def _exports_with(folder: Path, profile_id: str, text: str) -> dict[str, Export]:
    """All exports of the store as they would be; Refused where the file would be wrong."""
    with TemporaryDirectory(prefix="safety-report-profile-") as trial:
        exports = Path(trial) / "exports"
        exports.mkdir()
        for path in (folder / "exports").glob("*.toml"):
            shutil.copyfile(path, exports / path.name)
        (exports / f"{profile_id}.toml").write_text(text, encoding="utf-8")
        return load_exports(Path(trial))
