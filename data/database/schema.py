"""The tables of a catalogue: what `data/catalogue.sql` says, and the revision that a catalogue stands at.

A new catalogue is made from that one file. One of an earlier version is upgraded by the revisions in
`migrations/versions`, and one of a later version is refused.
"""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from pathlib import Path
from typing import Literal

from data.database.connection import Connection
from data.language import say
from data.refusal import Refused

SCHEMA = Path(__file__).parent.parent / "catalogue.sql"
REVISIONS = Path(__file__).with_name("migrations") / "versions"
# Alembic's own table: it finds there what it has done, and so do we, without importing it
VERSION_TABLE = """create table alembic_version (
    version_num varchar(32) not null,
    constraint alembic_version_pkc primary key (version_num)
)"""
# stands in place of a revision where a catalogue has been moved away, so that nobody goes on writing there
MOVED = "moved"
LEFT_BEHIND = (
    "这个目录已移走，留下的是旧的一份。请在设置中写明新的地址（settings.toml 的 catalogue）；"
    "要移回这里，请先清空它。"
)
Standing = Literal["none", "older", "current"]
_CREATES = re.compile(r"create (?:table|unique index|index|trigger) if not exists \"?(\w+)\"?", re.IGNORECASE)


@cache
def newest_revision() -> str:
    """The revision that this code reads and writes, "0002"."""
    return max(path.stem.removeprefix("revision_") for path in REVISIONS.glob("revision_*.py"))


@cache
def definitions() -> dict[str, str]:
    """Table, index or trigger → the statement that makes it, in the order of the file."""
    return definitions_in(SCHEMA.read_text(encoding="utf-8"))


def definitions_in(text: str) -> dict[str, str]:
    """Name → statement for every `create … if not exists` of a text of SQL."""
    found: dict[str, str] = {}
    statement = ""
    for line in text.splitlines(keepends=True):
        if line.startswith("--") or (not statement and not line.strip()):
            continue
        statement += line
        # it knows that the semicolons inside a trigger end nothing
        if sqlite3.complete_statement(statement):
            named = _CREATES.match(statement)
            if named is None:
                raise ValueError(f"not `create … if not exists name`: {statement}")
            found[named.group(1)] = statement.strip().rstrip(";")
            statement = ""
    return found


def tables() -> list[str]:
    """The tables, a table after those that it refers to."""
    return [name for name, sql in definitions().items() if sql.lower().startswith("create table")]


def make_what_is_missing(connection: Connection) -> None:
    """Make the tables that are not there yet, and stamp a new catalogue; inside the writer's transaction."""
    there = connection.names()
    for name, statement in definitions().items():
        if name not in there:
            connection.run_definition(statement)
    if "alembic_version" not in there:
        connection.execute(VERSION_TABLE)
        connection.execute("insert into alembic_version values (?)", [newest_revision()])


def standing(connection: Connection) -> Standing:
    """How the tables stand: none there yet, of an earlier version, or as this code knows them.

    Raises Refused for a catalogue of a later version, and for one that was moved elsewhere.
    """
    version = connection.version()
    if version == newest_revision():
        return "current"
    if version is None:
        return _standing_unsaid(connection.names())
    if version == MOVED:
        raise Refused(say(LEFT_BEHIND))
    if not version.isdigit() or int(version) > int(newest_revision()):
        raise Refused(_too_new(version))
    return "older"


def _standing_unsaid(names: frozenset[str]) -> Standing:
    if not names:
        return "none"
    if "publications" not in names:
        raise Refused(say("那里已有别的程序的表，没有改动。请给目录单独一个数据库或模式（schema）。"))
    return "older"  # the catalogues of the first version say nothing


def _too_new(version: str) -> str:
    return say(
        "这个库由较新的程序写过：目录是第{theirs}版，本程序只认到第{ours}版。"
        "请把程序更新到同一版本或更新；要退回旧程序，请恢复更新前的备份。",
        theirs=short(version),
        ours=short(newest_revision()),
    )


def short(revision: str) -> str:
    """A revision as it is told to people: "2" for "0002"."""
    return revision.lstrip("0") or revision
