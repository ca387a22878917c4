"""The catalogue's SQL, said in PostgreSQL's words: marks for values, types, triggers."""

from __future__ import annotations

import re
from functools import lru_cache

# what is left as it is, and what is said otherwise; a per cent sign would start one of psycopg's marks
_TOKENS = re.compile(r"('(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*)|\bis\s+(not\s+)?\?|\?|%", re.IGNORECASE)
_OR_IGNORE = re.compile(r"\s*insert or ignore\b", re.IGNORECASE)
_COLUMN = re.compile(
    r"(^|[(,])(\s*)(\"?)(\w+)\3 (integer primary key|integer|text|real|blob)\b", re.MULTILINE | re.IGNORECASE
)
_ADDED = re.compile(r"\badd column (\"?)(\w+)\1 (integer|text|real|blob)\b", re.IGNORECASE)
# ordered and compared by code point, as SQLite does: never by the rules of the server's language
_TYPES = {
    "integer primary key": "bigint primary key default next_number('{table}', '{column}')",
    "integer": "bigint",
    "text": 'text collate "C"',
    "real": "double precision",
    "blob": "bytea",
}
# as SQLite numbers rows, also after some that came with numbers; one transaction writes at a time
_NEXT_NUMBER = """create or replace function next_number(place text, numbered text) returns bigint
language plpgsql as $$ declare found bigint; begin
execute format('select coalesce(max(%I), 0) + 1 from %I', numbered, place) into found; return found; end $$"""
_TRIGGER = re.compile(
    r"create trigger if not exists (\w+)\s+before (update|delete) on (\w+)\s+(?:for each row\s+)?begin\s+"
    r"select raise\s*\(\s*abort\s*,\s*('(?:[^']|'')*')\s*\)\s*;\s*end",
    re.IGNORECASE,
)


@lru_cache(maxsize=500)
def in_postgresql(sql: str) -> str:
    """A statement with `?` for values → the same for psycopg.

    `a is ?` holds for two NULLs, too. `insert or ignore` does nothing where the row is there.
    """
    said = _TOKENS.sub(_token, sql)
    if _OR_IGNORE.match(said):
        said = _OR_IGNORE.sub("insert", said, count=1).rstrip("; \n") + " on conflict do nothing"
    return said


def _token(found: re.Match[str]) -> str:
    kept, negation = found.groups()
    if kept is not None:
        return kept.replace("%", "%%")
    if found.group() in ("?", "%"):
        return "%s" if found.group() == "?" else "%%"
    return "is distinct from %s" if negation else "is not distinct from %s"


def definition_in_postgresql(sql: str) -> str:
    """A `create …` of `data/catalogue.sql`, or `alter table … add column …` → the same for PostgreSQL.

    There are no marks for values in it. Raises ValueError for a trigger that does anything but refuse.
    """
    if re.match(r"create trigger\b", sql, re.IGNORECASE):
        return _refusing_trigger(sql)
    if re.match(r"alter table\b", sql, re.IGNORECASE):
        return _ADDED.sub(lambda found: f'add column "{found[2]}" {_TYPES[found[3].lower()]}', sql)
    return _table(sql) if re.match(r"create table\b", sql, re.IGNORECASE) else sql


def _table(sql: str) -> str:
    [table] = re.findall(r"create table if not exists \"?(\w+)", sql, re.IGNORECASE)[:1]

    def column(found: re.Match[str]) -> str:
        before, space, _, name, kind = found.groups()
        return f'{before}{space}"{name}" {_TYPES[kind.lower()].format(table=table, column=name)}'

    return f"{_NEXT_NUMBER}; {_COLUMN.sub(column, sql)}"


def _refusing_trigger(sql: str) -> str:
    found = _TRIGGER.match(sql)
    if found is None:
        raise ValueError(f"only `select raise(abort, …)` before update or delete: {sql}")
    name, event, table, message = found.groups()
    return (
        f"create or replace function {name}() returns trigger language plpgsql as $$ begin "
        f"raise exception using message = {message}, errcode = 'integrity_constraint_violation'; end $$; "
        f"create trigger {name} before {event} on {table} for each row execute function {name}()"
    )
