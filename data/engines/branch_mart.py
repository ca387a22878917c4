"""A mart of several levels as one branch of it: a copy in memory in which the branch is the county.

Its area has the code `county`, the areas right below it are what a county's townships are, and whatever else
the mart knows by township is told of them. So every page that shows a county shows a city or a province, and
has as much to read. Nothing is in it of what lies beside or above, and where only some areas of a branch may
be seen, nothing of the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from data.branches import WHOLE
from data.engines.duckdb_engine import quoted, text_literal
from data.engines.limited_mart import (
    LEFT_EMPTY,
    ROWS_OF_UPLOADS,
    TOWNSHIP_SPANS,
    CopiedMartConnection,
)

# grain: area. The branch itself and what is right below it; `is_seen` leaves out what may not be read
SEEN = """
create temp table seen as
select areas.*, root.area_no as root_no
from mart.areas as areas, (select * from mart.areas where area = {branch}) as root
where areas.area_no = root.area_no
    or (areas.parent_no = root.area_no and areas.area_type <> 'kind' and {is_seen})"""
AREAS = """
create table areas as
select * exclude (root_no) replace (
    if(area_no = root_no, 'county', area) as area,
    if(area_no = root_no, 'county', 'township') as area_type,
    root_no as parent_no,
    null::integer as kind_no
)
from seen
order by area_no"""
SPANS_OF_AREAS = f"""
create table {TOWNSHIP_SPANS} as
select
    if(seen.area_no = root_no, 'county', seen.area) as area,
    township.valid_from,
    township.valid_to,
    count(*) as townships
from seen
join mart.areas as township
    on seen.area_no = 0 or township.area_no between seen.first_no and seen.last_no
where township.area_type = 'township' and seen.area_type <> 'township'
group by all"""
# what is told of each township is told of the area that it belongs to (metrics/branch_reports.py)
BY_CHILD = {"submissions": "branch_submissions", "coverage": "branch_coverage"}
OF_CHILDREN = """
select * exclude (parent_no, area_no)
from mart.{table} where parent_no = {root} and area_no in ({areas})"""
# what only a township itself is told
OF_TOWNSHIPS = """
from mart.{table} where township in (
    select area from seen where area_type = 'township' and area_no <> root_no
)"""
UPLOADS = f"""{ROWS_OF_UPLOADS.format(coverage="coverage")}
where upload in (select upload from coverage)
    or upload not in (select upload from mart.branch_coverage where parent_no = 0)"""
# of areas in a row, the file is read where they stand and nowhere else
BY_AREA = """
select * from mart.{table} where area_no = {root}
union all
select * from mart.{table} where area_no between {first} and {last} and area_no in ({areas})"""


class BranchMartConnection(CopiedMartConnection):
    """The mart file `path` as the branch with that code; `only`: the areas right below that may be read."""

    def __init__(self, path: Path, branch: str, only: Iterable[str] | None = None) -> None:
        self._branch, self._is_whole = text_literal(branch), branch == WHOLE
        self._only = None if only is None else ", ".join(map(text_literal, sorted(only))) or "null"
        super().__init__(path)

    def _tables(self) -> list[str]:
        is_seen = "true" if self._only is None else f"areas.area in ({self._only})"
        self._connection.execute(SEEN.format(branch=self._branch, is_seen=is_seen))
        stored = self._stored()
        listed = sorted(stored, key=lambda name: name == "uploads")  # they ask for the coverage
        made = [name for name in listed if name != "areas" and name not in BY_CHILD.values()]
        return [AREAS, SPANS_OF_AREAS, *(self._table(name, stored[name]) for name in made)]

    def _copy(self) -> None:
        super()._copy()
        self._connection.execute("drop table temp.seen")

    def _table(self, name: str, columns: set[str]) -> str:
        return f"create table {quoted(name)} as {self._select(name, columns)}"

    def _select(self, name: str, columns: set[str]) -> str:
        if name in LEFT_EMPTY:
            return f"from mart.{quoted(name)} where false"
        if name in BY_CHILD:
            return OF_CHILDREN.format(table=BY_CHILD[name], **self._numbers)
        if name == "uploads" and not (self._is_whole and self._only is None):
            return UPLOADS
        if "area_no" in columns:
            return BY_AREA.format(table=quoted(name), **self._numbers)
        if "township" in columns:
            return OF_TOWNSHIPS.format(table=quoted(name))
        return f"from mart.{quoted(name)}"

    @cached_property
    def _numbers(self) -> dict[str, str]:
        rows = self._connection.execute("select area_no, root_no from seen order by area_no").fetchall()
        below = [number for number, root in rows if number != root] or [-1]
        root = rows[0][1] if rows else -1
        listed = ", ".join(map(str, below))
        return {"root": str(root), "first": str(min(below)), "last": str(max(below)), "areas": listed}
