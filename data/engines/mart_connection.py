"""A finished mart, opened to be read: one connection for all threads, a cursor for every call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING, Any

import duckdb

from data.engines.duckdb_engine import DEFAULT_MEMORY_LIMIT, Config, Params, config_of

if TYPE_CHECKING:
    import pyarrow as pa


# what reads a mart reads nothing else: no other file, no address, no statement that would allow it
LOCKED: Config = {
    "enable_external_access": False,
    "lock_configuration": True,
    "memory_limit": DEFAULT_MEMORY_LIMIT,
}


class MartConnection:
    """A finished mart, read-only; any thread may call it, for every call has a cursor of its own."""

    def __init__(self, path: Path, threads: int | None = None) -> None:
        self._connection = duckdb.connect(str(path), read_only=True, config=config_of(threads) | LOCKED)
        # two threads that ask for a cursor at the same moment would find the connection busy
        self._calls = Condition()
        self._running = 0

    def __enter__(self) -> MartConnection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the mart once the calls of other threads have their answers."""
        with self._calls:
            self._calls.wait_for(lambda: not self._running)
            self._connection.close()

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        with self._cursor() as cursor:
            return cursor.execute(sql, list(params)).fetchall()

    def query(self, sql: str, params: Params = ()) -> pa.Table:
        with self._cursor() as cursor:
            return cursor.sql(sql, params=list(params)).to_arrow_table()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._calls:
            cursor = self._connection.cursor()
            self._running += 1
        try:
            yield cursor
        finally:
            with self._calls:
                cursor.close()
                self._running -= 1
                self._calls.notify_all()


def open_mart(path: Path, threads: int | None = None) -> MartConnection:
    """Open a mart that a publication has finished."""
    return MartConnection(path, threads)
