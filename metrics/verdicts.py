"""Better, similar, worse, not compared: a figure's interval against the county or against its target.

The benchmark counts as exact. Above it at 99.8 % means that the lower 99.8 % limit is greater, strictly; the
same at 95 %; a benchmark that equals a limit is "similar". High is better or worse by the indicator's `good`.
"""

from __future__ import annotations

TOO_FEW = 20  # a share or a mean of fewer cases is shown without a verdict

# five words and "not compared"; a missing benchmark or limit and an interval of no width claim nothing
_VERDICT_CLASS = """
create or replace {temp} macro verdict_class(good, benchmark, lower95, upper95, lower998, upper998) as
    case
        when coalesce(good not in ('high', 'low'), true) or benchmark is null
            or lower95 is null or upper95 is null or lower998 is null or upper998 is null
            or lower998 = upper998 then 'not compared'
        when lower998 > benchmark then if(good = 'high', 'better_99_8', 'worse_99_8')
        when upper998 < benchmark then if(good = 'high', 'worse_99_8', 'better_99_8')
        when lower95 > benchmark then if(good = 'high', 'better_95', 'worse_95')
        when upper95 < benchmark then if(good = 'high', 'worse_95', 'better_95')
        else 'similar'
    end"""

# better_99_8 → better
_VERDICT_WORD = """
create or replace {temp} macro verdict_word(verdict) as
    case when verdict like 'better%' then 'better' when verdict like 'worse%' then 'worse' else verdict end"""

# with this few cases there is no verdict: only shares and means have a number of cases
_IS_TOO_FEW = """
create or replace {temp} macro is_too_few(unit, denominator) as
    coalesce(unit in ('percent', 'days') and denominator < {too_few}, false)"""

# a total without some of its reports can only grow when they come; a share or a rate may go either way
_LACKS_REPORTS = """
create or replace {temp} macro lacks_reports(unit, covered, expected) as
    coalesce(unit in ('count', 'yuan') and covered < expected, false)"""

# does the figure itself, whatever chance may do to it, reach the target; NULL while a total that lacks
# reports leaves it open: being low for that alone is no success
_TARGET_MET = """
create or replace {temp} macro target_met(good, value, target, is_lacking) as
    case good
        when 'high' then if(is_lacking and value < target, null, value >= target)
        when 'low' then if(is_lacking and value <= target, null, value <= target)
    end"""

_TARGET_VERDICT = """
create or replace {temp} macro target_verdict(good, verdict, is_lacking) as
    case
        when not is_lacking or verdict like if(good = 'low', 'worse%', 'better%') then verdict
        else 'not compared'
    end"""

# Counts, stocks and money are never judged against the county: a bigger township has more of everything
_IS_COMPARABLE = """
create or replace {temp} macro is_comparable(unit, good, area_type) as
    unit in ('percent', 'days', 'per_10k', 'per_100k')
    and good in ('high', 'low')
    and area_type <> 'county'"""

# A year's target for a total belongs to twelve whole months: a month's total always looks small beside it
_TARGET_APPLIES = """
create or replace {temp} macro target_applies(unit, is_stock, period_type, is_whole) as
    unit not in ('count', 'yuan') or is_stock or (period_type in ('year', 'rolling12') and is_whole)"""


def verdict_macros(temp: str = "") -> tuple[str, ...]:
    """The macros in SQL; `temp="temp"` for a session without a file."""
    of_targets = (_LACKS_REPORTS, _TARGET_MET, _TARGET_VERDICT, _TARGET_APPLIES)
    macros = (_VERDICT_CLASS, _VERDICT_WORD, _IS_TOO_FEW, _IS_COMPARABLE, *of_targets)
    return tuple(macro.format(temp=temp, too_few=TOO_FEW) for macro in macros)
