-- grain: one row per township, month and work item
select *
from standing_activities
