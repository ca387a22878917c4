"""DuckDB, the embedded engine: one session per publication, one read-only connection per open mart.

Traps of DuckDB 2.0 that this file keeps away from everyone else: a result left unread blocks its connection
(so everything is read to the end), extensions would be fetched from the internet (so that is off), and a
connection shared by threads returned wrong rows (so an open mart hands every call a cursor of its own).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import duckdb

from data.engines.parquet_columns import have_same_columns
from data.engines.side_by_side import run_side_by_side

if TYPE_CHECKING:
    import pyarrow as pa

Params = Sequence[object]
SqlError = duckdb.Error
Config = dict[str, str | bool | int | float | list[str]]

# half of a small server: the dashboard keeps answering while a month is published
DEFAULT_MEMORY_LIMIT = "4GB"
# `rows` in a query means a table, never a Python variable that happens to bear that name
_OFFLINE: Config = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}

# where a table without a prefix is, outside marts and schemas of the session
SESSION = "memory.main"
# below this, handing work from thread to thread takes longer than the work
ROWS_FOR_ONE_THREAD = 300_000


def threads_for(rows: int) -> int | None:
    """How many threads a session over that many stored rows wants; None = all there are."""
    return 1 if rows <= ROWS_FOR_ONE_THREAD else None


def is_damage(error: SqlError) -> bool:
    """Whether a database file that is cut short or overwritten is behind the error, not the statement."""
    return type(error) is duckdb.Error or isinstance(
        error, (duckdb.IOException, duckdb.SerializationException)
    )


def is_unlisted(error: SqlError) -> bool:
    """Whether a value stood behind it that its list of words does not hold."""
    return isinstance(error, duckdb.ConversionException)


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(text: str) -> str:
    """`text` as an SQL string, for the statements that take no parameters (views, attach, set)."""
    return "'" + text.replace("'", "''") + "'"


def config_of(threads: int | None) -> Config:
    """The options of every connection; threads: how many it may use, None = all cores."""
    return _OFFLINE | ({"threads": threads} if threads is not None else {})


class DuckDB:
    """A session in memory, for one thread, that can open files under `allowed` and nowhere else.

    stores_lists: a column of words may be stored as numbers into a list.
    """

    stores_lists = True

    # every table has its `rowid`; rows that lie on a cluster have no number (rows_on_spark.py)
    numbers_rows = True

    def __init__(
        self,
        allowed: Sequence[Path] = (),
        memory_limit: str = DEFAULT_MEMORY_LIMIT,
        threads: int | None = None,
    ) -> None:
        config = config_of(threads) | {"memory_limit": memory_limit}
        self._connection = duckdb.connect(":memory:", config=config)
        self._threads = threads
        self._used = SESSION
        self._lock_down(allowed)

    def __enter__(self) -> DuckDB:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def _lock_down(self, allowed: Sequence[Path]) -> None:
        # by both names where a link leads there: files are named as they were given
        names = dict.fromkeys(name for path in allowed for name in (path.resolve(), path.absolute()))
        folders = ", ".join(text_literal(str(name)) for name in names)
        # a progress bar would be printed into what a program reads from the command line
        self.execute("set enable_progress_bar = false")
        self.execute(f"set allowed_directories = [{folders}]")
        # a mart is written once and settled: its rows go into the file, not first into a log
        self.execute("set auto_checkpoint_skip_wal_threshold = 1")
        self.execute("set checkpoint_threshold = '1KB'")
        # published files are never rewritten, so what is known of one stays true
        self.execute("set parquet_metadata_cache = true")
        # groups of up to so many bits are found by their place in an array, not by hashing: 400 townships and
        # 60 months are 15 bits; more than 18 would cost more memory than they save time
        self.execute("set perfect_ht_threshold = 18")
        # the order matters: once external access is off the list can only be read
        self.execute("set enable_external_access = false")
        self.execute("set lock_configuration = true")

    def side_by_side(self, tasks: Sequence[Callable[[DuckDB], object]], are_small: bool = False) -> None:
        """Run tasks that need nothing of one another, each on a connection of its own to the same tables.

        Where the engine uses all cores by itself, one after the other; not those too small to be shared out.
        """
        if self._threads != 1 and not are_small:
            for task in tasks:
                task(self)
        else:
            run_side_by_side([partial(task, self._sibling()) for task in tasks])

    def _sibling(self) -> DuckDB:
        sibling = object.__new__(DuckDB)
        sibling._connection, sibling._threads = self._connection.cursor(), self._threads
        sibling._use(self._used)
        return sibling

    def ready(self) -> Self:
        """Whatever is asked of the session will be answered, or Refused is raised."""
        return self

    def here(self) -> DuckDB:
        """The session in this process alone: to check a file takes no cluster, and few rows are asked for."""
        return self

    def gather(self, name: str, sql: str) -> None:
        """The answer of a SELECT as table `name`: small, and what follows is computed here."""
        self.execute(f"create or replace table {quoted(name)} as {sql}")

    @contextmanager
    def in_schema(self, name: str) -> Iterator[None]:
        """Tables made in the block lie in a schema of their own; what it does not have is found in `main`."""
        self.execute(f"create schema if not exists {quoted(name)}")
        with self._using(f"memory.{quoted(name)}"):
            yield

    @contextmanager
    def reading_mart(self) -> Iterator[None]:
        """Tables without a prefix are the attached mart's, also side by side; `memory.…`: the session's."""
        with self._using("mart"):
            yield

    @contextmanager
    def _using(self, place: str) -> Iterator[None]:
        outer = self._used
        self._use(place)
        try:
            yield
        finally:
            self._use(outer)

    def _use(self, place: str) -> None:
        self._used = place
        self.execute(f"use {place}")

    def execute(self, sql: str, params: Params = ()) -> None:
        """Run a statement whose result nobody needs."""
        self._connection.execute(sql, list(params)).fetchall()

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, list(params)).fetchall()

    def query(self, sql: str, params: Params = ()) -> pa.Table:
        return self._connection.sql(sql, params=list(params)).to_arrow_table()

    def load(self, name: str, table: pa.Table) -> None:
        """Copy an Arrow table into the session as table `name` (replacing one of that name)."""
        self._connection.register("arriving_arrow", table)
        self.execute(f"create or replace table {quoted(name)} as select * from arriving_arrow")
        self._connection.unregister("arriving_arrow")

    def load_parquet(self, name: str, paths: Sequence[Path], is_small: bool = False) -> None:
        """A view `name` over the files; a column that a file lacks is NULL there.

        is_small: never many rows, which makes no difference here.
        """
        # to follow the links of each of some hundred files takes its time
        files = ", ".join(text_literal(str(path.absolute())) for path in paths)
        united = "" if have_same_columns(paths) else ", union_by_name = true"
        source = f"read_parquet([{files}]{united})"
        self.execute(f"create or replace view {quoted(name)} as select * from {source}")

    @contextmanager
    def attached_mart(self, path: Path) -> Iterator[None]:
        """Attach the database file `path`, new or the copy of another, as `mart`.

        The file is complete, with its write-ahead log folded in, once the block has ended.
        """
        self.execute(f"attach {text_literal(str(path.resolve()))} as mart")
        try:
            yield
        finally:
            self.execute("detach mart")

    @contextmanager
    def attached_last(self, path: Path | None) -> Iterator[None]:
        """Attach the finished mart `path` as `last`, to be read; nothing where there is none."""
        if path is None:
            yield
            return
        self.execute(f"attach {text_literal(str(path.resolve()))} as last (read_only)")
        try:
            yield
        finally:
            self.execute("detach last")

    @contextmanager
    def writing_mart(self) -> Iterator[None]:
        """One transaction on the attached mart, its tables without a prefix; the session's are `memory.…`.

        A commit for each of forty statements would go to the disk forty times. Views must not name the mart:
        it has another name when the file is opened.
        """
        self.execute("begin")
        try:
            self._use("mart")
            yield
            self._use(SESSION)
            self.execute("commit")
        except BaseException:
            with suppress(SqlError):  # a commit that failed has nothing left to take back
                self.execute("rollback")
            self._use(SESSION)
            raise
