"""What the catalogue remembers, as values: one frozen dataclass per row of its tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Upload:
    """One published file. `id` counts up from 1; `table` is the clean table it feeds.

    `month`: first day of the reported month (None for an export without an opening date that was given none).
    `rows`: accepted rows in the Parquet file; `rows_read` those of the file without blank and 合计 rows.
    `covers`: as asked ("all", "present" or codes). `replaces`: withdraws what the same export and month held
    for the covered townships. `parquet`: path inside the store, its checksum beside it.
    `rolled_back`: withdrawn by hand.
    """

    id: int
    export: str
    table: str
    month: date | None
    file: str
    sha256: str
    size: int
    encoding: str
    rows_read: int
    rows: int
    rows_rejected: int
    by: str
    at: datetime
    received: date
    covers: str
    replaces: bool
    parquet: str
    parquet_sha256: str
    publication: int
    rolled_back: bool = False


@dataclass(frozen=True)
class CoverageRow:
    """Grain: upload × month × township. `township` None: rows whose township is unknown (county only)."""

    upload: int
    month: date
    township: str | None
    rows_read: int
    rows_refused: int
    rows: int


@dataclass(frozen=True)
class PublicationRow:
    """One publication: the newest row is the pointer.

    `mart`: path inside the store. `what`: publish | rollback | rebuild.
    """

    id: int
    mart: str
    what: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Lock:
    """A month whose figures are final: nothing is published into it or rolled back out of it."""

    month: date
    by: str
    at: datetime


@dataclass(frozen=True)
class FindingRow:
    """Grain: upload × rule × column. What the check said of a published file, counted.

    `found` and `expected`: of the first finding, kept for rules that compare two figures, "" for the others.
    """

    upload: int
    rule: str
    column_id: str
    heading: str
    is_error: bool
    findings: int
    first_row: int | None
    found: str
    expected: str


@dataclass(frozen=True)
class Acknowledgement:
    """Somebody has seen an alert and says what is done about it. `id` None: not written yet.

    `kind`, `subject` and `area` name the alert; `month` is the newest month that it spoke of, `reasons` why
    it stood, separated by blanks. `until`: the day to look again, if any.
    """

    id: int | None
    kind: str
    subject: str
    area: str
    month: date
    reasons: str
    note: str
    until: date | None
    by: str
    at: datetime
