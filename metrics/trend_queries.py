"""The trends that a mart keeps: one row an indicator and an area, of the months since the last rebase."""

from __future__ import annotations

from dataclasses import dataclass, fields

from metrics.trends import direction_of, two_sided_p

TRENDS = """
with last as (
    select * from signal_series
    qualify row_number() over (partition by indicator_no, area_no order by part desc) = 1
)
select {columns}
from last
join indicators using (indicator_no)
join areas using (area_no)
left join year_trends using (indicator_no, area_no)
where indicator = ? and area = ?"""


@dataclass(frozen=True)
class SeriesTrend:
    """What a series has done, over its months and over its last five whole years; None = not tested.

    `trend_yearly_slope`: Sen's, in the indicator's unit a year. `verdict`: of the years
    (metrics/annual_trends.py).
    """

    indicator: str
    area: str
    trend_months: int | None
    trend_is_seasonal: bool | None
    trend_z: float | None
    trend_yearly_slope: float | None
    verdict: str | None

    @property
    def direction(self) -> int:
        """1 rising, -1 falling, 0 no trend to speak of."""
        return direction_of(self.trend_z or 0.0)

    @property
    def p(self) -> float | None:
        """Two-sided."""
        return None if self.trend_z is None else two_sided_p(self.trend_z)


QUERY = TRENDS.format(columns=", ".join(each.name for each in fields(SeriesTrend)))
