"""A catalogue in PostgreSQL, for several servers that share a store's folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors

from data.database.address import without_password
from data.database.connection import IntegrityError
from data.database.postgresql_connection import PostgresqlConnection, keep, kept_connection, new_connection
from data.database.schema import Standing, make_what_is_missing, standing, tables
from data.language import say
from data.refusal import Refused

# whoever waits longer for another's transaction is told; a transaction takes milliseconds
BUSY_SECONDS = 30
# advisory locks are pairs of numbers: ours, and that of the schema
PUBLISHING, WRITING = 20251, 20252
# the server is away, or will not let us in or make a table
UNUSABLE = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    errors.InvalidSchemaName,
    errors.InsufficientPrivilege,
)


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

    def damage(self) -> str:
        """The server keeps its own checksums, and says so itself when a page is read."""
        return ""

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
        with self._in_our_words(), closing(new_connection(self.address)) as raw:
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
            keep(self.address, connection.raw)

    def _one_that_answers(self) -> tuple[PostgresqlConnection, Standing]:
        """The server may have been restarted since a connection was last used."""
        while True:
            kept = kept_connection(self.address)
            raw = kept or new_connection(self.address)
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

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        """What goes wrong in the driver, as both databases say it; no password in it."""
        try:
            yield
        except psycopg.IntegrityError as error:
            raise IntegrityError(error.diag.message_primary or str(error)) from error
        except UNUSABLE as error:
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
