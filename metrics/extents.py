"""What an area was made of, over time: after a merger its figures are those of more people than before.

A change is only told between figures of the same extent. Where townships went into others between two
periods, the earlier figure is restated: it is counted for the area as it is now, with the townships that went
into it. Where the merger falls inside the later period itself, the two are not compared. What is shown as a
figure of its own is never restated: each township keeps its history under its own code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

# from here on: the numbers of areas as they are now, over all their history; no reader sees them
RESTATED = 500_000

# townships that ended; a store whose register has none of them has an empty table, and a test none at all
HOLDINGS = """
create table if not exists holdings (township varchar, since date, until date, holder varchar)"""

# one row: an area and the first month in which it was made of other townships than before
EXTENT_CHANGES = """
create or replace table extent_changes as
with handovers as (
    select township as ended, since, holder, lag(holder) over (partition by township order by since) as before
    from holdings
    qualify before <> holder
)
select distinct area_no, (year(since) * 12 + month(since) - 1)::integer as month_no
from handovers join area_members on area_members.township in (holder, before)
group by ended, since, area_no
having count(*) = 1"""

# beside each area that changed, a second one: all townships that are part of it now, for all of history
RESTATED_MEMBERS = f"""
insert into area_members
with today as (
    select areas.township, coalesce(holder, areas.township) as holder
    from areas
    left join holdings on holdings.township = areas.township and until = date '9999-12-01'
)
select {RESTATED} + area_no, today.township
from (select distinct area_no from extent_changes) as changed
join area_members using (area_no)
join today on today.holder = area_members.township"""

# one row: an area, a period and one of its two pasts that was of another extent; `restated_no`: the area that
# stands for that past, NULL where nothing comparable does
EXTENTS = f"""
create or replace table extents as
with pasts as (
    select period_no, start_no, end_no, previous_no as past_no, 'previous' as base from periods
    union all
    select period_no, start_no, end_no, last_year_no, 'last_year' from periods
),
last_changes as (select area_no, max(month_no) as last_no from extent_changes group by area_no)
select distinct
    area_no,
    pasts.period_no,
    base,
    past_no,
    case when pasts.start_no >= last_no then {RESTATED} + area_no end as restated_no
from pasts
join periods as past on past.period_no = pasts.past_no
join extent_changes on month_no > past.start_no and month_no <= pasts.end_no
join last_changes using (area_no)"""

BEFORE_PERIODS = (HOLDINGS, EXTENT_CHANGES, RESTATED_MEMBERS)
# what a mart stores at once (metrics/area_blocks.py)
BLOCK_EXTENTS = "create or replace view block_extents as from extents"

AFTER_PERIODS = (EXTENTS, BLOCK_EXTENTS)

# one row: an indicator, an area and a period of which a past was of another extent. `has_…`: what to compare
# with stands here, NULL where there is nothing. Small and joined once: mergers must not slow down reading
_STORED = """
create or replace table restated as
select
    indicators.indicator_no,
    extents.area_no,
    extents.period_no,
    {columns}
from memory.block_extents as extents
cross join (select distinct indicator_no from memory.reported_sums) as indicators
left join memory.reported_sums as sums
    on sums.indicator_no = indicators.indicator_no
    and sums.area_no = extents.restated_no
    and sums.period_no = extents.past_no
group by indicators.indicator_no, extents.area_no, extents.period_no
order by indicators.indicator_no, extents.period_no, extents.area_no"""
_STORED_PAST = """
    bool_or(base = '{base}') as has_{base},
    any_value(numerator) filter (where base = '{base}') as {base}_numerator,
    any_value(denominator) filter (where base = '{base}') as {base}_denominator,
    any_value(squares) filter (where base = '{base}') as {base}_squares,
    coalesce(any_value(complete) filter (where base = '{base}'), false) as {base}_complete"""
STORED_RESTATED = _STORED.format(
    columns=",".join(_STORED_PAST.format(base=base) for base in ("previous", "last_year"))
)

JOIN = """
    left join restated
        on restated.indicator_no = now.indicator_no
        and restated.area_no = now.area_no
        and restated.period_no = now.period_no"""
SUM = """
        if(coalesce(restated.has_{base}, false), restated.{base}_{column}, {base}.{column})
            as {base}_{column},"""


def has_mergers(engine: DuckDB) -> bool:
    """Whether an area of the session was ever made of other townships than now."""
    return bool(engine.rows("select 1 from memory.extent_changes limit 1"))
