"""A catalogue in one SQLite file: the default, and what a backup holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from data.database.connection import Cursor, written
from data.database.schema import make_what_is_missing, newest_revision, standing
from data.database.shut import refusing_shut
from data.file_lock import FileLock, FileTaken
from data.full_disk import refusing_full_disk
from data.language import say
from data.refusal import Refused

# the file is not what was written: its pages do not go together, or it is no database at all
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
# what it says where no file can be made beside it, for want of room or of permission
WITHOUT_ROOM = frozenset(
    {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}
)
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


def moved_aside(path: Path) -> Path:
    """What an SQLite catalogue is called after it was moved to PostgreSQL."""
    return path.with_name(f"{path.name}.moved")


class SqliteDatabase:
    """The SQLite file `path`, made on the first write: reading an empty store leaves no trace in it.

    Every call opens a connection and closes it: that costs half a millisecond, and no thread shares one.
    """

    is_in_the_store = True

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def shown(self) -> str:
        return str(self.path)

    @contextmanager
    def reading(self) -> Iterator[SqliteConnection | None]:
        if not self.path.exists():
            self._refuse_if_moved()
            yield None
            return
        with refusing_shut(self.path), self._refusing_damage(), closing(self._connect_to_read()) as raw:
            connection = SqliteConnection(raw)
            found = standing(connection)
            if found == "older":
                self._upgrade(connection)
            yield None if found == "none" else connection

    @contextmanager
    def writing(self) -> Iterator[SqliteConnection]:
        self._refuse_if_moved()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with (
            refusing_shut(self.path),
            refusing_full_disk(self.path.parent),
            self._refusing_damage(),
            closing(self._connect()) as raw,
        ):
            connection = SqliteConnection(raw)
            raw.execute("begin immediate")
            # only now: it may have been upgraded or moved by whom we waited for
            if standing(connection) == "older":
                raw.rollback()
                self._upgrade(connection)
                raw.execute("begin immediate")
            with raw:
                make_what_is_missing(connection)
                yield connection

    def damage(self) -> str:
        """The first thing that the file's own check finds."""
        if not self.path.exists():
            return ""
        try:
            with refusing_shut(self.path), closing(self._connect_to_read()) as raw:
                [found] = raw.execute("pragma integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            return str(error)
        return "" if found == "ok" else str(found).splitlines()[0]

    def copy_to(self, path: Path) -> None:
        with closing(self._connect()) as raw:
            raw.execute("vacuum into ?", [str(path)])

    def move_to(self, path: Path) -> None:
        for part in sorted(self.path.parent.glob(f"{self.path.name}*")):
            part.replace(path.with_name(part.name.replace(self.path.name, path.name, 1)))

    def fill_from(self, path: Path) -> None:
        SqliteDatabase(path).move_to(self.path)

    @contextmanager
    def held_for_one_writer(self, folder: Path, wait_seconds: int) -> Iterator[FileLock]:
        try:
            with refusing_shut(folder / ".writing.lock"):
                lock = FileLock(folder / ".writing.lock", wait_seconds)
        except FileTaken as error:
            raise Refused(say("另一次发布正在进行，请稍后再试。")) from error
        try:
            yield lock
        finally:
            lock.release()

    @contextmanager
    def _refusing_damage(self) -> Iterator[None]:
        """A file that is cut short or overwritten is told in words, with what to do."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in DAMAGED:
                raise
            text = say("目录 {place} 已损坏（{found}），请从备份恢复。", place=self.path.name, found=error)
            raise Refused(text, where=str(self.path)) from error

    def _refuse_if_moved(self) -> None:
        if not self.path.exists() and moved_aside(self.path).exists():
            text = say("这个库的目录已移到别处，请在设置中写明新的地址（settings.toml 的 catalogue）。")
            raise Refused(text, where=str(self.path))

    def _upgrade(self, connection: SqliteConnection) -> None:
        from data.database.upgrading import upgrade

        kept = self.path.with_name(f"{self.path.name}.before-{newest_revision()}")
        kept.unlink(missing_ok=True)
        self.copy_to(kept)
        upgrade(connection, connection.raw, "sqlite", lambda: connection.raw.execute("begin immediate"))

    def _connect_to_read(self) -> sqlite3.Connection:
        """As ever; on a full disk without the files that are shared with a writer, for there is none then."""
        try:
            raw = self._connect()
            with closing(raw.execute("select 1 from sqlite_master")):
                return raw
        except sqlite3.OperationalError as error:
            log = self.path.with_name(f"{self.path.name}-wal")
            is_all_in_one = not log.exists() or not log.stat().st_size
            if error.sqlite_errorcode & 0xFF not in WITHOUT_ROOM or not is_all_in_one:
                raise
            return sqlite3.connect(f"{self.path.as_uri()}?immutable=1", uri=True, isolation_level=None)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        # readers go on reading while a publication commits; a commit is on the disk before it is acknowledged
        for setting in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
            connection.execute(f"pragma {setting}")
        return connection
