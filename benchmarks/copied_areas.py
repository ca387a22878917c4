"""A mart of many townships made of one of fewer: the areas below the whole, each copy beside the last.

To compute 40,000 townships takes the better part of an hour; what is measured is how they are read. The copy
has the same tables in the same order as a mart that was computed (parent by parent), as many rows and as many
bytes to look through; only its figures come again and again.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from metrics.branch_reports import TABLES, TOLD

BY_AREA = ("period_sums", "signal_points", "signal_series", "year_trends")
BY_TOWNSHIP = ("submissions", "branch_submissions", "branch_coverage")

# grain: an area of a level and a copy, with its number in the new mart. The whole and its kinds stay single
_NUMBERS = """
create temp table numbers as
with levels as (
    select area_no, copy,
        case area_type when 'province' then 1 when 'city' then 2 when 'county' then 3 when 'township' then 4
        end * (area_no > 0)::integer as level
    from old.areas, range({copies}) as t (copy)
)
select area_no as old_no, copy::integer as copy, coalesce(level, 0) as level,
    (row_number() over (order by coalesce(level, 0), copy, area_no) - 1)::integer as new_no
from levels
where coalesce(level, 0) > 0 or copy = 0"""
_AREAS = """
insert into new.areas
select areas.* replace (
    if(here.copy = 0, area, area || '-' || here.copy) as area,
    here.new_no as area_no,
    coalesce(above.new_no, 0) as parent_no,
    first.new_no as first_no,
    last.new_no as last_no
)
from old.areas as areas
join numbers as here on here.old_no = areas.area_no
left join numbers as above on above.old_no = areas.parent_no and (above.copy = here.copy or above.level = 0)
left join numbers as first on first.old_no = areas.first_no and first.copy = here.copy
left join numbers as last on last.old_no = areas.last_no and last.copy = here.copy
order by here.new_no"""
_ROWS = """
insert into new.{table}
select * replace ((area_no + {shift})::integer as area_no)
from old.{table} where area_no between {first} and {last}"""

_SUBMISSIONS = """
insert into new.submissions
select kept.* replace (areas.area as township)
from old.submissions as kept
join old.areas as was on was.area = kept.township
join numbers on numbers.old_no = was.area_no
join new.areas as areas on areas.area_no = numbers.new_no
order by areas.area_no"""


def copied(mart: Path, path: Path, copies: int) -> Path:
    """The mart file `path` with `copies` times the areas of `mart`."""
    with duckdb.connect(":memory:", config={"memory_limit": "4GB", "threads": 2}) as session:
        session.execute(f"attach '{mart}' as old (read_only)")
        session.execute(f"attach '{path}' as new")
        session.execute("copy from database old to new (schema)")
        session.execute(_NUMBERS.format(copies=copies))
        session.execute(_AREAS)
        for (table,) in session.execute(
            "select table_name from duckdb_tables() where database_name = 'old'"
        ).fetchall():
            if table not in ("areas", *BY_AREA, *BY_TOWNSHIP):
                session.execute(f"insert into new.{table} from old.{table}")
        for first, last, shift in _spans(session):
            for table in BY_AREA:
                session.execute(_ROWS.format(table=table, first=first, last=last, shift=shift))
        session.execute("create table area_numbers as from new.areas")
        session.execute(_SUBMISSIONS)
        session.execute("use new")
        for table, (keys, sums) in TABLES.items():
            session.execute(TOLD.format(table=table, keys=keys, sums=sums))
    return path


def _spans(session: duckdb.DuckDBPyConnection) -> list[tuple[int, int, int]]:
    """(first, last, shift) of the numbers of a level and a copy, as they stand in the new mart."""
    return session.execute("""
        select min(old_no), max(old_no), any_value(new_no - old_no)
        from numbers group by level, copy order by level, copy""").fetchall()
