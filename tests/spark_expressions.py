"""Expressions and odd rows on which two engines would differ if one were said in the other's words alone."""

from __future__ import annotations

# one row of every kind of oddity: nothing, zero, below zero, a backslash, a leap day, a case's twin
ODD_ROWS = r"""
select number, part, a::integer as a, b::bigint as b, d::date as d, e::date as e, words, is_so, money, share
from (values
    (1, 'x', 1, 10, '2024-02-29', '2024-03-31', 'a\b', true, 1.25::decimal(18, 2), 0.5::double),
    (2, 'x', 0, 0, '2023-12-31', null, 'a\%', false, 0.1::decimal(18, 2), 0.1::double),
    (3, 'x', null, 7, null, '2025-01-01', null, null, null, null),
    (4, 'y', -3, -7, '2025-01-31', '2024-12-31', '', true, -2.55::decimal(18, 2), -1e300::double),
    (5, 'y', 4, null, '2025-03-01', '2025-03-01', 'it''s', true, 3.00::decimal(18, 2), 'nan'::double),
    (6, null, 5, 12, '2000-01-01', '2100-12-31', '诉求', false, 9.99::decimal(18, 2), 'inf'::double),
    (7, null, 5, 12, '2000-01-01', '2100-12-31', '诉求', false, 9.99::decimal(18, 2), 0::double)
) as odd (number, part, a, b, d, e, words, is_so, money, share)
"""
EXPRESSIONS = (
    *("d - e", "e - d + 1", "abs(d - e)", "(e - d)::integer", "d + a", "a + d", "d - a", "d + 1", "-a"),
    *("d - cast(day(d) - 1 as integer)", "date_trunc('month', d)::date", "date_trunc('year', e)::date"),
    *("last_day(d)", "year(d) * 12 + month(d)", "(12 * year(d) + month(d) - 1) // 6", "day(e)"),
    *("d <= e", "d > e - interval 1 month", "d between e and e + 90", "d - e between 0 and 15"),
    *("d >= '2024-06-01'", "d = date '2024-02-29'", "coalesce(d, e)", "least(d, e)", "greatest(d, e, null)"),
    *(
        "b / a",
        "a / b > 0.5",
        "money / a",
        "0 / a",
        "share / 0 > 1",
        "a * b",
        "money * 2 + a",
        "money - 0.05",
    ),
    *(
        "share > 0.4",
        "share = share",
        "money >= 1.25",
        "a is null",
        "not is_so",
        "is_so or a = 1",
        "is_so and b > 1",
    ),
    *("a in (1, null)", "a not in (1, 5)", "words in ('it''s', 'a\\b')", "words = ''", "words <> '诉求'"),
    *(
        "words is not distinct from 'it''s' or words is not distinct from 'a\\b'",
        "share is not distinct from b",
    ),
    *("words like 'a\\%'", "words like '%\\%'", "words like '诉_'", "words not like 'a%'", "words < 'b'"),
    *("case when a > 1 then 'x' when a is null then words end", "case when is_so then b else 0 end"),
    *("list_contains([1, 4], a)", "coalesce(list_contains(['it''s'], words), false)"),
    *("hash(a, words) = hash(5, '诉求')", "hash(null::integer, a) = hash(a, null::integer)"),
    *(
        "cast(a as bigint)",
        "cast(a as double)",
        "cast(money as double)",
        "a::varchar",
        "d::varchar",
        "is_so::varchar",
    ),
    *(
        "row_number() over (order by d, number)",
        "row_number() over (partition by part order by a desc, number)",
    ),
    *(
        "count(*) over (partition by part)",
        "coalesce((a, words) in (select (a, words) from odd where is_so), false)",
    ),
    "b > (select max(a) from odd)",
)
SUMS = (
    *(
        "count(*)",
        "count(a)",
        "count(distinct hash(d, words))",
        "count_if(is_so)",
        "coalesce(count_if(a > 99), 0)",
    ),
    *(
        "sum(a)",
        "sum(b * b)",
        "sum(money)",
        "sum(case when is_so then coalesce(a, 0) else 0 end)",
        "min(d)",
        "max(words)",
    ),
    *("bool_or(is_so)", "bool_and(a > 0)", "any_value(part)", "count(*) filter (where is_so)", "sum(d - e)"),
    *("arg_max(words, d)", "arg_min(a, d)", "arg_max(a, number) filter (where number <> 2)", "arg_max(d, a)"),
    "list(a order by number)",
)
