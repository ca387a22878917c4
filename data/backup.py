"""A whole store in one zip file: every file with its checksum, the catalogue in one piece; data/restoring.py
brings it back."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from data.audit import record
from data.database.setting_line import with_catalogue
from data.grants import ADMIN
from data.language import say
from data.refusal import Refused
from data.store import Store, file_sha256, settle
from data.unreadable_catalogue import CATALOGUE

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
    if not target.parent.is_dir():
        # a disk that is not plugged in: made here, the folder would lie beside what is to be kept safe
        text = say("没有这个文件夹，没有备份。请先接好备份用的磁盘，或建好文件夹。")
        raise Refused(text, where=str(target.parent))
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


def _settings_to_carry(store: Store, scratch: Path) -> dict[str, Path]:
    """settings.toml without the catalogue's address, which is this store's alone and may hold a password."""
    settings = store.folder / SETTINGS
    if not settings.exists():
        return {}
    _ = store.settings  # refused where it cannot be read
    copy = scratch / SETTINGS
    copy.write_text(with_catalogue(settings.read_text(encoding="utf-8-sig"), ""), encoding="utf-8")
    return {SETTINGS: copy}


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
