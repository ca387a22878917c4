"""A mart of a province is summed and charted in blocks: more areas at once than memory has room for.

Areas bear numbers in a row parent by parent (metrics/area_numbers.py), so a block is a span of numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from metrics.extents import RESTATED

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

_CREATED = re.compile(r"\s*create (?:or replace )?table ([\w.]+) as\b")


@dataclass(frozen=True)
class Block:
    """The areas from number `first` to number `last`, both included."""

    first: int
    last: int


EVERYTHING = Block(0, RESTATED - 1)


def begun_or_added(created: str, number: int) -> str:
    """The statement `create or replace table … as …` for the first block; for the others, an insert."""
    return created if number == 0 else _CREATED.sub(r"insert into \1", created, count=1)


def blocks_of(engine: DuckDB, most: int) -> list[Block]:
    """All areas in blocks of about `most`, those above the townships first; no parent's are parted."""
    rows = engine.rows("""
        select area_no, area_type = 'township', parent_no from memory.area_numbers order by area_no""")
    firsts = [0]
    for (_, was_township, parent_before), (area_no, is_township, parent) in pairwise(rows):
        is_full = area_no - firsts[-1] >= most and parent != parent_before
        if is_full or is_township != was_township:
            firsts.append(area_no)
    return [Block(first, following - 1) for first, following in pairwise([*firsts, len(rows)])]


def is_of_townships(engine: DuckDB, block: Block) -> bool:
    """Whether the areas of a block are townships."""
    sql = "select area_type = 'township' from memory.area_numbers where area_no = ?"
    [(found,)] = engine.rows(sql, [block.first])
    return bool(found)
