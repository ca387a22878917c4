"""Moving the catalogue of a store from SQLite to PostgreSQL and back, whole or not at all."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from data.database.address import (
    FILE,
    IN_THE_STORE,
    address_of,
    is_address,
    postgresql_at,
    to_keep,
    without_password,
)
from data.database.connection import Connection, Database
from data.database.copying import copy_rows, copy_to_sqlite
from data.database.schema import MOVED, tables
from data.database.setting_line import set_catalogue
from data.database.sqlite import SqliteDatabase, moved_aside
from data.language import say
from data.refusal import Refused
from data.settings import load_settings
from data.store import settle

# a publication takes seconds: who moves a catalogue waits for its end
WAIT_SECONDS = 60


def move(store_folder: Path, target: str) -> int:
    """Move the catalogue to `target` ("sqlite" or `postgresql://…`), settings included; the number of rows.

    Nobody publishes or writes meanwhile, and what stays behind refuses to be used. A password is not written
    into the settings. Raises Refused for a target that holds anything, and where there is nothing to move.
    """
    if not target or not is_address(target):
        raise Refused(say("应为 sqlite 或 postgresql://…"))
    load_settings(store_folder)  # a file that cannot be read cannot be written at the end
    source = _where_it_is(store_folder)
    _refuse_the_same(source, target)
    with ExitStack() as held:
        held.enter_context(source.held_for_one_writer(store_folder, WAIT_SECONDS))
        rows = held.enter_context(source.writing())
        moved = _to_file(rows, store_folder) if target == IN_THE_STORE else _to_server(rows, target)
        rows.execute("update alembic_version set version_num = ?", [MOVED])
    _settle(store_folder, target)
    return moved


def _settle(store_folder: Path, target: str) -> None:
    """Put the file that stays behind out of the way, and say in the settings where the catalogue is."""
    file = store_folder / FILE
    if target == IN_THE_STORE:
        moved_aside(file).unlink(missing_ok=True)
    else:
        file.replace(moved_aside(file))
    set_catalogue(store_folder / "settings.toml", "" if target == IN_THE_STORE else to_keep(target))


def _where_it_is(store_folder: Path) -> Database:
    """The file in the store as long as there is one: the settings may speak of the target already."""
    file = store_folder / FILE
    address = IN_THE_STORE if file.exists() else address_of(store_folder)
    source = SqliteDatabase(file) if address == IN_THE_STORE else postgresql_at(address)
    with source.reading() as connection:
        if connection is None:
            text = say("这个库还没有目录，不必移动：在设置中写明 catalogue 即可。")
            raise Refused(text, where=source.shown)
    return source


def _refuse_the_same(source: Database, target: str) -> None:
    if source.is_in_the_store == (target == IN_THE_STORE) and (
        source.is_in_the_store or source.shown == without_password(target)
    ):
        raise Refused(say("目录已经在那里。"), where=source.shown)


def _to_file(source: Connection, store_folder: Path) -> int:
    file = store_folder / FILE
    building = file.with_name(f"{FILE}.building")
    building.unlink(missing_ok=True)
    moved = copy_to_sqlite(source, building)
    settle(building, file)
    return moved


def _to_server(source: Connection, address: str) -> int:
    with postgresql_at(address).writing() as target:
        refuse_unless_empty(target, without_password(address))
        return copy_rows(source, target)


def refuse_unless_empty(target: Connection, shown: str) -> None:
    """Raise Refused, naming the tables that hold rows."""
    filled = [table for table in tables() if target.execute(f'select 1 from "{table}" limit 1').fetchone()]
    if filled:
        text = say(
            "那里已有数据（{tables}），没有改动。请用一个空的数据库或模式（schema）。",
            tables=", ".join(filled),
        )
        raise Refused(text, where=shown)
