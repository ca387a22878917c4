"""Rising, falling or neither over the last five years: the test behind Fingertips' trend markers, in SQL.

Shares: the Cochran–Armitage χ² for a trend, its direction from a straight line through the logits. Others: a
straight line weighted by the width of the 95 % intervals. χ²₁ at 99.8 %; a trend that one single year makes
or turns is none. Years need not follow each other; months and quarters are not tested this way.
"""

from __future__ import annotations

YEARS = 5
CRITICAL = 9.549535706083324  # χ²₁ at 99.8 %
Z_95 = "1.959963984540054e0"

# the last five years; `t` counts from the first: the test does not care where time begins, rounding does
_YEARS = f"""
    select
        series,
        is_share,
        numerator as x,
        denominator as n,
        value,
        year - min(year) over (partition by series) as t,
        row_number() over (partition by series order by year) as place,
        if(is_share, 1e0, pow(2e0 * {Z_95} / (upper95 - lower95), 2)) as w
    from (
        select *
        from {{source}}
        qualify row_number() over (partition by series order by year desc) <= {YEARS}
    )
    qualify count(*) over (partition by series) = {YEARS}
        and bool_and(coalesce(is_share or upper95 > lower95, false)) over (partition by series)"""

# all five years (left_out 0), and without each of them in turn; there is no logit of none or of all. In the
# order of years: a sum of doubles depends on it in its last digit
_LINES = f"""
    select
        series,
        left_out,
        if(
            bool_or(x = 0 or x = n),
            regr_slope(ln((x + 0.5e0) / (n - x + 0.5e0)), t order by t),
            regr_slope(ln(nullif(x, 0) / nullif(n - x, 0)), t order by t)
        ) as logit_slope,
        sum(w order by t) as w_sum,
        sum(w * t order by t) as wt_sum,
        sum(w * t * t order by t) as wtt_sum,
        sum(w * value order by t) as wv_sum,
        sum(w * t * value order by t) as wtv_sum,
        (w_sum * wtv_sum - wt_sum * wv_sum) / (w_sum * wtt_sum - pow(wt_sum, 2)) as weighted_slope,
        pow(weighted_slope, 2) * (wtt_sum - pow(wt_sum, 2) / w_sum) as weighted_chi2,
        -- of whole numbers, in any order
        sum(n) * pow(sum(n) * sum(t * x) - sum(x) * sum(t * n), 2)
            / nullif(sum(x) * (sum(n) - sum(x)) * (sum(n) * sum(t * t * n) - pow(sum(t * n), 2)), 0)
            as share_chi2,
        any_value(is_share) as is_share
    from years
    cross join range({YEARS + 1}) as left_out (left_out)
    where place <> left_out
    group by series, left_out"""

# what is left of a flat line after rounding has no direction
_FITS = """
    select
        series,
        left_out,
        if(is_share, logit_slope, weighted_slope) as line_slope,
        if(is_share, coalesce(share_chi2, 0e0), weighted_chi2) as line_chi2,
        if(abs(line_slope) < 1e-12, 0, sign(line_slope)) as way
    from lines"""

_VERDICTS = f"""
    select
        series,
        any_value(line_chi2) filter (left_out = 0) as chi2,
        any_value(line_slope) filter (left_out = 0) as slope,
        case
            when coalesce(not chi2 > {CRITICAL}e0, true) then 'none'
            when count(distinct way) > 1 then 'outlier'
            when slope > 0 then 'increasing'
            else 'decreasing'
        end as verdict
    from fits
    group by series"""


def year_trend_sql(source: str) -> str:
    """SQL: one row a series of `source` that has five years: series, chi2, slope, verdict.

    `source`: SQL that can be selected from, (series, year, is_share, numerator, denominator, value, lower95,
    upper95), one row a whole year. `verdict`: increasing, decreasing, none, outlier (one year decides).
    Shares are tested by numerator and denominator, others by value and limits in one scale.
    """
    return f"""
with years as ({_YEARS.format(source=source)}
),
lines as ({_LINES}
),
fits as ({_FITS}
){_VERDICTS}"""
