-- grain: one row per township, month and work item
-- whole: what repeats from month to month is looked for in all of them (metrics/questions.py)
select *
from standing_activities
