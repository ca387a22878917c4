"""Whoever writes SQL for the catalogue writes it for both databases: found here before a server is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from data.database.postgresql_words import definition_in_postgresql
from data.database.schema import definitions, tables
from tests.source_tree import PROJECT, python_files, shown, tree_of

ASKS_THE_CATALOGUE = re.compile(r"\.writing\(\) as|read_added\(|catalogue\.read\(")
# only one of the two knows these
FOREIGN = re.compile(
    r"\b(?:insert or (?:replace|abort|fail|rollback)|rowid|sqlite_master|lastrowid|executescript|nocase|"
    r"ifnull|group_concat|string_agg|strftime|julianday|pragma|vacuum|ilike|now\(\)|::\w+)",
    re.IGNORECASE,
)
ASKING = [
    path
    for path in python_files()
    if shown(path).split("/")[0] not in ("tests", "benchmarks")
    and not shown(path).startswith("data/database/")
    and ASKS_THE_CATALOGUE.search(path.read_text(encoding="utf-8"))
]
# PostgreSQL's reserved words: one of them as a column means something else there, or nothing
RESERVED_WORDS = """
all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
current_date current_role current_time current_timestamp current_user default deferrable desc distinct do
else end except false fetch for foreign from grant group having in initially intersect into lateral
leading limit localtime localtimestamp not null offset on only or order placing primary references
returning select session_user some symmetric table then to trailing true union unique user using
variadic when where window with
"""
COLUMN = re.compile(r"^\s+(\"?)(\w+)\1 (?:integer|text|real|blob)\b", re.MULTILINE | re.IGNORECASE)


@pytest.mark.parametrize("path", ASKING, ids=shown)
def test_no_question_uses_a_word_of_one_database(path: Path) -> None:
    texts = [node.value for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant)]
    names = [node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)]
    asked = [text for text in texts if isinstance(text, str) and re.match(r"\s*[a-z(]", text)]
    assert [found.group() for text in (*asked, *names) if (found := FOREIGN.search(text))] == []


def test_somebody_asks() -> None:
    """An empty list of files would pass the test above."""
    assert PROJECT / "data" / "catalogue.py" in ASKING


@pytest.mark.parametrize("table", tables())
def test_a_column_is_no_reserved_word_unless_in_quotes(table: str) -> None:
    columns = COLUMN.findall(definitions()[table])
    assert columns
    assert [name for quote, name in columns if not quote and name.lower() in RESERVED_WORDS.split()] == []


@pytest.mark.parametrize("name", list(definitions()))
def test_every_definition_has_words_for_postgresql(name: str) -> None:
    said = definition_in_postgresql(definitions()[name])
    assert not re.search(r"\binteger primary key\b|\bautoincrement\b|\bwithout rowid\b|\bnocase\b", said)
