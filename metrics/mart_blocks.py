"""A mart of more figures than memory has room for: the same tables, filled block after block.

Townships are summed by block (metrics/area_blocks.py), twice: first for the areas above them, which are
stored first, then for themselves, to be judged against what is stored by then. Sums of counts are the same in
whatever order they are added, others not: these alone are added up from all townships at once. What else is
in memory at once belongs to one block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from metrics.area_blocks import EVERYTHING, Block, begun_or_added, blocks_of, is_of_townships
from metrics.area_numbers import BLOCK_MONTHS, compared_with
from metrics.extents import RESTATED, STORED_RESTATED
from metrics.judgements import judge
from metrics.periods import sum_by_month, sum_by_period, sum_inexact_months
from metrics.renewal import report_sums
from metrics.sums_to_judge import add_events, load_events, refuse_impossible_sums

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

# so many take 1.7 GB of memory, of 4 that a session has: the rows of the store want theirs
MOST_FIGURES = 4_000_000

_SIZE = """
select
    (select count(*) from memory.area_numbers),
    (select count(*) from memory.indicator_rules) * (select count(*) from memory.{periods})"""

# the areas that are summed now, with their second selves (metrics/extents.py)
_AREAS = f"(area_no between {{first}} and {{last}} or area_no - {RESTATED} between {{first}} and {{last}})"
_ALL_MEMBERS = "create or replace table all_members as from area_members"
_MEMBERS = f"create or replace table area_members as select * from all_members where {_AREAS}"
_MEMBERS_ABOVE = f"""
create or replace table area_members as
with below as (select distinct township from all_members where {_AREAS})
select all_members.*
from all_members left join below using (township)
where (area_no < {{townships}} or area_no between {RESTATED} and {RESTATED} + {{townships}} - 1)
    and (below.township is not null or {{with_unknown}} and all_members.township is null)"""
_AT_HAND = (
    "create or replace view block_areas as from areas semi join area_members using (township)",
    """
create or replace table months_at_hand as
select indicator_months.*
from indicator_months
semi join area_members on area_members.township is not distinct from indicator_months.township""",
    "create or replace view block_months as from months_at_hand",
)
_BLOCK_EXTENTS = """
create or replace view block_extents as
select * from extents where area_no between {first} and {last}"""

_KEPT = {
    "above_months": (
        "area_months",
        "indicator_no, clock_no, area_no, month_no",
        "numerator denominator squares",
    ),
    "above_reports": ("period_reports", "clock_no, period_no, area_no", "expected covered"),
}

# what the areas of a block are compared with: what is stored of the areas above, and the block itself
_BESIDE = """
create or replace temp table beside_sums as
with above as (
    select distinct unnest([parent_no, kind_no]) as area_no
    from memory.area_numbers where area_no between {first} and {last}
)
select indicator_no, period_no, area_no, numerator, denominator
from period_sums semi join above using (area_no)
union all
select indicator_no, period_no, area_no, numerator, denominator from memory.reported_sums"""


class Filling(Protocol):
    """What comes before the first figures of a mart, and after the last: in the mart being written.

    `chart`: what follows from figures that are written.
    """

    def begin(self, engine: DuckDB, is_at_once: bool) -> None: ...
    def end(self, engine: DuckDB) -> None: ...
    def chart(self, engine: DuckDB) -> None: ...


def fill_figures(engine: DuckDB, filling: Filling) -> None:
    """Fill the attached mart with the figures of `stale_periods`, judged: at once, or block after block."""
    blocks = _blocks(engine, "stale_periods")
    if blocks == [EVERYTHING]:
        _fill_at_once(engine, filling)
    else:
        _fill_in_blocks(engine, filling, blocks)
    filling.chart(engine)


def blocks_to_chart(engine: DuckDB) -> list[Block]:
    """The areas whose signals are found at once: those with as many figures in all periods."""
    return _blocks(engine, "periods")


def _blocks(engine: DuckDB, periods: str) -> list[Block]:
    [(areas, figures)] = engine.rows(_SIZE.format(periods=periods))
    most = max(1, MOST_FIGURES // max(1, figures))
    return [EVERYTHING] if areas <= most else blocks_of(engine, most)


def _fill_at_once(engine: DuckDB, filling: Filling) -> None:
    sum_by_month(engine)
    _sum_periods(engine)
    events = load_events(engine)
    with engine.writing_mart():
        filling.begin(engine, is_at_once=True)
        add_events(engine, events)
        judge(engine, compared_with(engine))
        filling.end(engine)


def _fill_in_blocks(engine: DuckDB, filling: Filling, blocks: Sequence[Block]) -> None:
    engine.execute(_ALL_MEMBERS)
    _sum_above(engine, blocks)
    for number, block in enumerate(blocks):
        _sum(engine, block)
        events = load_events(engine)
        with engine.writing_mart():
            if number == 0:
                filling.begin(engine, is_at_once=False)
            else:
                engine.execute(begun_or_added(STORED_RESTATED, number))
            add_events(engine, events)
            engine.execute(_BESIDE.format(**vars(block)))
            judge(engine, compared_with(engine), "beside_sums")
    with engine.writing_mart():
        filling.end(engine)


def _sum_above(engine: DuckDB, blocks: Sequence[Block]) -> None:
    """Leave `above_months` and `above_reports`: of the areas above the townships, from block after block."""
    of_townships = [block for block in blocks if is_of_townships(engine, block)]
    for number, block in enumerate(of_townships):
        bounds = {"townships": of_townships[0].first, "with_unknown": str(number == 0).lower()}
        engine.execute(_MEMBERS_ABOVE.format(**vars(block), **bounds))
        _sum_months_at_hand(engine)
        for kept, (table, *_) in _KEPT.items():
            created = f"create or replace table {kept} as select * from {table}"
            engine.execute(begun_or_added(created, number))
    _add_up_above(engine)
    _sum_inexact_above(engine, of_townships[0].first)


def _add_up_above(engine: DuckDB) -> None:
    """What the blocks gave of an area, as one sum."""
    for kept, (_, keys, sums) in _KEPT.items():
        listed = ", ".join(f"sum({each}) as {each}" for each in sums.split())
        engine.execute(
            f"create or replace table {kept} as select {keys}, {listed} from {kept} group by {keys}"
        )


def _sum_inexact_above(engine: DuckDB, townships: int) -> None:
    """Halves and thirds are added up from all townships at once: those of few indicators, if any."""
    bounds = {"first": 0, "last": townships - 1}
    engine.execute(_MEMBERS.format(**bounds))
    engine.execute(BLOCK_MONTHS)
    sum_inexact_months(engine, "above_months")


def _sum_months_at_hand(engine: DuckDB) -> None:
    for statement in _AT_HAND:
        engine.execute(statement)
    sum_by_month(engine)


def _sum(engine: DuckDB, block: Block) -> None:
    """Leave the `reported_sums` of a block's areas."""
    engine.execute(_MEMBERS.format(**vars(block)))
    engine.execute(_BLOCK_EXTENTS.format(**vars(block)))
    if is_of_townships(engine, block):
        _sum_months_at_hand(engine)
    else:
        for kept, (table, *_) in _KEPT.items():
            areas = _AREAS.format(**vars(block))
            engine.execute(f"create or replace table {table} as select * from {kept} where {areas}")
    _sum_periods(engine)


def _sum_periods(engine: DuckDB) -> None:
    sum_by_period(engine)
    refuse_impossible_sums(engine)
    report_sums(engine)
