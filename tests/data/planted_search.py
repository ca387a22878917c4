"""A search for texts in everything that a store or a folder holds: raw bytes and decoded values."""

from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


def places_of(texts: Iterable[str], folders: Iterable[Path]) -> list[str]:
    """`file: text` for every file under the folders that holds one of the texts, also in its name."""
    paths = sorted(path for folder in folders for path in folder.rglob("*"))
    texts = list(texts)
    return [f"{path.name}: {text}" for path in paths for text in _held(path, texts)]


def _held(path: Path, texts: list[str]) -> list[str]:
    parts = list(_parts(path)) if path.is_file() else []
    return [text for text in texts if text in path.name or any(is_in(part, text) for part in parts)]


def is_in(content: bytes, text: str) -> bool:
    """True if the bytes hold the text in one of the encodings."""
    return any(text.encode(encoding) in content for encoding in ENCODINGS)


def _parts(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content
    yield from _members(content)
    yield from (str(value).encode() for value in _values(path))


def _members(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for name in book.namelist():
                yield name.encode()
                yield from (inner := [book.read(name)])
                yield from _members(inner[0])


def _values(path: Path) -> Iterator[object]:
    """Every decoded value, column by column as one text, and every column's name."""
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        yield from (table.schema, *(column.to_pylist() for column in table.columns))
    elif path.suffix == ".sqlite":
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            names = connection.execute("select name from sqlite_master where type in ('table', 'view')")
            for (name,) in names.fetchall():
                yield connection.execute(f'select * from "{name}"').fetchall()
    elif path.suffix == ".duckdb":
        with closing(duckdb.connect(str(path), read_only=True)) as mart:
            tables = mart.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            views = mart.execute("select schema_name, view_name from duckdb_views() where not internal")
            for schema, name in (*tables, *views.fetchall()):
                yield mart.execute(f'select * from "{schema}"."{name}"').fetchall()
