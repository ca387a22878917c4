-- grain: one row per township and month in which it existed, from the first to the newest published month
-- columns: township text, month date, population count
-- The population is that of the register in force in the month; before the first register, the first one's.
with counted as (
    select
        township,
        coalesce(reported_month, date '0001-01-01') as since,
        population,
        row_number() over (
            partition by township, reported_month order by upload desc, "row" desc
        ) as recency
    from register_rows
),

in_force as (
    select
        areas.township,
        published_months.month,
        arg_max(counted.population, counted.since)
            filter (where counted.since <= published_months.month) as newest_population,
        arg_min(counted.population, counted.since) as first_population
    from areas
    cross join published_months
    left join counted
        on counted.township = areas.township
        and counted.recency = 1
    where coalesce(areas.valid_from <= last_day(published_months.month), true)
        and coalesce(areas.valid_to >= published_months.month, true)
    group by
        areas.township,
        published_months.month
)

select
    in_force.township,
    in_force.month,
    coalesce(newest_population, first_population, areas.population) as population
from in_force
join areas using (township)
