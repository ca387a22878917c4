"""A whole store in one zip file, and back: every file with its checksum, the catalogue in one piece."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from data.audit import record
from data.catalogue import Catalogue, Change
from data.catalogue_records import PublicationRow
from data.clock import now
from data.database.setting_line import catalogue_in, set_catalogue, with_catalogue
from data.database.sqlite import SqliteDatabase
from data.grants import ADMIN
from data.language import say
from data.own_files import first_is_done
from data.refusal import Refused
from data.store import Store, file_sha256, flush, settle
from data.unreadable_catalogue import CATALOGUE, holds_data, next_mart_number

MANIFEST = "manifest.json"
SETTINGS = "settings.toml"
COUNTY_FILES = (SETTINGS, "control_charts.toml", "boundaries.geojson", "events.toml")
COUNTY_FOLDERS = ("exports", "indicators", "lists", "scoring", "likely", "templates", "drafts")
FOLDERS = ("tables", "marts", *COUNTY_FOLDERS)


def back_up(store: Store, target: Path, by: str = "") -> int:
    """Write the store to the zip file `target`, whole or not at all; the number of files in it."""
    store.grant.refuse_unless(ADMIN)
    if not store.publication():
        raise Refused(say("库中还没有数据，无可备份。"), where=str(store.folder))
    if target.exists() and target.stat().st_size and not _is_backup(target):
        raise Refused(say("已有同名的文件，它不是备份，没有覆盖。请换一个名字。"), where=str(target))
    building = target.with_name(target.name + ".building")
    with store.writing(mending=True), tempfile.TemporaryDirectory(dir=store.folder) as scratch:
        catalogue = Path(scratch) / CATALOGUE
        store.catalogue.copy_to(catalogue)
        files = {path.relative_to(store.folder).as_posix(): path for path in _files(store)}
        files |= _settings_to_carry(store, Path(scratch)) | {CATALOGUE: catalogue}
        with _leaving_nothing(building):
            _write_zip(building, files)
            settle(building, target)
    record(store.catalogue, store.grant.signature(by), "backup", target.name)
    return len(files)


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
            text = say("库中已有数据。请换一个空目录，或加 --replace（原有数据会移到旁边保留）。")
            raise Refused(text, where=str(store.folder))
        unpacked = Store(scratch, SqliteDatabase(Path(scratch) / CATALOGUE))
        _unpack(archive, unpacked)
        end_every_session(unpacked.catalogue)
        _give_mart_a_new_name(unpacked, above=next_mart_number(store), by=by)
        return _exchange(unpacked, store)


def _exchange(unpacked: Store, store: Store) -> Path | None:
    """Put what was unpacked in the place of what the store holds; where its catalogue is stays as it was."""
    address = catalogue_in(store.folder / SETTINGS)
    aside = _move_aside(store) if holds_data(store) or _has_folders(store.folder) else None
    if aside:
        set_catalogue(aside / SETTINGS, "")  # what was in PostgreSQL is beside it now
    for name in _names_in(unpacked.folder):
        (unpacked.folder / name).replace(store.folder / name)
    set_catalogue(store.folder / SETTINGS, address)
    store.catalogue.database.fill_from(unpacked.folder / CATALOGUE)
    first_is_done(store)
    flush(store.folder)
    return aside


def _settings_to_carry(store: Store, scratch: Path) -> dict[str, Path]:
    """settings.toml without the catalogue's address, which is this store's alone and may hold a password."""
    settings = store.folder / SETTINGS
    if not settings.exists():
        return {}
    copy = scratch / SETTINGS
    copy.write_text(with_catalogue(settings.read_text(encoding="utf-8-sig"), ""), encoding="utf-8")
    return {SETTINGS: copy}


def end_every_session(catalogue: Catalogue) -> None:
    """Who was signed in when the backup was made is not so now."""
    with catalogue.writing() as connection:
        for table in ("sessions", "openid_requests"):
            connection.execute(f"delete from {table}")


def _files(store: Store) -> Iterator[Path]:
    for upload in store.catalogue.uploads():
        yield store.folder / upload.parquet
    yield from (path for path in sorted(store.folder.glob("marts/*.duckdb")))
    yield from (store.folder / name for name in COUNTY_FILES if (store.folder / name).exists())
    for folder in COUNTY_FOLDERS:
        yield from sorted(path for path in (store.folder / folder).rglob("*") if path.is_file())


@contextmanager
def _leaving_nothing(building: Path) -> Iterator[None]:
    """What fails takes half a backup away with it: where a disk is full, that is what fills it."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            building.unlink()
        raise


def _write_zip(target: Path, files: dict[str, Path]) -> None:
    # Parquet and marts are compressed already: packing them again costs time and gains nothing
    with (
        open(target, "wb", opener=_for_its_owner) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
    ):
        archive.writestr(MANIFEST, json.dumps({name: file_sha256(path) for name, path in files.items()}))
        for name, path in files.items():
            archive.write(path, name)


def _for_its_owner(path: str, flags: int) -> int:
    """What a backup holds of accounts and settings is nobody else's to read, wherever it is put."""
    return os.open(path, flags, 0o600)


def _is_backup(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return {MANIFEST, CATALOGUE} <= {*archive.namelist()}
    except (zipfile.BadZipFile, OSError):
        return False


def _unpack(path: Path, unpacked: Store) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            checksums = dict(json.loads(archive.read(MANIFEST)))
            for name, checksum in checksums.items():
                _unpack_one(archive, name, checksum, unpacked.folder)
        _refuse_incomplete(unpacked, checksums)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise Refused(say("不是完整的备份文件。"), where=str(path)) from error


def _refuse_incomplete(unpacked: Store, checksums: dict[str, str]) -> None:
    """ValueError where the catalogue is damaged, or names what was not packed: before anything is moved."""
    if CATALOGUE not in checksums or unpacked.catalogue.database.damage():
        raise ValueError(CATALOGUE)
    publication = unpacked.publication()
    named = {upload.parquet for upload in unpacked.catalogue.uploads()}
    mart = publication.mart if publication else ""
    if not re.fullmatch(r"marts/\d+\.duckdb", mart) or not named | {mart} <= checksums.keys():
        raise ValueError(mart)


def _unpack_one(archive: zipfile.ZipFile, name: str, checksum: str, folder: Path) -> None:
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise ValueError(name)  # a forged archive must not write beside the store
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


def _give_mart_a_new_name(unpacked: Store, above: int, by: str) -> None:
    """A server that has a mart of the same number open would go on reading the old one."""
    current = unpacked.current_mart()
    if current is None:
        raise Refused(say("不是完整的备份文件。"))
    number = max(above, int(unpacked.next_mart().stem))
    current.rename(current.with_name(f"{number}.duckdb"))
    row = PublicationRow(unpacked.next_publication(), f"marts/{number}.duckdb", "restore", by, now())
    unpacked.commit(row, Change())


def _has_folders(folder: Path) -> bool:
    """Whether anything lies where a backup's folders go, as after a restore that was cut off.

    An empty one goes: not every system puts a folder in the place of another.
    """
    for name in FOLDERS:
        with suppress(OSError):  # there is none, or it is not empty
            (folder / name).rmdir()
    return any((folder / name).exists() for name in FOLDERS)


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
