"""What a mart keeps beside its figures, where the session of the publication has made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

# table of the session → how it is sorted in the mart
COMPANIONS = {
    "scoring_standards": "is_own, year",
    "questions": "township, subject, question",
    "open_overdue": "township, table_name, due_on, case_id",
}


def store_companions(engine: DuckDB) -> None:
    """Copy the companions that are there into the attached mart."""
    made = engine.rows("select table_name from duckdb_tables() where database_name = 'memory'")
    for (name,) in made:
        if name in COMPANIONS:
            engine.execute(
                f"create table mart.{name} as select * from memory.{name} order by {COMPANIONS[name]}"
            )
