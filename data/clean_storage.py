"""How a clean table is stored: what is derived once for all scans, and words as numbers into a list.

Words take one byte instead of sixteen and are compared as numbers. A group of rows is found by its place in
an array where the engine knows how far its keys reach: townships and months are such keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.clean_table import MONTH_NUMBER, TOWNSHIP_KEY, CleanTable, month_number_of
from data.engines.duckdb_engine import DuckDB, SqlError, is_unlisted, quoted, text_literal


def build_stored(engine: DuckDB, table: CleanTable, select: str) -> None:
    """Create `table` from the rows of `select`; beside its columns a number per date and the township's key.

    A row may hold what is no longer in a list, for lists change over the years: then texts stay texts.
    """
    create = f"create or replace table {quoted(table.name)} as select"
    lists = dict(table.words)
    codes = _township_codes(engine) if "township" in table.columns else []
    if engine.stores_lists and (lists or codes):
        try:
            engine.execute(f"{create} {_listed(table, lists, codes)} from ({select}\n) as clean")
            return
        except SqlError as error:
            if not is_unlisted(error):
                raise
    engine.execute(f"{create} {_listed(table, {}, [])} from ({select}\n) as clean")


def _listed(table: CleanTable, lists: Mapping[str, Sequence[str]], codes: Sequence[str]) -> str:
    replaced = ", ".join(f"{_as_list(name, words)} as {quoted(name)}" for name, words in lists.items())
    columns = [f"* replace ({replaced})" if replaced else "*"]
    if "township" in table.columns:
        columns.append(f"{_as_list('township', codes)} as {TOWNSHIP_KEY}")
    for name in table.dates:
        columns.append(f"{MONTH_NUMBER.format(date=quoted(name))} as {quoted(month_number_of(name))}")
    return ", ".join(columns)


def _as_list(column: str, words: Sequence[str]) -> str:
    if not words:
        return quoted(column)
    return f"cast({quoted(column)} as enum({', '.join(map(text_literal, words))}))"


def _township_codes(engine: DuckDB) -> list[str]:
    sql = "select distinct township from areas where township is not null order by township"
    return [code for (code,) in engine.rows(sql)]
