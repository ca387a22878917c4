"""Where the catalogue of a store is kept: what the environment or `settings.toml` says, else in the store."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from data.database.sqlite import SqliteDatabase
from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.database.connection import Database

VARIABLE = "SAFETY_REPORT_CATALOGUE"
FILE = "catalogue.sqlite"
IN_THE_STORE = "sqlite"
_SCHEMES = ("postgresql://", "postgres://")
# up to the last @: a password may hold one, too
_USER_PART = re.compile(r"(?<=://)(.*)@")
_PASSWORD_OPTION = re.compile(r"((?:^|[?&])(?:password|sslpassword)=)[^&#]*", re.IGNORECASE)


def address_of(store_folder: Path) -> str:
    """`postgresql://…`, or "sqlite". Raises Refused for settings that cannot be."""
    said = os.environ.get(VARIABLE, "").strip()
    if said and not is_address(said):
        raise Refused(say("应为 sqlite 或 postgresql://…"), where=VARIABLE)
    return said or _in_settings(store_folder) or IN_THE_STORE


def is_address(text: object) -> bool:
    """Whether a catalogue can be kept there, as far as the words go."""
    return isinstance(text, str) and (text in ("", IN_THE_STORE) or text.startswith(_SCHEMES))


def database_of(store_folder: Path) -> Database:
    """The database of the store's catalogue; nothing is opened or made."""
    return database_at(address_of(store_folder), store_folder)


def database_at(address: str, store_folder: Path) -> Database:
    """The database at an address. Raises Refused where the folder holds a catalogue of its own besides."""
    file = store_folder / FILE
    if address == IN_THE_STORE:
        return SqliteDatabase(file)
    if file.exists():
        text = say(
            "设置里写的目录在{place}，而这个库里还有自己的 {file}。请先用 manage.py catalogue move 移过去。",
            place=without_password(address),
            file=FILE,
        )
        raise Refused(text, where=str(store_folder))
    return postgresql_at(address)


def postgresql_at(address: str) -> Database:
    """The driver is imported here, where a store asks for it, and nowhere else."""
    try:
        from data.database.postgresql import PostgresqlDatabase
    except ImportError as error:
        raise Refused(say("没有安装 psycopg：请运行 pip install -r requirements.txt。")) from error
    return PostgresqlDatabase(address)


def without_password(address: str) -> str:
    """An address for people to read: user, host and name of the database."""
    shown = _PASSWORD_OPTION.sub(r"\1***", address)
    return _USER_PART.sub(lambda found: f"{found[1].split(':')[0]}@", shown)


def has_password(address: str) -> bool:
    """Whether the address holds one."""
    return to_keep(address) != address


def to_keep(address: str) -> str:
    """An address as a file may hold it: without a password, for PostgreSQL to find elsewhere."""
    bare = _USER_PART.sub(lambda found: f"{found[1].split(':')[0]}@", address)
    head, _, options = bare.partition("?")
    kept = "&".join(each for each in options.split("&") if each and not _PASSWORD_OPTION.search(each))
    return f"{head}?{kept}" if kept else head


def _in_settings(store_folder: Path) -> str:
    own = store_folder / "settings.toml"
    # nearly every store says nothing of it, and a command need not read all settings to know
    if not own.exists() or b"catalogue" not in own.read_bytes():
        return ""
    from data.settings import load_settings

    return load_settings(store_folder).catalogue
