"""The same test on both databases: SQLite at every run, a real PostgreSQL in `make integration`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

import tests.store_builder as builder
from data.catalogue import Catalogue
from data.database import address
from data.database.connection import Database
from data.database.moving import move
from data.database.sqlite import SqliteDatabase
from data.store import Store
from tests.postgresql_server import Server, new_server, programs

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.integration)]
_numbers = count(1)
# `CATALOGUE_OF_TESTS=postgresql pytest …`: every store that a test makes has its catalogue there, each in a
# schema of its own; a store that is copied with its catalogue.sqlite keeps that
IN_POSTGRESQL = os.environ.get("CATALOGUE_OF_TESTS") == "postgresql"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """One cluster for a run; every test has a schema of its own in it."""
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL here: deploy/set-up.sh postgresql installs it")
    server = new_server(found)
    yield server
    server.stop()
    shutil.rmtree(server.folder)


@pytest.fixture
def new_address(postgresql_server: Server) -> Iterator[Callable[[], str]]:
    """Gives the address of an empty schema, each time of another."""
    from data.database.postgresql_connection import close_idle_connections

    yield lambda: _new_schema(postgresql_server)
    close_idle_connections()


@pytest.fixture
def postgresql_url(new_address: Callable[[], str]) -> str:
    """The address of an empty schema."""
    return new_address()


def _new_schema(server: Server) -> str:
    import psycopg

    url = server.url(f"county_{next(_numbers)}")
    name = url.rpartition("%3D")[2]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create schema {name}")  # type: ignore[call-overload]
    return url


@pytest.fixture(params=BOTH)
def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A database that holds nothing."""
    if request.param == "sqlite":
        return SqliteDatabase(tmp_path / "catalogue.sqlite")
    from data.database.postgresql import PostgresqlDatabase

    return PostgresqlDatabase(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def catalogue(any_database: Database) -> Catalogue:
    """A catalogue that holds nothing."""
    return Catalogue(any_database)


@pytest.fixture(params=BOTH)
def settled(request: pytest.FixtureRequest) -> Callable[[Store], Store]:
    """Takes a store with an SQLite catalogue and gives it back with the catalogue where this run wants it."""
    if request.param == "sqlite":
        return lambda store: store
    new_address: Callable[[], str] = request.getfixturevalue("new_address")

    def in_postgresql(store: Store) -> Store:
        url = new_address()
        if store.publication():
            move(store.folder, url)
        else:
            store.folder.mkdir(parents=True, exist_ok=True)
            (store.folder / "settings.toml").write_text(f'catalogue = "{url}"\n', encoding="utf-8")
        return Store(store.folder)

    return in_postgresql


@pytest.fixture(autouse=True)
def every_store_where_this_run_wants_it(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Does nothing unless the run is one on PostgreSQL."""
    if not IN_POSTGRESQL:
        return
    new_address: Callable[[], str] = request.getfixturevalue("new_address")
    addresses: dict[Path, str] = {}

    def address_of(folder: Path) -> str:
        is_a_beginning = folder.name.startswith(builder.BEGINNING)
        if is_a_beginning or (folder / address.FILE).exists():
            return address.IN_THE_STORE
        if folder not in addresses:
            addresses[folder] = new_address()
        return addresses[folder]

    def moved(folder: Path) -> None:
        addresses[folder.resolve()] = new_address()
        move(folder, addresses[folder.resolve()])

    monkeypatch.setattr(address, "address_of", address_of)
    monkeypatch.setattr(builder, "settle_copy", moved)
