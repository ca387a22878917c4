"""The catalogue: what was uploaded, what it covers, which mart stands and which months are locked.

Kept in SQLite or PostgreSQL (`data/database`): nothing here knows in which. Only `Store` writes it, and every
change is one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, replace
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
from data.database.connection import Connection, Database, IntegrityError
from data.database.sqlite import SqliteDatabase

__all__ = ["Catalogue", "Change", "CoverageRow", "IntegrityError", "Lock", "PublicationRow", "Upload"]

# by columns, for the order in which rows were written is not the same in every database
COVERAGE_ORDER = "upload, month, township is null, township"
FINDING_ORDER = "upload, is_error desc, coalesce(first_row, 0), rule, column_id"
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
Along = Callable[[Connection], None]


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
    """The catalogue in `place`: a database, or the path of an SQLite file."""

    def __init__(self, place: Database | Path) -> None:
        self.database: Database = SqliteDatabase(place) if isinstance(place, Path) else place
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
            connection.execute("delete from locks where month = ?", [month])
            insert(connection, "audit", [entry(by, "unlock", f"{month:%Y-%m}")])

    def findings(self) -> tuple[FindingRow, ...]:
        """What the checks of the published files said, in order of upload."""
        return self.read_added(FindingRow, "upload_findings", f"order by {FINDING_ORDER}")

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
        """A consistent copy of the whole catalogue in one SQLite file, also while others read or write."""
        self.database.copy_to(path)

    def _published(self) -> tuple[Uploads, Coverage]:
        """Uploads and coverage: they change with a publication and with nothing else."""
        publication = self.current_publication()
        if self._read_of is None or self._read_of[0] != publication:
            uploads = self.read(Upload, "select * from uploads order by id")
            coverage = self.read(CoverageRow, f"select * from coverage order by {COVERAGE_ORDER}")
            self._read_of = (publication, uploads, coverage)
        return self._read_of[1:]

    def read(self, record: type[Record], sql: str, parameters: Sequence[Any] = ()) -> tuple[Record, ...]:
        """The rows of `sql` as records, field by column; none where nothing was ever written."""
        with self.database.reading() as connection:
            rows = connection.execute(sql, parameters).fetchall() if connection else []
        if not rows:
            return ()
        # column by column: coverage has a row for every township of every month
        readers = [READERS.get(str(field.type)) for field in fields(cast("Any", record))]
        columns = zip(readers, zip(*rows, strict=True), strict=True)
        return tuple(map(record, *(map(read, values) if read else values for read, values in columns)))

    def read_added(
        self, record: type[Record], table: str, rest: str, parameters: Sequence[Any] = ()
    ) -> tuple[Record, ...]:
        """`select * from table` + `rest`; a catalogue without that table has it from its next write on."""
        with self.database.reading() as connection:
            known = connection is not None and table in connection.names()
        return self.read(record, f"select * from {table} {rest}", parameters) if known else ()

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction: committed at the end, rolled back by what raises."""
        return self.database.writing()


def insert(connection: Connection, table: str, rows: Iterable[Any]) -> None:
    """Add records to a table whose columns are their fields; an `id` of None is numbered by the database."""
    for row in rows:
        values = {field.name: getattr(row, field.name) for field in fields(row)}
        if values.get("id", 0) is None:
            del values["id"]
        columns = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        connection.execute(f"insert into {table} ({columns}) values ({marks})", list(values.values()))


def _told(publication: PublicationRow, change: Change) -> AuditRow:
    """What the audit trail says of a publication: its uploads by number, and their exports and months."""
    numbers = [upload.id for upload in change.uploads] or list(change.rolled_back)
    months = (
        f"{upload.export} {upload.month:%Y-%m}" if upload.month else upload.export
        for upload in change.uploads
    )
    subject = ", ".join(str(number) for number in numbers) or publication.mart
    return entry(publication.by, publication.what, subject, "; ".join(months))
