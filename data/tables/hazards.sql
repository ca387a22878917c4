-- grain: one row per hazard found, as it stands after every export that mentions it
-- breakdowns: domain, severity
-- computed: overdue_on date
-- turns_after: rectified_on 0
select
    standing_hazards.* replace (
        coalesce(due_on, found_on + hazard_due_days) as due_on,
        case when rectified_on <= as_of then rectified_on end as rectified_on
    ),
    coalesce(due_on, found_on + hazard_due_days) + 1 as overdue_on
from standing_hazards
join export_as_of using (export)
cross join settings
