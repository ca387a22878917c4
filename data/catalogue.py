"""The catalogue: what was uploaded, what it covers, which mart stands and which months are locked.

One SQLite file. Only `Store` writes it, and every change is one transaction. Every call opens a connection of
its own and closes it: that costs a millisecond, and no thread ever shares one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from data.audit import AuditRow, entry
from data.catalogue_records import (
    Acknowledgement,
    CoverageRow,
    FindingRow,
    Lock,
    PublicationRow,
    Upload,
)

__all__ = ["Catalogue", "Change", "CoverageRow", "Lock", "PublicationRow", "Upload"]

SCHEMA = Path(__file__).with_name("catalogue.sql")
GUARD = Path(__file__).with_name("audit_guard.sql")
# who finds the file busy waits this long: a commit takes milliseconds
BUSY_SECONDS = 30.0
# type of a field → how it is read back
READERS: dict[str, Callable[[Any], Any]] = {
    "bool": bool,
    "date": date.fromisoformat,
    "date | None": lambda text: text and date.fromisoformat(text),
    "datetime": datetime.fromisoformat,
    "datetime | None": lambda text: text and datetime.fromisoformat(text),
}
Record = TypeVar("Record")
# what else is written in a transaction
Along = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True)
class Change:
    """What one publication changes beside the pointer: uploads that came and uploads that were withdrawn.

    along: what else is written in the same transaction, such as the reason of a correction.
    """

    uploads: tuple[Upload, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    rolled_back: tuple[int, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    along: tuple[Along, ...] = ()

    def after(self, uploads: Iterable[Upload]) -> tuple[Upload, ...]:
        """`uploads` as they will be once this change is committed."""
        kept = tuple(replace(u, rolled_back=True) if u.id in self.rolled_back else u for u in uploads)
        return kept + self.uploads


Uploads = tuple[Upload, ...]
Coverage = tuple[CoverageRow, ...]


class Catalogue:
    """The SQLite file `path`, made on the first write: reading an empty store leaves no trace in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_of: tuple[PublicationRow | None, Uploads, Coverage] | None = None

    def uploads(self) -> Uploads:
        """Every upload that was ever published, rolled back or not, oldest first."""
        return self._published()[0]

    def coverage(self) -> Coverage:
        """What every upload covers, in order of upload."""
        return self._published()[1]

    def locks(self) -> tuple[Lock, ...]:
        """The locked months, oldest first."""
        return self.read(Lock, "select * from locks order by month")

    def publications(self) -> tuple[PublicationRow, ...]:
        """Every publication, oldest first."""
        return self.read(PublicationRow, "select * from publications order by id")

    def current_publication(self) -> PublicationRow | None:
        """The pointer: one row, one cheap query."""
        found = self.read(PublicationRow, "select * from publications order by id desc limit 1")
        return found[0] if found else None

    def apply(self, publication: PublicationRow, change: Change) -> None:
        """Move the pointer and write the change, in one transaction."""
        with self.writing() as connection:
            insert(connection, "publications", [publication])
            insert(connection, "uploads", change.uploads)
            insert(connection, "coverage", change.coverage)
            insert(connection, "upload_findings", change.findings)
            numbers = [(upload,) for upload in change.rolled_back]
            connection.executemany("update uploads set rolled_back = 1 where id = ?", numbers)
            insert(connection, "audit", [_told(publication, change)])
            for write in change.along:
                write(connection)

    def lock(self, lock: Lock) -> None:
        """Add a locked month."""
        with self.writing() as connection:
            insert(connection, "locks", [lock])
            insert(connection, "audit", [entry(lock.by, "lock", f"{lock.month:%Y-%m}")])

    def unlock(self, month: date, by: str = "") -> None:
        """Take a locked month away."""
        with self.writing() as connection:
            connection.execute("delete from locks where month = ?", [month.isoformat()])
            insert(connection, "audit", [entry(by, "unlock", f"{month:%Y-%m}")])

    def findings(self) -> tuple[FindingRow, ...]:
        """What the checks of the published files said, in order of upload."""
        return self.read_added(FindingRow, "upload_findings", "order by upload, rowid")

    def acknowledgements(self) -> tuple[Acknowledgement, ...]:
        """Every acknowledgement of an alert, oldest first."""
        return self.read_added(Acknowledgement, "acknowledgements", "order by id")

    def acknowledge(self, acknowledgement: Acknowledgement) -> None:
        """Add an acknowledgement; none is ever changed."""
        subject = "|".join((acknowledgement.kind, acknowledgement.subject, acknowledgement.area))
        with self.writing() as connection:
            insert(connection, "acknowledgements", [acknowledgement])
            insert(connection, "audit", [entry(acknowledgement.by, "acknowledge", subject)])

    def copy_to(self, path: Path) -> None:
        """A consistent copy of the whole catalogue in one file, also while a reader or writer is at work."""
        with closing(self._connect()) as connection:
            connection.execute("vacuum into ?", [str(path)])

    def _published(self) -> tuple[Uploads, Coverage]:
        """Uploads and coverage: they change with a publication and with nothing else."""
        publication = self.current_publication()
        if self._read_of is None or self._read_of[0] != publication:
            uploads = self.read(Upload, "select * from uploads order by id")
            coverage = self.read(CoverageRow, "select * from coverage order by upload, rowid")
            self._read_of = (publication, uploads, coverage)
        return self._read_of[1:]

    def read(self, record: type[Record], sql: str, parameters: Sequence[Any] = ()) -> tuple[Record, ...]:
        """The rows of `sql` as records, field by column; none where nothing was ever written."""
        if not self._path.exists():
            return ()
        readers = [READERS.get(str(field.type), _as_it_is) for field in fields(cast("Any", record))]
        with closing(self._connect()) as connection:
            rows = connection.execute(sql, [_written(each) for each in parameters]).fetchall()
        return tuple(record(*(read(value) for read, value in zip(readers, row, strict=True))) for row in rows)

    def read_added(
        self, record: type[Record], table: str, rest: str, parameters: Sequence[Any] = ()
    ) -> tuple[Record, ...]:
        """`select * from table` + `rest`; an older catalogue has no such table until its next write."""
        if not self._path.exists():
            return ()
        with closing(self._connect()) as connection:
            known = connection.execute("select 1 from sqlite_master where name = ?", [table]).fetchone()
        return self.read(record, f"select * from {table} {rest}", parameters) if known else ()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction: committed at the end, rolled back by what raises."""
        with closing(self._connect()) as connection:
            for script in (SCHEMA, GUARD):
                connection.executescript(script.read_text(encoding="utf-8"))
            connection.execute("begin immediate")
            with connection:
                yield connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        # readers go on reading while a publication commits; a commit is on the disk before it is acknowledged
        for setting in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
            connection.execute(f"pragma {setting}")
        return connection


def _as_it_is(value: Any) -> Any:
    return value


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Any]) -> None:
    """Add records to a table whose columns are their fields."""
    for row in rows:
        values = [_written(value) for value in astuple(row)]
        marks = ", ".join("?" * len(values))
        connection.execute(f"insert into {table} values ({marks})", values)


def _told(publication: PublicationRow, change: Change) -> AuditRow:
    """What the audit trail says of a publication: its uploads by number, and their exports and months."""
    numbers = [upload.id for upload in change.uploads] or list(change.rolled_back)
    months = (
        f"{upload.export} {upload.month:%Y-%m}" if upload.month else upload.export
        for upload in change.uploads
    )
    subject = ", ".join(str(number) for number in numbers) or publication.mart
    return entry(publication.by, publication.what, subject, "; ".join(months))


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
