"""Standing rows → clean tables: what every figure is counted from.

`tables/*.sql` do the work, one file per clean table; this module lays out what they read. An export that
feeds a table of its own gets its rows as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from data.changed_rows import RowChange, as_of
from data.clean_storage import build_stored
from data.clean_table import SQL_TYPES, CleanTable, clean_tables
from data.engines.duckdb_engine import DuckDB, quoted
from data.live import LiveData
from data.published_periods import load_published_periods
from data.reported_contents import load_reported_contents
from data.settings import Settings, load_settings
from data.standing_rows import load_standing_rows
from data.township_register import Register

if TYPE_CHECKING:
    from data.export_format import Export

NO_REGISTER = "select null::varchar, null::bigint, null::date, null::bigint, null::bigint where false"
TARGETS = {"indicator": "text", "year": "year", "target": "number", "warning": "number"}


def load_clean_tables(
    engine: DuckDB,
    live: LiveData,
    exports: Mapping[str, Export],
    register: Register,
    settings: Settings | None = None,
    change: RowChange | None = None,
    beside: Sequence[Callable[[DuckDB], object]] = (),
) -> None:
    """Build the clean tables that `live` has rows for in the session, and those about the reports themselves.

    Leaves `areas`, `as_of`, `coverage`, `townships`, `targets`, `submissions`, `corrections`, the clean
    tables of the published exports, and per export `live_<export>`. A table never fed does not exist
    (`targets` always does). Deterministic: the newest published month stands in for today.
    change: of what it follows only affected rows, after `find_touched`, and `corrections` of changed months.
    beside: tasks that need the catalogue's facts alone, run beside the building.
    """
    published = load_standing_rows(engine, live, exports, change.followed if change else ())
    load_published_periods(engine, live, exports, register, settings or load_settings())
    engine.side_by_side([partial(_build_all, live, exports, published, change), *beside])


def _build_all(
    live: LiveData,
    exports: Mapping[str, Export],
    published: Sequence[str],
    change: RowChange | None,
    engine: DuckDB,
) -> None:
    load_reported_contents(engine, live, [exports[export_id] for export_id in published], change)
    _unite_registers(engine, [exports[export_id] for export_id in published])
    fed = _tables_of(exports, published)
    touched = _tables_of(exports, change.followed) if change else set()
    wanted = [table for table in clean_tables(exports).values() if table.name in fed or table.is_kept_by_us]
    engine.side_by_side([partial(_build, table, table.name in touched) for table in wanted])
    if "targets" not in fed:
        _build_empty(engine, "targets", TARGETS)


def _tables_of(exports: Mapping[str, Export], ids: Iterable[str]) -> set[str]:
    return {exports[each].table for each in ids}


def load_rows_before(engine: DuckDB, change: RowChange, exports: Mapping[str, Export]) -> list[str]:
    """The affected rows of the followed exports as they read before, in the schema that is in use.

    Needs `settings` in the session. Gives the names of the clean tables that there were.
    """
    files = tuple(file for file in change.before.files if file.upload.export in change.followed)
    published = load_standing_rows(engine, replace(change.before, files=files), exports, change.followed)
    days = {each: as_of(change.before, each) for each in published}
    engine.load(
        "export_as_of",
        pa.table({"export": pa.array(days, pa.string()), "as_of": pa.array(days.values(), pa.date32())}),
    )
    fed = _tables_of(exports, published)
    for table in clean_tables(exports).values():
        if table.name in fed:
            _build(table, True, engine)
    return sorted(fed)


def _unite_registers(engine: DuckDB, published: Sequence[Export]) -> None:
    """`register_rows`: the standing rows of every year's register, for populations change over the years."""
    selects = [
        f'select code, population, reported_month, upload, "row" from {quoted("accepted_" + export.id)} '
        "where not is_withdrawn"
        for export in published
        if export.table == "townships"
    ]
    columns = '(township, population, reported_month, upload, "row")'
    sql = " union all ".join(selects or [NO_REGISTER])
    engine.execute(f"create or replace view register_rows {columns} as {sql}")


def _build(table: CleanTable, is_touched: bool, engine: DuckDB) -> None:
    select = table.sql or f"select * from {quoted('standing_' + table.name)}"
    if is_touched:
        select = f"select * exclude (is_affected) from ({select}\n) where is_affected"
    build_stored(engine, table, select)


def _build_empty(engine: DuckDB, name: str, columns: Mapping[str, str]) -> None:
    listed = ", ".join(f"{quoted(column)} {SQL_TYPES[kind]}" for column, kind in columns.items())
    engine.execute(f"create or replace table {quoted(name)} ({listed})")
