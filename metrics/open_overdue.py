"""What is past its date and still open on the day the figures stand for: numbers of cases alone.

For the township itself and the county's staff, who look a number up in their own register. No subject, no
office, no channel: beside a number they would tell more of one case than a breakdown may.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.clean_table import CLOSED_BY

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

TABLE = "open_overdue"
MOST_KEPT = 100  # a township and table: who has more chases the oldest first
COLUMNS = (
    "township varchar, table_name varchar, case_id varchar, due_on date, days_overdue integer, of_all integer"
)

# grain: case that is not closed on the day the figures stand for
OPEN_COLUMNS = (
    "township varchar, table_name varchar, export varchar, case_id varchar, due_on date, overdue_on date"
)
_OPEN = """
select township, '{table}' as table_name, export, {key}::varchar as case_id, due_on, overdue_on
from {table}
where township is not null and {closed} is null"""

# a row that reads otherwise than before is looked at again
_STILL_OPEN = """
insert into open_cases
select * from last.open_cases as kept
where table_name = '{table}'
    and (export, case_id) not in (select (export, {key}::varchar) from before.{table})"""

# grain: case; `of_all`: how many the township has. What a township left that went into another is that
# one's to close, and counts there
_OVERDUE = """
insert into open_overdue
select
    coalesce(holder, cases.township) as responsible,
    table_name,
    case_id,
    due_on,
    (as_of - due_on)::integer as days_overdue,
    count(*) over (partition by table_name, responsible) as of_all
from open_cases as cases
join as_of using (table_name)
left join holdings
    on holdings.township = cases.township and date_trunc('month', as_of) between since and until
where overdue_on <= as_of
qualify row_number() over (partition by table_name, responsible order by due_on, case_id) <= {most}"""


@dataclass(frozen=True)
class OverdueCase:
    """A case of `table_name` (petitions, hazards) that is open `days_overdue` days after `due_on`."""

    township: str
    table_name: str
    case_id: str
    due_on: Any
    days_overdue: int
    of_all: int


def load_open_cases(engine: DuckDB, before: Collection[str] | None = None) -> None:
    """Leave `open_cases` in the session; reads the clean tables that are there.

    before: the clean tables hold only what has changed since the mart attached as `last`, and these had rows
    then, which the schema `before` holds as they read.
    """
    engine.execute(f"create or replace table open_cases ({OPEN_COLUMNS})")
    tables = {name for (name,) in engine.rows("select table_name from as_of")}
    for table, (key, closed) in CLOSED_BY.items():
        if table in tables:
            engine.gather("still_open", _OPEN.format(table=table, key=key, closed=closed))
            engine.execute("insert into open_cases select * from still_open")
        if before is not None and table in before:
            engine.execute(_STILL_OPEN.format(table=table, key=key))


def load_open_overdue(engine: DuckDB) -> None:
    """Leave `open_overdue` in the session, for the mart to keep; reads `open_cases` and `holdings`."""
    engine.execute(f"create or replace table {TABLE} ({COLUMNS})")
    engine.execute(_OVERDUE.format(most=MOST_KEPT))


def overdue_of(rows: list[tuple[Any, ...]]) -> Mapping[str, list[OverdueCase]]:
    """Township → its cases, the longest overdue first. rows: of the mart's table, in the fields' order."""
    found: dict[str, list[OverdueCase]] = {}
    for case in sorted((OverdueCase(*row) for row in rows), key=lambda case: (case.due_on, case.case_id)):
        found.setdefault(case.township, []).append(case)
    return found
