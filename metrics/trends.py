"""Is it going up or down, month by month: Mann–Kendall and Sen's slope in SQL, stored with each series.

Mann (1945), Kendall (1975), ties corrected, with Sen's slope over the real distance in months; from 24 months
on the seasonal version (Hirsch, Slack & Smith 1982), which compares each calendar month with itself in other
years. Serial correlation makes such tests too sure of themselves, so a trend is called one at p < 0.01 only.

Not tested: a stock, which carries last month in it; figures that still move; totals of months in which
reports are missing, lower for that alone. Nothing reaches across a rebase: a new rule is a step, not a trend.

Yearly figures have a test of their own: metrics/annual_trends.py.
"""

from __future__ import annotations

import math

Z_SIGNIFICANT = 2.5758293035489004  # Φ⁻¹(1 − 0.01/2): SQL has no normal distribution, and needs none
FEWEST_MONTHS, FEWEST_SEASONAL_MONTHS = 12, 24
MONTHS_OF_YEAR = 12

# `season`: months that are compared with each other
_TESTED = """
    select *, if(count(*) over series_part >= {fewest_seasonal}, place % 12, 0) as season
    from {source}
    window series_part as (partition by series, part)
    qualify count(*) over series_part >= {fewest}"""

_PAIRS = """
    select
        a.series,
        a.part,
        sum(sign(b.y - a.y))::double as score,
        12e0 * median((b.y - a.y) / (b.place - a.place)) as yearly_slope
    from tested as a
    join tested as b on b.series = a.series and b.part = a.part and b.season = a.season and b.place > a.place
    group by a.series, a.part"""

# how many points of a season share a value: Var S = Σ [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] / 18
_TIES = """
    select series, part, season, count(*)::double as ties
    from tested
    group by series, part, season, y"""

_SEASONS = """
    select
        series,
        part,
        season,
        sum(ties) as n,
        sum(ties * (ties - 1e0) * (2e0 * ties + 5e0)) as tied
    from ties
    group by series, part, season"""

_VARIANCES = """
    select
        series,
        part,
        sum(n)::integer as months,
        sum(n) >= {fewest_seasonal} as is_seasonal,
        sum(n * (n - 1e0) * (2e0 * n + 5e0) - tied) / 18e0 as variance
    from seasons
    group by series, part"""

_TREND = """
    select
        series,
        part,
        months,
        is_seasonal,
        coalesce(score, 0e0) as score,
        variance,
        if(variance > 0, (score - sign(score)) / sqrt(variance), 0e0) as z,
        coalesce(yearly_slope, 0e0) as yearly_slope
    from variances
    left join pairs using (series, part)"""


def month_trend_sql(
    source: str, fewest: int = FEWEST_MONTHS, fewest_seasonal: int = FEWEST_SEASONAL_MONTHS
) -> str:
    """SQL: one row a series and part of `source` with at least `fewest` points.

    `source`: SQL that can be selected from, (series, part, place, y), y never NULL, `place` counting months
    from anywhere; a missing month is simply not there. `score`: pairs that rise less pairs that fall;
    `yearly_slope`: Sen's, in the value's unit a year; `is_seasonal`: from `fewest_seasonal` months on.
    """
    tested = _TESTED.format(source=source, fewest=fewest, fewest_seasonal=fewest_seasonal)
    return f"""
with tested as ({tested}
),
pairs as ({_PAIRS}
),
ties as ({_TIES}
),
seasons as ({_SEASONS}
),
variances as ({_VARIANCES.format(fewest_seasonal=fewest_seasonal)}
){_TREND}"""


def two_sided_p(z: float) -> float:
    """How often chance alone goes as far as `z`, either way."""
    return math.erfc(abs(z) / math.sqrt(2))


def direction_of(z: float) -> int:
    """1 rising, -1 falling, 0 no trend to speak of."""
    return (z > 0) - (z < 0) if abs(z) > Z_SIGNIFICANT else 0


# what a publication tests, and what it keeps of a county too young for any trend
TESTED = "(select series, part, place, y from memory.chart_months where is_final and not is_stock)"
TRENDS = f"create or replace table memory.chart_trends as {month_trend_sql(TESTED)}"
NO_TRENDS = """
create or replace table memory.chart_trends (
    series bigint, part smallint, months integer, is_seasonal boolean, z double, yearly_slope double
)"""
