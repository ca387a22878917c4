"""A catalogue in one SQLite file: the default, and what a backup holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from data.database.connection import Cursor, written
from data.database.schema import is_older, make_what_is_missing, newest_revision
from data.language import say
from data.refusal import Refused

# who finds the file busy waits this long: a commit takes milliseconds
BUSY_SECONDS = 30.0


class SqliteConnection:
    """An open file; what is beyond `data.database.connection.Connection` is not offered."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self.raw = raw

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        return self.raw.execute(sql, [written(value) for value in parameters])

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Any:
        return self.raw.executemany(sql, ([written(value) for value in row] for row in rows))

    def run_definition(self, sql: str) -> None:
        self.raw.execute(sql)

    def names(self) -> frozenset[str]:
        return frozenset(name for (name,) in self.raw.execute("select name from sqlite_master"))

    def version(self) -> str | None:
        try:
            found = self.raw.execute("select version_num from alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return None
        return found and str(found[0])


class FileLock:
    """Held by an open file: it is lost with the process and with nothing else."""

    def refuse_if_lost(self) -> None:
        """It never is."""


class SqliteDatabase:
    """The SQLite file `path`, made on the first write: reading an empty store leaves no trace in it.

    Every call opens a connection and closes it: that costs half a millisecond, and no thread shares one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def shown(self) -> str:
        return str(self.path)

    @contextmanager
    def reading(self) -> Iterator[SqliteConnection | None]:
        if not self.path.exists():
            yield None
            return
        with closing(self._connect()) as raw:
            connection = self._up_to_date(raw)
            yield connection if connection.version() else None

    @contextmanager
    def writing(self) -> Iterator[SqliteConnection]:
        with closing(self._connect()) as raw:
            connection = self._up_to_date(raw)
            raw.execute("begin immediate")
            with raw:
                make_what_is_missing(connection)
                yield connection

    def copy_to(self, path: Path) -> None:
        with closing(self._connect()) as raw:
            raw.execute("vacuum into ?", [str(path)])

    @contextmanager
    def held_for_one_writer(self, folder: Path, wait_seconds: int) -> Iterator[FileLock]:
        # an SQLite file that holds nothing: its lock works on every system and ends with the process
        lock = sqlite3.connect(folder / ".writing.lock", timeout=wait_seconds, isolation_level=None)
        try:
            try:
                lock.execute("begin exclusive")
            except sqlite3.OperationalError as error:
                raise Refused(say("另一次发布正在进行，请稍后再试。")) from error
            yield FileLock()
        finally:
            lock.close()

    def _up_to_date(self, raw: sqlite3.Connection) -> SqliteConnection:
        connection = SqliteConnection(raw)
        if is_older(connection):
            self._upgrade(connection)
        return connection

    def _upgrade(self, connection: SqliteConnection) -> None:
        from data.database.upgrading import upgrade

        kept = self.path.with_name(f"{self.path.name}.before-{newest_revision()}")
        kept.unlink(missing_ok=True)
        self.copy_to(kept)
        upgrade(connection, connection.raw, "sqlite", lambda: connection.raw.execute("begin immediate"))

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        # readers go on reading while a publication commits; a commit is on the disk before it is acknowledged
        for setting in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
            connection.execute(f"pragma {setting}")
        return connection
