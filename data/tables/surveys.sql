-- grain: one row per township, survey month and question
select *
from standing_surveys
