"""Upgrading a catalogue of an earlier version, by Alembic. Imported when there is one, and by the revisions.

A revision that has been released has its whole schema beside it, as `0001.sql`, and is never changed again.
The newest one, until it is released, is whatever `data/catalogue.sql` says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from alembic import command, context
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from data.database.schema import REVISIONS, SCHEMA, definitions_in, standing

if TYPE_CHECKING:
    from data.database.connection import Connection


def upgrade(connection: Connection, raw: Any, dialect: str, begin: Callable[[], object]) -> None:
    """Bring the tables to the newest revision, in one transaction that `begin` opens and that is committed.

    raw: what `connection` is to the driver, in autocommit. dialect: SQLAlchemy's name of database and driver.
    """
    engine = create_engine(
        f"{dialect}://", creator=lambda: raw, poolclass=StaticPool, pool_reset_on_return=None
    )
    with engine.connect() as handed_over:
        handed_over.rollback()  # it has asked the database for its version
        begin()
        try:
            # two processes may have come at once
            if standing(connection) != "current":
                command.upgrade(_configuration(connection, handed_over), "head")
        except BaseException:
            raw.rollback()
            raise
        raw.commit()


def _configuration(connection: Connection, handed_over: Any) -> Config:
    config = Config()
    config.set_main_option("script_location", str(REVISIONS.parent))
    config.attributes.update(connection=handed_over, catalogue=connection)
    return config


def make_tables_of(revision: str) -> None:
    """For a revision: make what its schema names and is not there."""
    connection: Connection = context.config.attributes["catalogue"]
    there = connection.names()
    for name, statement in definitions_in(schema_of(revision)).items():
        if name not in there:
            connection.run_definition(statement)


def add_column(table: str, definition: str) -> None:
    """For a revision: add a column to a table of an earlier one: `add_column("uploads", "reason text")`."""
    connection: Connection = context.config.attributes["catalogue"]
    connection.run_definition(f"alter table {table} add column {definition}")


def schema_of(revision: str) -> str:
    """The tables as they stand at a revision."""
    released = REVISIONS / f"{revision}.sql"
    return (released if released.exists() else SCHEMA).read_text(encoding="utf-8")
