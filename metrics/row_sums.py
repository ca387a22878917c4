"""The sums of the followed tables, carried on from mart to mart: what changed is taken out and added.

In the session: `row_sums`, `item_sums`, `filled_columns` and `closing_days` of the affected
rows as they read now, in the schema `before` as they read before, and in `last` (the last mart) of all rows.
The sums are exact, so nothing is lost on the way. `row_sums` grows with the history, and `item_sums` has
millions of rows in a large county: of these only the groups that change are computed, and changed in place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.clean_storage import build_stored
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
# table of sums, small enough to be added up whole → (its group, its sums, which rows are kept)
ADDED = {
    "filled_columns": (("table_name", "name"), ("filled",), "true"),
    "closing_days": (("table_name", "township", "month"), ("on_day", "around"), "on_day > 0 or around > 0"),
}


@dataclass(frozen=True)
class Carried:
    """A table of sums that is changed in place; `group`: what one row is told by."""

    name: str
    changes: str
    group: tuple[str, ...]

    def say(self, statement: str) -> str:
        """A statement of these, about this table."""
        columns = ", ".join((*GROUP, *SUMS, *self.group[len(GROUP) :]))
        return statement.format(
            name=self.name,
            changes=self.changes,
            group=", ".join(self.group),
            columns=columns,
            same_kept=self._same("kept"),
            same_in_place=self._same(self.name),
        )

    def _same(self, table: str) -> str:
        return " and ".join(
            f"{table}.{name} {'is not distinct from' if name == 'township' else '='} changes.{name}"
            for name in self.group
        )


ROWS = Carried("row_sums", "row_changes", GROUP)
ITEMS = Carried("item_sums", "item_changes", ITEM_GROUP)

# grain: a group that counts for something else than before, with its new sums
_CHANGES = f"""
create or replace table {{changes}} as
with changes as (
    select {{group}}, {", ".join(f"sum({name}) as {name}" for name in SUMS)}
    from (
        select * from {{name}}
        union all
        select * replace ({", ".join(f"-{name} as {name}" for name in SUMS)}) from before.{{name}}
    ) as signed
    group by all
    having {" or ".join(f"sum({name}) <> 0" for name in SUMS)}
)
select
    changes.* replace ({", ".join(f"coalesce(kept.{name}, 0) + changes.{name} as {name}" for name in SUMS)})
from changes
left join last.{{name}} as kept on {{same_kept}}"""
_TAKE_OUT = """
delete from {name} using memory.main.{changes} as changes
where {same_in_place}"""
_PUT_IN = """
insert into {name} ({columns})
select {columns} from memory.main.{changes} where numerator <> 0 or denominator <> 0"""
# what changes lies together: a publication then opens the newest months alone, not all that piled up
ITEM_ORDER = "month, number"
# where nothing can be changed in place
_ALL = """
create or replace table {name} as
select {columns} from last.{name} as kept
anti join memory.main.{changes} as changes on {same_kept}
union all
select {columns} from memory.main.{changes} where numerator <> 0 or denominator <> 0"""

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


def add_to_last(engine: DuckDB, followed: Iterable[str]) -> None:
    """The tables of ADDED of the affected rows → those of all rows; followed: clean tables.

    Of a table that is not followed all rows were counted, and the last mart's are of no use.
    """
    listed = ", ".join(text_literal(table) for table in sorted(followed)) or "''"
    for name, (group, sums, kept) in ADDED.items():
        kinds = engine.rows(f"describe main.{name}")  # a sum of integers is wider than they are
        taken_out = ", ".join(f"-{each} as {each}" for each in sums)
        engine.execute(
            f"create or replace table added as select {', '.join(group)}, "
            f"{', '.join(f'sum({each}) as {each}' for each in sums)} from ("
            f"select * from last.{name} where table_name in ({listed}) "
            f"union all select * from main.{name} union all "
            f"select * replace ({taken_out}) from before.{name}) as signed group by all"
        )
        columns = ", ".join(f"{column}::{kind} as {column}" for column, kind, *_ in kinds)
        engine.execute(f"create or replace table {name} as select {columns} from added where {kept}")
    engine.execute("drop table added")


def change_row_sums(engine: DuckDB) -> None:
    """Leave `row_changes`, and in `row_sums` those of all rows."""
    engine.execute(ROWS.say(_CHANGES))
    engine.execute(ROWS.say(_ALL))


def change_item_sums(engine: DuckDB) -> None:
    """Leave `item_changes`."""
    engine.execute(ITEMS.say(_CHANGES))


def store_row_sums(engine: DuckDB, counted: Counted, in_place: bool) -> None:
    """Into the mart being written. in_place: it is a copy of the last one."""
    whole = BESIDE_ITEMS | (CARRIED if counted.is_carried_on else {})
    if counted.changes and in_place:
        del whole[ROWS.name]
        for statement in (_TAKE_OUT, _PUT_IN):
            engine.execute(ROWS.say(statement))
            engine.execute(ITEMS.say(statement))
    elif counted.changes:
        engine.execute(ITEMS.say(_ALL))
    else:
        whole[ITEMS.name] = ITEM_ORDER
    for name, order in whole.items():
        engine.execute(f"create or replace table {name} as select * from memory.main.{name} order by {order}")
    for name in () if counted.is_carried_on else CARRIED:
        engine.execute(f"drop table if exists {name}")
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
    """Corrections of the months whose uploads are those of before, from the last mart.

    Stored anew with them: they may be of a township that the register no longer has.
    """
    corrections = clean_tables({})["corrections"]
    columns = ", ".join(corrections.columns)
    engine.execute(f"create or replace table carried as select {columns} from corrections")
    for export in sorted(change.followed):
        months = [month for month in change.changed_months(export) if month]
        engine.execute(
            f"insert into carried select {columns} from last.months_corrected "
            "where export = ? and not list_contains(?::date[], month)",
            [export, months],
        )
    build_stored(engine, corrections, f"select {columns} from carried")
