-- grain: one row per township, export and reported month
-- columns: township text, export text, month date, rows_published count, rows_changed count
-- A row counts once however often it was published, for the township that it had last.
-- `published_once` is already counted: nothing can have changed what was uploaded only once.
with uploaded as (
    -- what one upload says of a key: its last row
    select
        export,
        month,
        key,
        upload,
        arg_max(township, "row") as township,
        arg_max(content, "row") as content
    from published_contents
    group by
        export,
        month,
        key,
        upload
)

select
    township,
    export,
    month,
    rows_published,
    0 as rows_changed
from published_once

union all

select
    township,
    export,
    month,
    count(*) as rows_published,
    count(*) filter (where is_changed) as rows_changed
from (
    select
        export,
        month,
        key,
        arg_max(township, upload) as township,
        count(distinct content) > 1 as is_changed
    from uploaded
    group by
        export,
        month,
        key
) as keys
group by
    township,
    export,
    month
