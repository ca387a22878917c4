"""The store of one county: a folder that only these functions write.

    catalogue.sqlite               uploads, coverage, publications (the newest is the pointer), locks …;
                                   or in PostgreSQL, where the settings say so
    tables/<export>/<month>/<upload>.parquet     accepted rows, never rewritten
    marts/<n>.duckdb               read-only once written, a new name each time
    .readers/                      the servers that show it, and the mart that is coming (data/coming_mart.py)
    exports/ indicators/ lists/ settings.toml boundaries.geojson     the county's own

A publication writes its Parquet files and its mart first, and then commits one transaction. Killed before the
commit it leaves files that no row names, which the next publication sweeps away.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from data.catalogue import Catalogue, Change
from data.catalogue_records import PublicationRow, Upload
from data.coming_mart import announced_number
from data.database.address import database_of
from data.database.connection import Database, WriterLock
from data.full_disk import refusing_full_disk
from data.grants import AT_THIS_MACHINE, UPLOADER, Grant
from data.live import LiveData, LiveOnce
from data.meetings import marts_of_meetings
from data.own_files import first_is_done, note_newest, refuse_unless_own
from data.settings import Settings, load_settings

if TYPE_CHECKING:
    import pyarrow as pa

STORE_VARIABLE = "SAFETY_REPORT_STORE"
DEFAULT_FOLDER = "store"
# a publication of a large month takes seconds; who waits longer than this is told that another one runs
LOCK_WAIT_SECONDS = 600


class Store:
    """The store in `folder` (default: the environment's, else `store/`); reading makes nothing.

    `catalogue`: where its catalogue is; default: where the environment or its settings say.
    `grant`: what whoever opened it may do with it; everything for a program that can open the files anyway.
    """

    grant: Grant = AT_THIS_MACHINE

    def __init__(self, folder: Path | str | None = None, catalogue: Database | None = None) -> None:
        self.folder = Path(folder or os.environ.get(STORE_VARIABLE) or DEFAULT_FOLDER).resolve()
        self._given = catalogue
        self._held: WriterLock | None = None
        self._live = LiveOnce()

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self._given or database_of(self.folder))

    def granted(self, grant: Grant) -> Store:
        """The same store in the hands of an account."""
        theirs = copy(self)
        theirs.grant = grant
        return theirs

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self.folder)

    def publication(self) -> PublicationRow | None:
        """The publication that stands: number, mart, who and when."""
        return self.catalogue.current_publication()

    def current_mart(self) -> Path | None:
        """The mart file that readers open, or None before the first publication."""
        publication = self.publication()
        return self.folder / publication.mart if publication else None

    def live(self) -> LiveData:
        return self._live.of(self.catalogue.uploads(), self.catalogue.coverage(), self.folder)

    def locked_months(self) -> frozenset[date]:
        return frozenset(lock.month for lock in self.catalogue.locks())

    @contextmanager
    def writing(self, mending: bool = False) -> Iterator[None]:
        """Hold the store for one writer; readers are never held up. NotAllowed for who may only look.

        Raises Refused where the catalogue and the files do not go together, unless that is to be mended.
        """
        self.grant.refuse_unless(UPLOADER)
        make_folder(self.folder)
        held_by_us = self.catalogue.database.held_for_one_writer(self.folder, LOCK_WAIT_SECONDS)
        with refusing_full_disk(self.folder), held_by_us as held:
            if not mending:
                refuse_unless_own(self)
            self._held = held
            try:
                yield
            except Exception:
                if not mending:
                    self._give_room_back()
                raise
            finally:
                self._held = None

    def next_upload(self) -> int:
        return 1 + max((upload.id for upload in self.catalogue.uploads()), default=0)

    def next_publication(self) -> int:
        publication = self.publication()
        return publication.id + 1 if publication else 1

    def next_mart(self) -> Path:
        """A file name that no process can have open: above every number on the disk, in the catalogue, and of
        marts that were announced and never came into force."""
        numbers = [int(path.stem) for path in self._mart_files() if path.stem.isdigit()]
        pointed = self.current_mart()
        numbers += [int(pointed.stem)] if pointed else []
        numbers.append(announced_number(self.folder))
        folder = self.folder / "marts"
        make_folder(folder)
        return folder / f"{max(numbers) + 1}.duckdb"

    def commit(self, publication: PublicationRow, change: Change) -> None:
        """Move the pointer, in one transaction; marts beyond the last `marts_kept` are deleted after it
        where no meeting stands on them."""
        if self._held:
            self._held.refuse_if_lost()
        self.catalogue.apply(publication, change)
        first_is_done(self)
        note_newest(self.folder, publication.id)
        self._delete_old_marts()

    def sweep(self) -> None:
        """Delete what a killed publication left: files that no row of the catalogue names."""
        for path in self.unnamed_files():
            path.unlink()

    def unnamed_files(self) -> list[Path]:
        """Rows and marts, whole or begun, that no row of the catalogue names."""
        named = {self.folder / upload.parquet for upload in self.catalogue.uploads()}
        named |= {self.folder / row.mart for row in self.catalogue.publications()}
        there = [*self.folder.glob("tables/*/*/*"), *self._mart_files()]
        return [path for path in there if path not in named and path.is_file()]

    def _give_room_back(self) -> None:
        """What failed leaves nothing behind: on a full disk there would be no room for the next try.

        A catalogue elsewhere may have committed and not have been able to say so: its files are left.
        """
        if self.catalogue.database.is_in_the_store:
            with suppress(Exception):
                self.sweep()

    def _mart_files(self) -> list[Path]:
        return [path for path in self.folder.glob("marts/*") if path.is_file()]

    def _delete_old_marts(self) -> None:
        number = self.settings.marts_kept
        kept = {row.mart for row in self.catalogue.publications()[-number:]}
        kept |= marts_of_meetings(self.catalogue, number)
        for path in self._mart_files():
            if path.suffix == ".duckdb" and f"marts/{path.name}" not in kept:
                with suppress(PermissionError):  # Windows keeps what somebody reads; the next one deletes it
                    path.unlink()


def write_rows(folder: Path, upload: Upload, rows: pa.Table) -> Upload:
    """Write the accepted rows under `folder` and give the upload its path and the checksum of that file.

    Columns: `upload`, `reported_month`, then those of `rows`.
    """
    import pyarrow as pa

    number = pa.array([upload.id] * len(rows), pa.int64())
    month = pa.array([upload.month] * len(rows), pa.date32())
    table = rows.add_column(0, "reported_month", month).add_column(0, "upload", number)
    month_folder = f"{upload.month:%Y-%m}" if upload.month else "undated"
    path = folder / "tables" / upload.export / month_folder / f"{upload.id}.parquet"
    checksum = _write_parquet(path, table)
    return replace(upload, parquet=path.relative_to(folder).as_posix(), parquet_sha256=checksum)


def _write_parquet(path: Path, table: pa.Table) -> str:
    import pyarrow.parquet as parquet

    make_folder(path.parent)
    building = path.with_suffix(".building")
    # pages of version 2 hold flags as runs, which are read in half the time of single bits
    parquet.write_table(table, building, compression="zstd", data_page_version="2.0")
    checksum = file_sha256(building)
    settle(building, path)
    return checksum


def settle(building: Path, path: Path) -> None:
    """Give a finished file its name, so that it is there whole or not at all, even after a power cut."""
    flush(building)
    building.replace(path)
    flush(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, and have their names on the disk: a file is lost with its folder."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        with suppress(PermissionError):  # where others own the place, its names are theirs to keep
            flush(each.parent)


def file_sha256(path: Path) -> str:
    """The checksum of a file, as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before going on."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folder, and needs no flush of one
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
