"""A store from its backup, whole or not at all: what is there is moved once all of it was looked at."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path, PureWindowsPath

from data.backup import COUNTY_FILES, FOLDERS, MANIFEST, SETTINGS
from data.catalogue import Catalogue, Change
from data.catalogue_records import PublicationRow
from data.clock import now
from data.database.setting_line import catalogue_in, set_catalogue, with_catalogue
from data.database.sqlite import SqliteDatabase
from data.language import say
from data.own_files import first_is_done, note_newest
from data.refusal import Refused
from data.store import Store, flush
from data.unreadable_catalogue import CATALOGUE, holds_data, next_mart_number


def restore(archive: Path, store: Store, by: str = "", replaces: bool = False) -> Path | None:
    """Fill the store from a backup; its catalogue comes last, so the store is there whole or not at all.

    `replaces`: what the store holds is moved to `before-restore-<n>/` inside it, whose path is returned.
    Raises Refused for a file that is no sound backup, and for a store that holds data unless `replaces`.
    """
    with (
        store.writing(mending=True),
        tempfile.TemporaryDirectory(dir=store.folder, prefix=".restoring-") as scratch,
    ):
        if not replaces and holds_data(store):
            text = say("库中已有数据或账号。请换一个空目录，或加 --replace（原有数据会移到旁边保留）。")
            raise Refused(text, where=str(store.folder))
        _ = store.settings  # a file that cannot be read cannot be written at the end
        unpacked = Store(scratch, SqliteDatabase(Path(scratch) / CATALOGUE))
        _unpack(archive, unpacked)
        end_every_session(unpacked.catalogue)
        _give_mart_a_new_name(unpacked, above=next_mart_number(store), by=by)
        return _exchange(unpacked, store)


def _unpack(path: Path, unpacked: Store) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            checksums = dict(json.loads(archive.read(MANIFEST)))
            for name, checksum in checksums.items():
                _unpack_one(archive, name, checksum, unpacked.folder)
        _refuse_incomplete(unpacked, checksums)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise Refused(say("不是完整的备份文件。"), where=str(path)) from error


def _unpack_one(archive: zipfile.ZipFile, name: str, checksum: str, folder: Path) -> None:
    # a forged archive must not write beside the store; what Windows calls a way out is none elsewhere
    if PureWindowsPath(name).anchor or ".." in PureWindowsPath(name).parts:
        raise ValueError(name)
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(name) as source, target.open("wb") as file:
        while block := source.read(1 << 20):
            digest.update(block)
            file.write(block)
    if digest.hexdigest() != checksum:
        raise ValueError(name)
    flush(target)


def _refuse_incomplete(unpacked: Store, checksums: dict[str, str]) -> None:
    """ValueError where the catalogue is damaged, or names what was not packed: before anything is moved."""
    if CATALOGUE not in checksums or unpacked.catalogue.database.damage():
        raise ValueError(CATALOGUE)
    publication = unpacked.publication()
    named = {upload.parquet for upload in unpacked.catalogue.uploads()}
    mart = publication.mart if publication else ""
    if not re.fullmatch(r"marts/\d+\.duckdb", mart) or not named | {mart} <= checksums.keys():
        raise ValueError(mart)


def end_every_session(catalogue: Catalogue) -> None:
    """Who was signed in when the backup was made is not so now."""
    with catalogue.writing() as connection:
        for table in ("sessions", "openid_requests"):
            connection.execute(f"delete from {table}")


def _give_mart_a_new_name(unpacked: Store, above: int, by: str) -> None:
    """A server that has a mart of the same number open would go on reading the old one."""
    current = unpacked.current_mart()
    if current is None:
        raise Refused(say("不是完整的备份文件。"))
    number = max(above, int(unpacked.next_mart().stem))
    current.rename(current.with_name(f"{number}.duckdb"))
    row = PublicationRow(unpacked.next_publication(), f"marts/{number}.duckdb", "restore", by, now())
    unpacked.commit(row, Change())


def _exchange(unpacked: Store, store: Store) -> Path | None:
    """Put what was unpacked in the place of what the store holds; where its catalogue is stays as it was."""
    address = catalogue_in(store.folder / SETTINGS)
    is_empty = not (holds_data(store) or _has_folders(store.folder) or _has_files(store, unpacked))
    aside = None if is_empty else _move_aside(store)
    if aside:
        set_catalogue(aside / SETTINGS, "")  # what was in PostgreSQL is beside it now
    for name in _names_in(unpacked.folder):
        (unpacked.folder / name).replace(store.folder / name)
    set_catalogue(store.folder / SETTINGS, address)
    store.catalogue.database.fill_from(unpacked.folder / CATALOGUE)
    first_is_done(store)
    if publication := store.publication():
        note_newest(store.folder, publication.id)
    flush(store.folder)
    return aside


def _has_folders(folder: Path) -> bool:
    """Whether anything lies where a backup's folders go, as after a restore that was cut off.

    An empty one goes: not every system puts a folder in the place of another.
    """
    for name in FOLDERS:
        with suppress(OSError):  # there is none, or it is not empty
            (folder / name).rmdir()
    return any((folder / name).exists() for name in FOLDERS)


def _has_files(store: Store, unpacked: Store) -> bool:
    """Whether the backup brings a file of the county's that is there already.

    The line of the settings that says where the catalogue is stays in any case: alone it is nothing to keep.
    """
    there = {*_names_in(store.folder)} & {*_names_in(unpacked.folder)} & {*COUNTY_FILES}
    if SETTINGS in there:
        text = (store.folder / SETTINGS).read_text(encoding="utf-8-sig")
        there -= set() if with_catalogue(text, "").strip() else {SETTINGS}
    return bool(there)


def _move_aside(store: Store) -> Path:
    """All of it or nothing: Windows moves no file that somebody reads."""
    numbers = [int(path.name.rpartition("-")[2]) for path in store.folder.glob("before-restore-*")]
    aside = store.folder / f"before-restore-{max(numbers, default=0) + 1}"
    aside.mkdir()
    try:
        # the catalogue first: from here to the end of the restore the store is empty, never half of each
        store.catalogue.database.move_to(aside / CATALOGUE)
        for name in _names_in(store.folder):
            (store.folder / name).rename(aside / name)
    except OSError as error:
        _put_back(aside, store)
        text = say(
            "原有的文件移不开（{found}），什么都没有改动。服务若还在运行，请先停止。", found=error.strerror
        )
        raise Refused(text, where=str(store.folder)) from error
    return aside


def _put_back(aside: Path, store: Store) -> None:
    for name in _names_in(aside):
        (aside / name).rename(store.folder / name)
    if (aside / CATALOGUE).exists():
        store.catalogue.database.fill_from(aside / CATALOGUE)
        (aside / CATALOGUE).unlink(missing_ok=True)
    aside.rmdir()


def _names_in(folder: Path) -> list[str]:
    """Everything of a store but its catalogue."""
    names = (*FOLDERS, *COUNTY_FILES)
    return [name for name in names if (folder / name).exists()]
