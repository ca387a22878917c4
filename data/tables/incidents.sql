-- grain: one row per event, as it stands after every export that mentions it
-- computed: is_solved_within_90d boolean, is_clearance_window_passed boolean
-- turns_after: solved_on 0, occurred_on clearance_days
select
    standing_incidents.* replace (
        case when solved_on <= as_of then solved_on end as solved_on
    ),
    solved_on is not null
    and solved_on <= as_of
    and solved_on between occurred_on and occurred_on + clearance_days as is_solved_within_90d,
    occurred_on + clearance_days <= as_of as is_clearance_window_passed
from standing_incidents
join export_as_of using (export)
cross join settings
