"""What the catalogue asks of the database that keeps it, whichever it is.

SQL is written once, for both: `?` for a value, ISO texts for days, 0 and 1 for flags, `on conflict` for what
may be there already, `returning id` for a new number, an order by columns. docs/catalogue.md lists the few
words that only one of the two knows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

# a row that is there already, or that another row needs: both databases raise this one
IntegrityError = sqlite3.IntegrityError


class Cursor(Protocol):
    """The result of one statement."""

    @property
    def rowcount(self) -> int:
        """How many rows a statement changed."""

    @property
    def description(self) -> Any:
        """A sequence for each column of the result, its name first."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""

    def __iter__(self) -> Any: ...


class Connection(Protocol):
    """An open connection; `?` in the SQL stands for a value, in both databases."""

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Any:
        """Run one statement for every row of values."""

    def run_definition(self, sql: str) -> None:
        """Run one `create …` or `alter table …` as written in `data/catalogue.sql`, in own words."""

    def names(self) -> frozenset[str]:
        """The tables, indexes and triggers that are there."""

    def version(self) -> str | None:
        """The revision that the tables were made or upgraded to; None for tables that say nothing of it."""


class Database(Protocol):
    """Where one catalogue is kept."""

    @property
    def shown(self) -> str:
        """Its address for a person to read, without a password."""

    @property
    def is_in_the_store(self) -> bool:
        """Whether it lies in the folder whose files it names, and so cannot be another's."""

    def reading(self) -> AbstractContextManager[Connection | None]:
        """A connection to read with; None where nothing was ever written. Never waits for a writer."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction: committed at the end, rolled back by what raises. One at a time."""

    def damage(self) -> str:
        """What it says is wrong with itself; "" where it is sound."""

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy into the new SQLite file `path`."""

    def move_to(self, path: Path) -> None:
        """The same, and be empty afterwards."""

    def fill_from(self, path: Path) -> None:
        """Take what the SQLite file `path` holds, which then is no longer needed; for an empty database."""

    def held_for_one_writer(self, folder: Path, wait_seconds: int) -> AbstractContextManager[WriterLock]:
        """Hold the store in `folder` for one publication; raises Refused after `wait_seconds`."""


class WriterLock(Protocol):
    """A store that is held for one writer."""

    def refuse_if_lost(self) -> None:
        """Raise Refused if another writer may have come in the meantime."""


def written(value: Any) -> Any:
    """A value as the catalogue keeps it: days and times as ISO texts, flags as 0 and 1."""
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value
