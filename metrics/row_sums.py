"""The sums of the followed tables, carried on from mart to mart: what changed is taken out and added.

In the session: `row_sums`, `item_sums`, `filled_columns` and `closing_days` of the affected
rows as they read now, in the schema `before` as they read before, and in `last` (the last mart) of all rows.
The sums are exact, so nothing is lost on the way. `item_sums` has millions of rows in a large county: only
the groups that change are computed, and they are changed in place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from data.clean_table import clean_tables
from data.engines.duckdb_engine import DuckDB, SqlError, text_literal
from metrics.indicator_months import BREAKDOWN_MONTHS

if TYPE_CHECKING:
    from data.changed_rows import RowChange
    from data.export_parts import Export
    from data.live import LiveData
    from data.settings import Settings
    from metrics.counted_rows import Counted
    from metrics.scan_plan import ScanPlan

FORMAT = "1"
GROUP = ("scan", "number", "township", "month")
ITEM_GROUP = (*GROUP, "dimension", "item")
SUMS = ("numerator", "denominator", "squares")
# table of sums → (its group, its sums, which rows are kept)
ADDED = {
    "row_sums": (GROUP, SUMS, "numerator <> 0 or denominator <> 0"),
    "filled_columns": (("table_name", "name"), ("filled",), "true"),
    "closing_days": (("table_name", "township", "month"), ("on_day", "around"), "on_day > 0 or around > 0"),
}
IS_SAME_ITEM = " and ".join(
    f"{{left}}.{name} {'is not distinct from' if name == 'township' else '='} {{right}}.{name}"
    for name in ITEM_GROUP
)

# grain: a group that counts for something else than before, with its new sums
_ITEM_CHANGES = f"""
create or replace table item_changes as
with changes as (
    select {", ".join(ITEM_GROUP)}, {", ".join(f"sum({name}) as {name}" for name in SUMS)}
    from (
        select * from item_sums
        union all
        select * replace ({", ".join(f"-{name} as {name}" for name in SUMS)}) from before.item_sums
    ) as signed
    group by all
    having {" or ".join(f"sum({name}) <> 0" for name in SUMS)}
)
select
    changes.* replace ({", ".join(f"coalesce(kept.{name}, 0) + changes.{name} as {name}" for name in SUMS)})
from changes
left join last.item_sums as kept on {IS_SAME_ITEM.format(left="kept", right="changes")}"""
_TAKE_OUT_ITEMS = f"""
delete from item_sums using memory.item_changes as changes
where {IS_SAME_ITEM.format(left="item_sums", right="changes")}"""
_COLUMNS = ", ".join((*GROUP, *SUMS, "dimension", "item"))
_PUT_IN_ITEMS = f"""
insert into item_sums
select {_COLUMNS} from memory.item_changes where numerator <> 0 or denominator <> 0"""
# where nothing can be changed in place
_ALL_ITEMS = f"""
create table item_sums as
select {_COLUMNS} from last.item_sums as kept
anti join memory.item_changes as changes on {IS_SAME_ITEM.format(left="kept", right="changes")}
union all
select {_COLUMNS} from memory.item_changes where numerator <> 0 or denominator <> 0"""

# table → its order: what breakdowns are read with
BESIDE_ITEMS = {
    "counted": "number",
    "covered_months": "table_name, township, month",
    "holdings": "township, since",
    "whole_items": "number, dimension, item, township, month, scan",
}
# what the next mart goes on from; small beside `item_sums`
CARRIED = {
    "row_sums": "number, township, month, scan",
    "filled_columns": "table_name, name",
    "closing_days": "table_name, township, month",
    "open_cases": "table_name, export, case_id",
    "months_corrected": "export, month, township",
    "row_ground": "code",
}


def add_to_last(engine: DuckDB, names: Iterable[str], followed: Iterable[str]) -> None:
    """The tables `names` (of ADDED) of the affected rows → those of all rows; followed: clean tables.

    Of a table that is not followed all rows were counted, and the last mart's are of no use.
    """
    listed = ", ".join(text_literal(table) for table in sorted(followed)) or "''"
    for name in names:
        group, sums, kept = ADDED[name]
        kinds = engine.rows(f"describe main.{name}")  # a sum of integers is wider than they are
        is_followed = f"where table_name in ({listed})" if "table_name" in group else ""
        taken_out = ", ".join(f"-{each} as {each}" for each in sums)
        engine.execute(
            f"create or replace table added as select {', '.join(group)}, "
            f"{', '.join(f'sum({each}) as {each}' for each in sums)} from ("
            f"select * from last.{name} {is_followed} union all select * from main.{name} union all "
            f"select * replace ({taken_out}) from before.{name}) as signed group by all"
        )
        columns = ", ".join(f"{column}::{kind} as {column}" for column, kind, *_ in kinds)
        engine.execute(f"create or replace table {name} as select {columns} from added where {kept}")
    engine.execute("drop table added")


def change_items(engine: DuckDB) -> None:
    """Leave `item_changes`."""
    engine.execute(_ITEM_CHANGES)


def store_row_sums(engine: DuckDB, counted: Counted, in_place: bool) -> None:
    """Into the mart being written. in_place: it is a copy of the last one."""
    for name, order in (BESIDE_ITEMS | (CARRIED if counted.is_carried_on else {})).items():
        engine.execute(f"create or replace table {name} as select * from memory.main.{name} order by {order}")
    for name in () if counted.is_carried_on else CARRIED:
        engine.execute(f"drop table if exists {name}")
    if not counted.changes:
        engine.execute("create or replace table item_sums as select * from memory.item_sums order by number")
    elif in_place:
        engine.execute(_TAKE_OUT_ITEMS)
        engine.execute(_PUT_IN_ITEMS)
    else:
        engine.execute(_ALL_ITEMS)
    engine.execute(BREAKDOWN_MONTHS)


def code_of_rows(
    plan: ScanPlan, exports: Mapping[str, Export], settings: Settings, followed: Iterable[str]
) -> str:
    """A digest of what row sums follow from beside the rows: scans, clean tables, exports, settings."""
    tables = clean_tables(exports)
    said = [
        (
            each,
            tables[exports[each].table],
            exports[each].key,
            exports[each].wins,
            sorted(exports[each].columns),
        )
        for each in sorted(followed)
    ]
    scanned = [(scan.name, scan.sql, scan.parts) for scan in plan.scans]
    days = {name: value for name, value in vars(settings).items() if isinstance(value, int)}
    text = repr((FORMAT, said, scanned, sorted(plan.numbers.items()), sorted(plan.split), days))
    return hashlib.sha256(text.encode()).hexdigest()


def standing_rows_of(live: LiveData, followed: Iterable[str]) -> str:
    """A digest of the files whose rows were counted."""
    files = [
        (file.upload.id, file.upload.parquet_sha256, sorted(file.withdrawn))
        for file in live.files
        if file.upload.export in set(followed)
    ]
    return hashlib.sha256(repr(files).encode()).hexdigest()


def leave_ground(engine: DuckDB, code: str, rows: str) -> None:
    """What these sums stand on, for the next publication to compare."""
    engine.execute("create or replace table row_ground (code varchar, standing varchar)")
    engine.execute("insert into row_ground values (?, ?)", [code, rows])


def last_ground(engine: DuckDB) -> tuple[str, str]:
    """(code, rows) of the last mart; empty where it kept no row sums."""
    try:
        found: Sequence[tuple[str, str]] = engine.rows("select code, standing from last.row_ground")
    except SqlError:  # of an older format
        return "", ""
    return found[0] if found else ("", "")


def carry_corrections(engine: DuckDB, change: RowChange) -> None:
    """Corrections of the months whose uploads are those of before, from the last mart."""
    for export in sorted(change.followed):
        months = [month for month in change.changed_months(export) if month]
        engine.execute(
            "insert into corrections select * from last.months_corrected "
            "where export = ? and not list_contains(?::date[], month)",
            [export, months],
        )
