-- grain: one row per request (case), as it stands after every export that mentions it
-- breakdowns: category, channel, assigned_by, handled_by
-- hidden: previous_case_id
-- computed: overdue_on date, days_to_accept count, days_to_close count, is_closed_well boolean,
--   is_named_again boolean, is_reopened_within_90d boolean, is_reopen_window_passed boolean,
--   is_acceptance_window_passed boolean, is_accepted_within_15d boolean, is_closed_within_30d boolean
-- turns_after: received_on 0, accepted_on 0, closed_on 0, received_on acceptance_days,
--   closed_on reopened_days
-- links: previous_case_id case_id
-- The 15, 30, 60 and 90 days are settings; the columns keep the names of what is usual.
-- Dates later than as_of have not happened yet: a request closed in August is open in the mart of July.
with requests as (
    select
        standing_petitions.* exclude (previous_case_id) replace (
            least(
                coalesce(due_on, received_on + request_due_days),
                received_on + longest_request_due_days
            ) as due_on,
            case when accepted_on <= as_of then accepted_on end as accepted_on,
            case when closed_on <= as_of then closed_on end as closed_on,
            -- who names an earlier case has been here before, whatever the box says
            case
                when visit_kind = 'first' and previous_case_id is not null then 'repeat'
                else visit_kind
            end as visit_kind
        ),
        as_of,
        acceptance_days,
        quick_closing_days,
        reopened_days
    from standing_petitions
    join export_as_of using (export)
    cross join settings
),

-- one row per closed request that a later one names; case numbers are unique inside their export only
named as (
    select
        closed.export,
        closed.case_id,
        bool_or(later.received_on <= closed.closed_on + closed.reopened_days) as is_named_again,
        bool_or(
            later.received_on between closed.closed_on and closed.closed_on + closed.reopened_days
        ) as is_reopened
    from standing_petitions as later
    join requests as closed
        on closed.export = later.export
        and closed.case_id = later.previous_case_id
    where later.previous_case_id is not null
        and later.received_on <= closed.as_of
        and closed.closed_on is not null
    group by
        closed.export,
        closed.case_id
)

select
    requests.* exclude (as_of, acceptance_days, quick_closing_days, reopened_days),
    due_on + 1 as overdue_on,
    accepted_on - received_on as days_to_accept,
    closed_on - received_on as days_to_close,
    closed_on is not null and coalesce(outcome in ('resolved', 'explained', 'assisted'), false) as is_closed_well,
    coalesce(is_named_again, false) as is_named_again,
    coalesce(is_reopened, false) as is_reopened_within_90d,
    coalesce(closed_on + reopened_days <= as_of, false) as is_reopen_window_passed,
    received_on + acceptance_days <= as_of as is_acceptance_window_passed,
    coalesce(accepted_on - received_on between 0 and acceptance_days, false) as is_accepted_within_15d,
    coalesce(closed_on - received_on between 0 and quick_closing_days, false) as is_closed_within_30d
from requests
left join named using (export, case_id)
