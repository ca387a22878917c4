"""Published Parquet files → the rows that stand, one table per export and one view per clean table.

Names in the session: `accepted_<export>` (every row of every standing upload, with `is_withdrawn`),
`live_<export>` (one row per key) and `standing_<table>` (the live rows of all exports feeding a clean table).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from data.clean_table import SQL_TYPES, export_kinds, fed_columns
from data.engines.duckdb_engine import DuckDB, quoted, text_literal
from data.language import say
from data.live import LiveData, LiveFile
from data.refusal import Refused

if TYPE_CHECKING:
    from data.export_format import Export

PROVENANCE = {"upload": "bigint", "reported_month": "date", "row": "bigint"}


def load_standing_rows(
    engine: DuckDB, live: LiveData, exports: Mapping[str, Export], touched: Collection[str] = ()
) -> list[str]:
    """Build the three kinds of tables for every export that has a standing upload; returns the exports' ids.

    touched: exports of which only the rows in `touched_<export>` are read, with its `is_affected`, from the
    uploads in `touched_files_<export>`.
    Raises Refused where rows of an export are published whose definition is gone.
    """
    published = list(dict.fromkeys(file.upload.export for file in live.files))
    for export_id in published:
        if export_id not in exports:
            raise Refused(
                say("已发布过“{id}”的数据，但找不到它的登记表定义", id=export_id), where=f"{export_id}.toml"
            )
        files = live.of_export(export_id)
        if export_id in touched:
            files = _touched_files(engine, export_id, files)
        load_accepted(engine, exports[export_id], files, export_id in touched)
        keep_last_of_each_key(engine, exports[export_id])
    for table in dict.fromkeys(exports[export_id].table for export_id in published):
        feeding = [exports[export_id] for export_id in published if exports[export_id].table == table]
        unite(engine, table, fed_columns(exports, table), feeding, feeding[0].id in touched)
    return published


def _touched_files(engine: DuckDB, export_id: str, files: tuple[LiveFile, ...]) -> tuple[LiveFile, ...]:
    """Those that have a touched row; where none has, one: it has no such row, but the columns."""
    numbers = {upload for (upload,) in engine.rows(f"from {quoted('touched_files_' + export_id)}")}
    return tuple(file for file in files if file.upload.id in numbers) or files[:1]


def load_accepted(
    engine: DuckDB,
    export: Export,
    files: Iterable[LiveFile],
    is_touched: bool = False,
    name: str = "accepted_",
) -> None:
    """`accepted_<export>`: provenance, all declared columns (NULL in older files), `is_withdrawn`."""
    files = list(files)
    declared = {column: SQL_TYPES[kind] for column, kind in export_kinds(export).items()}
    # a register or a list of targets has no rows in time
    view_files(engine, "arriving", files, PROVENANCE | declared, is_small=not export.opening)
    is_withdrawn = withdrawal(engine, export, files)
    rows, listed = "arriving", "*"
    if is_touched:
        touched = quoted("touched_" + export.id)
        rows += f" join {touched} as touched on {same_key(export, 'arriving', 'touched')}"
        listed = "arriving.*, is_affected"
    engine.execute(
        f"create or replace table {quoted(name + export.id)} as "
        f"select {listed}, {is_withdrawn} as is_withdrawn from {rows}"
    )


def view_files(
    engine: DuckDB,
    name: str,
    files: Sequence[LiveFile],
    columns: Mapping[str, str],
    is_small: bool = False,
) -> None:
    """A view over files of one export: `columns`, name → SQL type; what a file lacks is NULL."""
    engine.load_parquet("files_of_" + name, [file.path for file in files], is_small)
    present = {column for column, *_ in engine.rows(f"describe {quoted('files_of_' + name)}")}
    listed = ", ".join(
        f"cast({quoted(column) if column in present else 'null'} as {sql_type}) as {quoted(column)}"
        for column, sql_type in columns.items()
    )
    engine.execute(f"create or replace view {name} as select {listed} from {quoted('files_of_' + name)}")


def same_key(export: Export, left: str, right: str) -> str:
    """SQL: rows of two tables have one key; a part that may be blank is the same where both are."""
    return " and ".join(
        f"{left}.{quoted(name)} {'=' if export.columns[name].required else 'is not distinct from'} "
        f"{right}.{quoted(name)}"
        for name in export.key
    )


def withdrawal(engine: DuckDB, export: Export, files: Iterable[LiveFile]) -> str:
    """SQL that is true for a row that a later `--replace` took away; loads the table it reads."""
    pairs = [(file.upload.id, code) for file in files for code in sorted(file.withdrawn)]
    column = township_of(export)
    if not pairs or not column:
        return "false"
    uploads, codes = zip(*pairs, strict=True)
    engine.load("withdrawn", pa.table({"upload": pa.array(uploads, pa.int64()), "township": list(codes)}))
    return f"coalesce((upload, {quoted(column)}) in (select (upload, township) from withdrawn), false)"


def township_of(export: Export) -> str:
    """The column that says whose row it is; the register's own rows belong to the township they describe."""
    column = export.township_column
    if column:
        return str(column.id)
    return "code" if export.table == "townships" else ""


def keep_last_of_each_key(engine: DuckDB, export: Export) -> None:
    """`live_<export>`: of the rows that share a key the one that wins, later months, uploads and rows first.

    Few rows are ever superseded: their numbers are kept, and the others are not copied.
    """
    accepted, superseded = quoted("accepted_" + export.id), quoted("superseded_" + export.id)
    key = ", ".join(quoted(name) for name in export.key)
    if not engine.numbers_rows and export.opening:
        engine.execute(_last_of_each_key_by_place(export, accepted, key))
        return
    engine.execute(
        f"create or replace table {superseded} as select accepted_row from (select rowid as accepted_row, "
        f"row_number() over (partition by {key} order by {winning_order(export.wins)}) as place "
        f"from {accepted} where not is_withdrawn) as placed where place > 1"
    )
    engine.execute(
        f"create or replace view {quoted('live_' + export.id)} as "
        f"select * exclude (is_withdrawn) from {accepted} as accepted "
        f"anti join {superseded} as superseded on superseded.accepted_row = accepted.rowid "
        "where not is_withdrawn"
    )


def _last_of_each_key_by_place(export: Export, accepted: str, key: str) -> str:
    """`live_<export>` where rows have no numbers of their own (data/engines/rows_on_spark.py)."""
    return (
        f"create or replace view {quoted('live_' + export.id)} as select * exclude (is_withdrawn, place) "
        f"from (select *, row_number() over (partition by {key} order by {winning_order(export.wins)}) "
        f"as place from {accepted} where not is_withdrawn) as placed where place = 1"
    )


def winning_order(wins: str) -> str:
    """The `order by` that puts the winner first."""
    if wins == "first":
        return 'reported_month asc nulls first, upload asc, "row" asc'
    last = 'reported_month desc nulls last, upload desc, "row" desc'
    return last if wins == "last" else f"{quoted(wins)} desc nulls last, {last}"


def unite(
    engine: DuckDB,
    table: str,
    columns: Mapping[str, str],
    feeding: Iterable[Export],
    is_touched: bool = False,
) -> None:
    """`standing_<table>`: the live rows of `feeding` under their exports' names; missing columns are NULL."""
    selects = [_select_for(export, columns, is_touched) for export in feeding]
    engine.execute(f"create or replace view {quoted('standing_' + table)} as {' union all '.join(selects)}")


def _select_for(export: Export, columns: Mapping[str, str], is_touched: bool) -> str:
    own = export.columns
    listed = ", ".join(
        f"cast({quoted(name) if name in own else 'null'} as {SQL_TYPES[kind]}) as {quoted(name)}"
        for name, kind in columns.items()
    )
    mark = ", is_affected" if is_touched else ""
    return f"select {text_literal(export.id)} as export, {listed}{mark} from {quoted('live_' + export.id)}"
