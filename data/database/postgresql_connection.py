"""Open connections to PostgreSQL: how one is made, what it understands, which are kept for the next use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg import errors
from psycopg.adapt import Loader
from psycopg.pq import TransactionStatus

from data.database.address import without_password
from data.database.connection import Cursor, written
from data.database.postgresql_words import definition_in_postgresql, in_postgresql
from data.language import say
from data.refusal import Refused

# kept open between calls, for opening one takes longer than most questions; more are opened when needed
MOST_IDLE = 4
# how long a server may be silent before it counts as gone; what the address says itself comes first
PATIENCE: dict[str, str | int] = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "application_name": "safety-report",
}
_NAMES = """
select tablename from pg_tables where schemaname = current_schema()
union all select indexname from pg_indexes where schemaname = current_schema()
union all select tgname from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = current_schema()::regnamespace
"""
_idle: defaultdict[str, list[psycopg.Connection[Any]]] = defaultdict(list)


def new_connection(address: str) -> psycopg.Connection[Any]:
    """An open connection, every statement a transaction of its own."""
    try:
        said = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        # the driver would quote the part that it cannot read, which may be the password
        raise Refused(say("不是有效的地址：{place}", place=without_password(address))) from None
    patience = {name: value for name, value in PATIENCE.items() if name not in said}
    conninfo = psycopg.conninfo.make_conninfo(address, **patience)
    # values go into the text on this side, quoted: no guess is made at their types
    raw = psycopg.connect(conninfo, autocommit=True, cursor_factory=psycopg.ClientCursor)
    raw.adapters.register_loader("numeric", _Number)
    return raw


def kept_connection(address: str) -> psycopg.Connection[Any] | None:
    """One that was kept, if any: the server may have closed it since."""
    try:
        return _idle[address].pop()
    except IndexError:  # asked for, not looked at before: another thread may take it in between
        return None


def keep(address: str, raw: psycopg.Connection[Any]) -> None:
    """Keep a connection that nobody uses any more for the next question, or close it."""
    idle = _idle[address]
    if len(idle) < MOST_IDLE:
        idle.append(raw)
    else:
        raw.close()


def close_idle_connections() -> None:
    """Close what is kept open for the next question, as before the server is stopped."""
    while _idle:
        for raw in _idle.popitem()[1]:
            raw.close()


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
