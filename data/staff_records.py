"""What the catalogue remembers of the staff's month: drafts, times of publication, revisions, deadlines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from data.catalogue import insert

if TYPE_CHECKING:
    from data.database.connection import Connection

# separates codes of townships and numbers of drafts in one cell
SEPARATOR = ","


@dataclass(frozen=True)
class Draft:
    """A file that somebody is working on: its declared columns lie in `parquet`, below the store's folder.

    `id` None: not written yet. `townships`: codes of the reported month. `rows`: data rows of the file,
    `refused` of them are not right yet. `seen`: the newest upload that its check knew.
    `mended`: what was corrected by hand, as `data.mending` writes it. `began`, `saved`: first and last time.
    """

    id: int | None
    export: str
    month: date | None
    townships: str
    file: str
    sha256: str
    size: int
    rows: int
    refused: int
    covers: str | None
    replaces: bool
    received: date
    seen: int
    parquet: str
    mended: str
    by: str
    began: datetime
    saved: datetime

    @property
    def codes(self) -> frozenset[str]:
        """The townships that it reports for."""
        return codes_of(self.townships)


@dataclass(frozen=True)
class Scheduled:
    """A publication of drafts at a time. `state`: waiting, done, withdrawn or failed; `note` says why."""

    id: int | None
    drafts: str
    due: datetime
    reason: str
    is_forced: bool
    replaces: bool
    by: str
    at: datetime
    state: str = "waiting"
    note: str = ""
    settled: datetime | None = None

    @property
    def draft_numbers(self) -> tuple[int, ...]:
        """The drafts that are published together."""
        return tuple(int(number) for number in self.drafts.split(SEPARATOR) if number)


@dataclass(frozen=True)
class Revision:
    """What had been published was changed: `what` is correction | rollback.

    `upload`: the later file, or the one that was withdrawn. `after_lock`: the month was final.
    """

    id: int | None
    upload: int
    export: str
    month: date
    townships: str
    what: str
    reason: str
    after_lock: bool
    by: str
    at: datetime

    @property
    def codes(self) -> frozenset[str]:
        """The townships whose figures it may have changed."""
        return codes_of(self.townships)


@dataclass(frozen=True)
class Deadline:
    """From the reports of `since` (first of a month) on, an export is due on this day of the next month."""

    id: int | None
    export: str
    since: date
    day: int
    by: str
    at: datetime


@dataclass(frozen=True)
class WeightVersion:
    """The scoring standard of a year as it was saved."""

    id: int | None
    year: int
    text: str
    by: str
    at: datetime


def codes_of(text: str) -> frozenset[str]:
    """ "A,B" → A and B."""
    return frozenset(code for code in text.split(SEPARATOR) if code)


def insert_numbered(connection: Connection, table: str, record: Any) -> int:
    """Add a record under the next number, inside the caller's transaction; the number.

    Counted here and not by the database, so that every database counts the same.
    """
    [(number,)] = connection.execute(f"select coalesce(max(id), 0) + 1 from {table}").fetchall()
    insert(connection, table, [replace(record, id=number)])
    return int(number)
