"""A catalogue in PostgreSQL, for several servers that share a store's folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors
from psycopg.adapt import Loader
from psycopg.pq import TransactionStatus

from data.database.address import without_password
from data.database.connection import Cursor, IntegrityError, written
from data.database.postgresql_words import definition_in_postgresql, in_postgresql
from data.database.schema import Standing, make_what_is_missing, standing, tables
from data.language import say
from data.refusal import Refused

# kept open between calls, for opening one takes longer than most questions; more are opened when needed
MOST_IDLE = 4
# whoever waits longer for another's transaction is told; a transaction takes milliseconds
BUSY_SECONDS = 30
# how long a server may be silent before it counts as gone; what the address says itself comes first
PATIENCE: dict[str, str | int] = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "application_name": "safety-report",
}
# advisory locks are pairs of numbers: ours, and that of the schema
PUBLISHING, WRITING = 20251, 20252
_NAMES = """
select tablename from pg_tables where schemaname = current_schema()
union all select indexname from pg_indexes where schemaname = current_schema()
union all select tgname from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = current_schema()::regnamespace
"""
_idle: defaultdict[str, list[psycopg.Connection[Any]]] = defaultdict(list)


def close_idle_connections() -> None:
    """Close what is kept open for the next question, as before the server is stopped."""
    while _idle:
        for raw in _idle.popitem()[1]:
            raw.close()


def _last_of(idle: list[psycopg.Connection[Any]]) -> psycopg.Connection[Any] | None:
    try:
        return idle.pop()
    except IndexError:  # asked for, not looked at before: another thread may take it in between
        return None


class _Number(Loader):
    """What `sum` and `avg` give, as SQLite does: a whole number, or a float."""

    def load(self, data: Any) -> int | float:
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else float(text)


class PostgresqlConnection:
    """An open connection that takes the catalogue's SQL as it is written for both databases."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self.raw = raw

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        return self.raw.execute(in_postgresql(sql), [written(value) for value in parameters])

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Any:
        values = ([written(value) for value in row] for row in rows)
        return self.raw.cursor().executemany(in_postgresql(sql), values)

    def run_definition(self, sql: str) -> None:
        self.raw.execute(definition_in_postgresql(sql))

    def names(self) -> frozenset[str]:
        return frozenset(name for (name,) in self.raw.execute(_NAMES))

    def version(self) -> str | None:
        # inside a transaction a question that fails would end it
        is_open = self.raw.info.transaction_status != TransactionStatus.IDLE
        if is_open and "alembic_version" not in self.names():
            return None
        try:
            found = self.raw.execute("select version_num from alembic_version").fetchone()
        except errors.UndefinedTable:
            return None
        return found and str(found[0])


class SessionLock:
    """Held by an open connection: lost when the server or the way to it is."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self._raw = raw

    def refuse_if_lost(self) -> None:
        try:
            self._raw.execute("select 1")
        except psycopg.Error as error:
            raise Refused(say("与目录数据库的连接中断过，这次没有发布。请再试一次。")) from error


class PostgresqlDatabase:
    """The catalogue at `postgresql://…`, in the schema that comes first in the search path.

    One transaction writes at a time, as in SQLite, so whatever is read while writing still holds at its end.
    """

    is_in_the_store = False

    def __init__(self, address: str) -> None:
        self.address = address

    @property
    def shown(self) -> str:
        return without_password(self.address)

    @contextmanager
    def reading(self) -> Iterator[PostgresqlConnection | None]:
        with self._connection() as (connection, found):
            yield connection if found == "current" else None

    @contextmanager
    def writing(self) -> Iterator[PostgresqlConnection]:
        with self._connection() as (connection, _), connection.raw.transaction():
            self._wait_for_turn(connection)
            standing(connection)
            make_what_is_missing(connection)
            yield connection

    def copy_to(self, path: Path) -> None:
        from data.database.copying import copy_to_sqlite

        with self._connection() as (connection, _), connection.raw.transaction():
            connection.raw.execute("set transaction isolation level repeatable read, read only")
            copy_to_sqlite(connection, path)

    def move_to(self, path: Path) -> None:
        from data.database.copying import copy_to_sqlite

        with self.writing() as connection:
            copy_to_sqlite(connection, path)
            names = ", ".join(f'"{table}"' for table in tables())
            connection.raw.execute(f"truncate {names}")

    def fill_from(self, path: Path) -> None:
        from data.database.copying import copy_rows
        from data.database.sqlite import SqliteDatabase

        with SqliteDatabase(path).reading() as source, self.writing() as connection:
            if source:
                copy_rows(source, connection)

    @contextmanager
    def held_for_one_writer(self, folder: Path, wait_seconds: int) -> Iterator[SessionLock]:
        with self._in_our_words(), closing(self._new_connection()) as raw:
            # a long computation says nothing on this connection, and a machine that is gone must not hold it
            for name, value in {"idle_session_timeout": "0", "tcp_keepalives_idle": "60"}.items():
                raw.execute(
                    "select set_config(name, %s, false) from pg_settings where name = %s", [value, name]
                )
            raw.execute(f"set lock_timeout = '{int(wait_seconds)}s'")
            try:
                raw.execute("select pg_advisory_lock(%s, hashtext(current_schema()))", [PUBLISHING])
            except errors.LockNotAvailable as error:
                raise Refused(say("另一次发布正在进行，请稍后再试。")) from error
            yield SessionLock(raw)

    @contextmanager
    def _connection(self) -> Iterator[tuple[PostgresqlConnection, Standing]]:
        """An up-to-date connection; one that something went wrong on is never used again."""
        with self._in_our_words():
            connection, found = self._one_that_answers()
            try:
                if found == "older":
                    self._upgrade(connection)
                    found = "current"
                yield connection, found
            except BaseException:
                connection.raw.close()
                raise
            idle = _idle[self.address]
            idle.append(connection.raw) if len(idle) < MOST_IDLE else connection.raw.close()

    def _one_that_answers(self) -> tuple[PostgresqlConnection, Standing]:
        """The server may have been restarted since a connection was last used."""
        while True:
            kept = _last_of(_idle[self.address])
            raw = kept or self._new_connection()
            try:
                connection = PostgresqlConnection(raw)
                return connection, standing(connection)
            except (psycopg.OperationalError, psycopg.InterfaceError):
                raw.close()
                if kept is None:
                    raise
            except BaseException:
                raw.close()
                raise

    def _new_connection(self) -> psycopg.Connection[Any]:
        try:
            said = psycopg.conninfo.conninfo_to_dict(self.address)
        except psycopg.ProgrammingError:
            # the driver would quote the part that it cannot read, which may be the password
            raise Refused(say("不是有效的地址：{place}", place=self.shown)) from None
        patience = {name: value for name, value in PATIENCE.items() if name not in said}
        conninfo = psycopg.conninfo.make_conninfo(self.address, **patience)
        # values go into the text on this side, quoted: no guess is made at their types
        raw = psycopg.connect(conninfo, autocommit=True, cursor_factory=psycopg.ClientCursor)
        raw.adapters.register_loader("numeric", _Number)
        return raw

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        """What goes wrong in the driver, as both databases say it; no password in it."""
        try:
            yield
        except psycopg.IntegrityError as error:
            raise IntegrityError(error.diag.message_primary or str(error)) from error
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            text = say("目录数据库（{place}）用不了：{error}", place=self.shown, error=self._told(error))
            # a trace would tell all that the driver said
            raise Refused(text) from None

    def _told(self, error: psycopg.Error) -> str:
        # an @ in a password that is not written as %40 makes the driver take its end for a host, and say so
        is_safe = self.address.count("@") < 2
        return str(error).strip().partition("\n")[0] if is_safe else type(error).__name__

    def _wait_for_turn(self, connection: PostgresqlConnection) -> None:
        connection.raw.execute(f"set local lock_timeout = '{BUSY_SECONDS}s'")
        connection.raw.execute("select pg_advisory_xact_lock(%s, hashtext(current_schema()))", [WRITING])

    def _upgrade(self, connection: PostgresqlConnection) -> None:
        from data.database.upgrading import upgrade

        def begin() -> None:
            connection.raw.execute("begin")
            self._wait_for_turn(connection)

        upgrade(connection, connection.raw, "postgresql+psycopg", begin)
