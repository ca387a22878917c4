"""A catalogue of the first version is upgraded and keeps its rows; one of a later version is refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from data.catalogue import Catalogue, Change
from data.catalogue_records import Lock, PublicationRow
from data.database import schema, upgrading
from data.database.connection import Database
from data.database.schema import REVISIONS, newest_revision
from data.database.sqlite import SqliteDatabase
from data.language import speaking
from data.refusal import Refused
from tests.data.test_catalogue import MAY, publication
from tests.source_tree import PROJECT

# the first version before it kept findings and acknowledgements, as its stores still stand in offices
FIRST = """
create table publications (
    id integer primary key, mart text not null, what text not null, by text not null, at text not null
);
create table uploads (
    id integer primary key, export text not null, "table" text not null, month text, file text not null,
    sha256 text not null, size integer not null, encoding text not null, rows_read integer not null,
    rows integer not null, rows_rejected integer not null, by text not null, at text not null,
    received text not null, covers text not null, replaces integer not null, parquet text not null,
    parquet_sha256 text not null, publication integer not null references publications (id),
    rolled_back integer not null
);
create table coverage (
    upload integer not null references uploads (id), month text not null, township text,
    rows_read integer not null, rows_refused integer not null, rows integer not null
);
create table locks (month text primary key, by text not null, at text not null);
insert into publications values (1, 'marts/1.duckdb', 'publish', '小王', '2025-06-02T09:30:00');
insert into uploads values (1, 'petitions', 'petitions', '2025-05-01', '五月.csv', 'ab', 9, 'utf-8', 3, 2, 1,
    '小王', '2025-06-02T09:30:00', '2025-06-02', 'all', 0, 'tables/1.parquet', 'cd', 1, 0);
insert into coverage values (1, '2025-05-01', 'A', 3, 1, 2);
insert into locks values ('2025-05-01', '小王', '2025-06-02T09:30:00');
"""


def first_version(folder: Path) -> Catalogue:
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        connection.executescript(FIRST)
    return Catalogue(folder / "catalogue.sqlite")


def stamp(database: Database, version: str) -> None:
    with database.writing() as connection:
        connection.execute("update alembic_version set version_num = ?", [version])


def definitions_of(path: Path) -> list[tuple[str, ...]]:
    """Every column, index and trigger of an SQLite file, however its definition is spelled."""
    with closing(sqlite3.connect(path)) as connection:
        things = connection.execute("select type, name from sqlite_master order by 1, 2").fetchall()
        columns = [
            (name, *(str(each).lower() for each in column))
            for kind, name in things
            if kind == "table"
            for column in connection.execute(f'pragma table_info("{name}")')
        ]
    return [*things, *columns]


def test_a_catalogue_of_the_first_version_is_upgraded_and_keeps_its_rows(tmp_path: Path) -> None:
    catalogue = first_version(tmp_path)
    assert catalogue.current_publication() == publication(1)
    assert [upload.file for upload in catalogue.uploads()] == ["五月.csv"]
    assert [row.township for row in catalogue.coverage()] == ["A"]
    assert catalogue.locks() == (Lock(MAY, "小王", datetime(2025, 6, 2, 9, 30)),)
    with catalogue.database.reading() as connection:
        assert connection and connection.version() == newest_revision()
    catalogue.apply(publication(2), Change(rolled_back=(1,)))
    assert [upload.rolled_back for upload in catalogue.uploads()] == [True]


def test_what_was_there_before_an_upgrade_is_kept_aside(tmp_path: Path) -> None:
    first_version(tmp_path).locks()
    with closing(sqlite3.connect(tmp_path / f"catalogue.sqlite.before-{newest_revision()}")) as before:
        assert before.execute("select count(*) from uploads").fetchone() == (1,)
        assert not before.execute("select 1 from sqlite_master where name = 'alembic_version'").fetchall()


def test_the_revisions_lead_to_the_tables_of_a_new_catalogue(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    first_version(tmp_path / "old").locks()
    Catalogue(tmp_path / "new.sqlite").lock(Lock(MAY, "", datetime(2025, 6, 2)))
    assert definitions_of(tmp_path / "old" / "catalogue.sqlite") == definitions_of(tmp_path / "new.sqlite")


@pytest.mark.integration
def test_the_revisions_lead_to_the_same_tables_in_postgresql(new_address: Callable[[], str]) -> None:
    from data.database.postgresql import PostgresqlDatabase

    upgraded, new = PostgresqlDatabase(new_address()), PostgresqlDatabase(new_address())
    stamp(new, newest_revision())
    with upgraded.writing() as connection:
        for table in reversed(schema.tables()):
            connection.execute(f"drop table {table}")
        for statement in schema.definitions_in(upgrading.schema_of("0001")).values():
            connection.run_definition(statement)
        connection.execute("insert into locks values ('2025-05-01', '小王', '2025-06-02T09:30:00')")
    stamp(upgraded, "0001")
    assert Catalogue(upgraded).locks() == (Lock(MAY, "小王", datetime(2025, 6, 2, 9, 30)),)
    assert columns_in_postgresql(upgraded) == columns_in_postgresql(new)


def columns_in_postgresql(database: Database) -> list[object]:
    with database.reading() as connection:
        assert connection and connection.version() == newest_revision()
        return connection.execute(
            "select table_name, column_name, ordinal_position, data_type, collation_name, is_nullable,"
            " column_default from information_schema.columns where table_schema = current_schema()"
            " order by table_name, ordinal_position"
        ).fetchall()


def test_an_upgrade_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = first_version(tmp_path)
    before = definitions_of(tmp_path / "catalogue.sqlite")
    # the last table of the last revision cannot be made
    monkeypatch.setattr(upgrading, "schema_of", lambda revision: SCHEMA_WITH_A_MISTAKE)
    with pytest.raises(sqlite3.OperationalError):
        catalogue.locks()
    assert definitions_of(tmp_path / "catalogue.sqlite") == before
    monkeypatch.undo()
    assert catalogue.current_publication() == publication(1)


SCHEMA_WITH_A_MISTAKE = """
create table if not exists added (id integer primary key);
create table if not exists mistaken (id integer primary key references);
"""


def test_a_catalogue_of_a_later_version_is_refused_with_both_versions(any_database: Database) -> None:
    catalogue = Catalogue(any_database)
    catalogue.lock(Lock(MAY, "小王", datetime(2025, 6, 2)))
    stamp(any_database, "0907")
    ours = schema.short(newest_revision())
    with pytest.raises(Refused, match=f"第907版.*第{ours}版.*请把程序更新"):
        catalogue.locks()
    with pytest.raises(Refused, match="第907版"):
        catalogue.unlock(MAY)
    with speaking("en"), pytest.raises(Refused, match=f"revision 907.*revision {ours}.*Update the program"):
        catalogue.locks()


def test_a_database_of_another_program_is_left_alone(any_database: Database) -> None:
    with any_database.writing() as connection:
        connection.run_definition("create table if not exists orders (id integer primary key)")
        for table in ["alembic_version", *reversed(schema.tables())]:
            connection.execute(f"drop table {table}")
    with pytest.raises(Refused, match="别的程序"):
        Catalogue(any_database).lock(Lock(MAY, "小王", datetime(2025, 6, 2)))


def test_every_revision_follows_the_one_before_and_only_the_newest_may_change() -> None:
    found = [script.revision for script in ScriptDirectory(str(REVISIONS.parent)).walk_revisions()][::-1]
    assert found == [f"{number:04}" for number in range(1, len(found) + 1)]
    assert found[-1] == newest_revision()
    released = sorted(path.stem for path in REVISIONS.glob("*.sql"))
    assert released in (found, found[:-1])
    if released == found:
        assert upgrading.schema_of(newest_revision()) == schema.SCHEMA.read_text(encoding="utf-8")


def test_an_up_to_date_catalogue_is_opened_without_the_libraries_of_an_upgrade(tmp_path: Path) -> None:
    Catalogue(tmp_path / "catalogue.sqlite").apply(
        PublicationRow(1, "marts/1.duckdb", "publish", "", datetime(2025, 6, 2)), Change()
    )
    code = (
        "import sys, manage; from data.store import Store; from metrics import publication;"
        "assert Store(sys.argv[1]).publication();"
        "print([name for name in ('alembic', 'sqlalchemy', 'psycopg', 'tomlkit') if name in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_new_catalogue_is_made_of_one_file_and_stamped(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "catalogue.sqlite")
    Catalogue(database).lock(Lock(date(2025, 5, 1), "", datetime(2025, 6, 2)))
    with database.reading() as connection:
        assert connection and connection.version() == newest_revision()
