"""A whole catalogue from one database into another, table by table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.database.schema import tables
from data.database.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from data.database.connection import Connection


def copy_to_sqlite(source: Connection, path: Path) -> int:
    """Fill the new file `path` with all that `source` holds; the number of rows."""
    with SqliteDatabase(path).writing() as target:
        return copy_rows(source, target)


def copy_rows(source: Connection, target: Connection) -> int:
    """Every row of every table, into tables that are empty; the number of rows.

    The two stand at the same revision, so their columns have the same names, if perhaps another order.
    """
    return sum(_copy_table(source, target, table) for table in tables())


def _copy_table(source: Connection, target: Connection, table: str) -> int:
    found = source.execute(f'select * from "{table}"')
    columns = [column[0] for column in found.description]
    listed = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    rows = found.fetchall()
    target.executemany(f'insert into "{table}" ({listed}) values ({marks})', rows)
    return len(rows)
