"""The engine without files or tables: it parses SQL and computes over columns that it is given."""

from __future__ import annotations

import json
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import duckdb

from data.engines.duckdb_engine import Params, config_of

if TYPE_CHECKING:
    import pyarrow as pa


class Calculator:
    """The engine without files or tables: reads SQL and computes over the columns it is given."""

    def __init__(self) -> None:
        config = config_of(threads=1) | {"enable_external_access": False, "lock_configuration": True}
        self._connection = duckdb.connect(":memory:", config=config)
        self._asking = Lock()

    def syntax_tree(self, sql: str) -> dict[str, Any]:
        """What the parser makes of `sql`, which is not run: `error`, and `statements` or `error_type`."""
        with self._cursor() as cursor:
            found = cursor.execute("select json_serialize_sql(?)", [sql]).fetchall()
        tree: dict[str, Any] = json.loads(found[0][0])
        return tree

    def computed(self, expression: str, table: pa.Table) -> pa.ChunkedArray:
        """An SQL expression over every row of an Arrow table, in its order."""
        with self._cursor() as cursor:
            cursor.register("given", table)
            return cursor.sql(f"select {expression} as answer from given").to_arrow_table().column(0)

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        with self._cursor() as cursor:
            return cursor.execute(sql, list(params)).fetchall()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._asking:
            return self._connection.cursor()


@cache
def calculator() -> Calculator:
    """The process's own; any thread may ask it."""
    return Calculator()
