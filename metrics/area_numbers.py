"""Areas by number, and the townships that count for each: the whole, kinds, branches, townships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.mart_views import PARENT_NO, WHOLE_NO

if TYPE_CHECKING:
    from data.engines.duckdb_engine import DuckDB

# above the townships (data/branches.py); a test without them has empty tables
BRANCHES = """
create table if not exists branches (
    branch varchar, level varchar, name varchar, parent varchar, place integer
)"""
BRANCH_MEMBERS = """
create table if not exists branch_members (branch varchar, township varchar, is_parent boolean)"""

# one row: an area. The whole first, then kinds, then branches level by level, then townships in register
# order: the areas of one parent bear numbers in a row, and so do all townships below any branch
AREA_NUMBERS = """
create or replace table area_numbers as
with newest as (select max(month) as month from indicator_months),
-- the people of a township that ended are counted by its successor
counted as (
    select areas.*, case when coalesce(valid_to >= newest.month, true) then population end as people
    from areas cross join newest
),
parents as (
    select township, branch as parent, place
    from branch_members join branches using (branch) where is_parent
),
all_areas as (
    select 'county' as area, 'county' as area_type, 0 as layer, 0 as place, 0 as position,
        coalesce(
            (select nullif(name, '') from branches where branch = 'county'),
            case when count(distinct county) = 1 and not exists (from branches) then any_value(county) end
        ) as name,
        null::varchar as kind, sum(people)::bigint as population,
        null::date as valid_from, null::date as valid_to, null::varchar as parent
    from counted
    union all
    select 'kind:' || kind, 'kind', 1, 0, min(position), kind, kind, sum(people)::bigint, null, null, null
    from counted where kind is not null and kind <> '' group by kind
    union all
    select branch, level, case level when 'province' then 2 when 'city' then 3 else 4 end, place, 0,
        branches.name, null, sum(people)::bigint, null, null, any_value(branches.parent)
    from branches join branch_members using (branch) join counted using (township)
    group by branch, level, place, branches.name
    union all
    select township, 'township', 5, coalesce(parents.place, 0), position, name, kind, population::bigint,
        valid_from, valid_to, parents.parent
    from areas left join parents using (township)
),
numbered as (
    select
        (row_number() over (order by layer, place, position, area) - 1)::integer as area_no,
        * replace (coalesce(name, area) as name)
    from all_areas
),
below as (
    select branch as area, min(area_no) as first_no, max(area_no) as last_no
    from branch_members join numbered on numbered.area = township
    group by branch
)
select
    numbered.* exclude (layer, place, position, parent),
    -- a township that is the only one of its kind is not compared with itself
    case
        when area_type = 'township' and kind <> ''
            and count(*) filter (where area_type = 'township') over of_kind > 1
            then min(numbered.area_no) over of_kind
    end as kind_no,
    coalesce(parents.area_no, 0)::integer as parent_no,
    coalesce(first_no, case area_type when 'township' then numbered.area_no end) as first_no,
    coalesce(last_no, case area_type when 'township' then numbered.area_no end) as last_no
from numbered
left join (select area as parent, area_no from numbered) as parents using (parent)
left join below using (area)
window of_kind as (partition by kind)
order by numbered.area_no"""

# one row: an area and a township that counts for it; NULL = figures of no known township, the whole's alone
AREA_MEMBERS = """
create or replace table area_members as
select area_no, areas.township
from area_numbers join areas on area = areas.township
union all
select area_no, areas.township
from area_numbers join areas on area = 'kind:' || areas.kind
union all
select area_no, township
from area_numbers join branch_members on area = branch
union all
select area_no, areas.township from area_numbers, areas where area = 'county'
union all
select area_no, null from area_numbers where area = 'county'"""

# what is summed at once: everything, unless a mart is too large for that (metrics/mart_blocks.py)
BLOCK_MONTHS = "create or replace view block_months as from indicator_months"
BLOCK_AREAS = "create or replace view block_areas as from areas"

AREA_STEPS = (BRANCHES, BRANCH_MEMBERS, AREA_NUMBERS, AREA_MEMBERS, BLOCK_MONTHS, BLOCK_AREAS)


def compared_with(engine: DuckDB) -> str:
    """What areas are compared with: the whole, or where there are branches the area right above."""
    return PARENT_NO if engine.rows("select 1 from memory.branches limit 1") else WHOLE_NO
