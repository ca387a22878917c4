"""What a clean table looks like before it is built: its columns, their kinds and its breakdowns.

The comment on top of each `tables/*.sql` states the grain and declares what the SQL adds:

    -- grain: one row per hazard found
    -- breakdowns: domain, severity
    -- hidden: previous_case_id             columns of the export that the SQL uses and does not pass on
    -- computed: overdue_on date, …         columns beside those of the export
    -- columns: township text, month date   all columns, for a table that no export feeds
    -- turns_after: closed_on 90, …         a row may read otherwise so many days after this date
    -- links: previous_case_id case_id      a row may read otherwise when a row comes that names it: from, to
    -- whole: why                           always built from all rows, never from the changed ones alone
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.export_format import Export

TABLES_FOLDER = Path(__file__).with_name("tables")
# kind of a column → how DuckDB stores it
SQL_TYPES = {
    "text": "varchar",
    "date": "date",
    "count": "bigint",
    "year": "integer",
    "money": "decimal(18, 2)",
    "number": "double",
    "boolean": "boolean",
}
# type in an export file → kind, where they differ
KINDS = {"id": "text", "township": "text", "word": "text", "indicator": "text", "month": "date"}
NUMBERS = frozenset({"count", "money", "number"})
# A date's month as a small whole number: rows are put in months by it, which is twice as fast as by the day.
MONTH_NUMBER = "cast(year({date}) * 12 + month({date}) - 1 as integer)"
MONTH_NUMBER_OF = "month_number_of_"
# beside `township` in every clean table: the same, stored as a small number where the register knows them all
TOWNSHIP_KEY = "township_key"
# names of the session's own tables, which no county export may take
RESERVED = frozenset({"areas", "as_of", "coverage", "settings", "townships", "submissions", "corrections"})


# clean table of cases → (its id, the column that closes a row)
CLOSED_BY = {"petitions": ("case_id", "closed_on"), "hazards": ("hazard_id", "rectified_on")}


@dataclass(frozen=True)
class CleanTable:
    """`columns`: name → kind (a key of SQL_TYPES). `sql`: its SELECT, "" where rows pass as they are.

    `words`: column → all that may stand in it, so that it can be stored as a number into that list.
    `is_kept_by_us`: built from the catalogue and the register, so every township has it in every month.
    `turns_after` (date column, days or the setting that says how many), `links` (column from, column to)
    and `is_whole` say which rows can read otherwise although no file says anything new of them.
    """

    name: str
    grain: str
    columns: Mapping[str, str]
    breakdowns: tuple[str, ...] = ()
    sql: str = ""
    is_kept_by_us: bool = False
    turns_after: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    is_whole: bool = False
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def dates(self) -> list[str]:
        return [name for name, kind in self.columns.items() if kind == "date"]

    @property
    def numbers(self) -> list[str]:
        return [name for name, kind in self.columns.items() if kind in NUMBERS]


def clean_tables(exports: Mapping[str, Export]) -> dict[str, CleanTable]:
    """Every clean table that `exports` and the SQL files can give, by name."""
    fed = {name: fed_columns(exports, name) for name in tables_of(exports)}
    written = {path.stem: path for path in sorted(TABLES_FOLDER.glob("*.sql"))}
    plain = {
        name: CleanTable(name, "one row per row of the export", {"export": "text", **columns})
        for name, columns in fed.items()
        if name not in written
    }
    every = {name: _written_table(path, fed.get(name, {})) for name, path in written.items()} | plain
    return {name: replace(table, words=listed_words(exports, table)) for name, table in every.items()}


def listed_words(exports: Mapping[str, Export], table: CleanTable) -> dict[str, tuple[str, ...]]:
    """Column → its words over all exports that feed `table`, sorted: a list's order is that of its words."""
    found: dict[str, set[str]] = {}
    for export in exports.values():
        for name, column in export.columns.items():
            if export.table == table.name and name in table.columns and column.type == "word":
                found.setdefault(name, set()).update(word for word in column.words if word)
    return {name: tuple(sorted(words)) for name, words in found.items() if words}


def month_number_of(date_column: str) -> str:
    """The column that every clean table has beside a date: the number of its month."""
    return MONTH_NUMBER_OF + date_column


def tables_of(exports: Mapping[str, Export]) -> list[str]:
    """Names of the tables that `exports` feed, in their order; Refused where a name is taken."""
    names = list(dict.fromkeys(export.table for export in exports.values() if export.table != "townships"))
    for name in RESERVED.intersection(names):
        raise Refused(say("清洁表不能叫“{name}”：这个名字留给系统", name=name), where=f"table = {name!r}")
    return names


def fed_columns(exports: Mapping[str, Export], table: str) -> dict[str, str]:
    """Column → kind over all exports that feed `table`; the first that has a column decides its kind."""
    columns: dict[str, str] = {}
    for export in exports.values():
        if export.table == table:
            for column_id, kind in export_kinds(export).items():
                columns.setdefault(column_id, kind)
    return columns


def export_kinds(export: Export) -> dict[str, str]:
    """Column id → kind of one export."""
    return {name: KINDS.get(column.type, column.type) for name, column in export.columns.items()}


def _written_table(path: Path, fed: Mapping[str, str]) -> CleanTable:
    sql, header = _read(path, path.stat().st_mtime_ns)
    hidden = _names(header.get("hidden", ""))
    own = _columns(header.get("columns", ""))
    taken = {name: kind for name, kind in fed.items() if name not in hidden}
    columns = own or {"export": "text", **taken, **_columns(header.get("computed", ""))}
    return CleanTable(
        name=path.stem,
        grain=header["grain"],
        columns=columns,
        breakdowns=_names(header.get("breakdowns", "")),
        sql=sql,
        is_kept_by_us=bool(own),
        turns_after=_pairs(header.get("turns_after", "")),
        links=_pairs(header.get("links", "")),
        is_whole="whole" in header,
    )


@lru_cache(maxsize=64)
def _read(path: Path, changed_at: int) -> tuple[str, dict[str, str]]:
    """Text and header of a table's file, read once: one publication asks for them a dozen times."""
    sql = path.read_text(encoding="utf-8")
    return sql, _header(sql)


def _header(sql: str) -> dict[str, str]:
    """`-- key: text` lines on top of the file, continued by lines that are indented."""
    header: dict[str, str] = {}
    key = ""
    for line in takewhile(lambda line: line.startswith("--"), sql.splitlines()):
        said = line[2:].rstrip()
        word, colon, rest = said.partition(":")
        if said.startswith("   ") and key:
            header[key] += " " + said.strip()
        elif colon and word.strip().isidentifier():
            key = word.strip()
            header[key] = rest.strip()
    return header


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _columns(text: str) -> dict[str, str]:
    return dict(_pairs(text))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (each.split() for each in _names(text))
    return tuple((pair[0], pair[1]) for pair in pairs)
