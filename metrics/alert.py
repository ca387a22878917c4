"""An alert: what a leader should ask about this month, why, and since when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

TWO_KEYS, SIGNAL, RUN, RISING = "two_keys", "signal", "run", "rising"
# the strongest reason first; docs/statistics.md tells how often each cries wolf
REASONS = (TWO_KEYS, SIGNAL, RUN, RISING)
FIGURE, OVERDUE = "figure", "overdue"


@dataclass(frozen=True)
class Alert:
    """One indicator of one area. Months read "2025-12".

    `kind`: figure or overdue; `reasons`: some of REASONS, the strongest first. `month`: the newest month that
    it speaks of, `since` the first of the `months` in a row that it spoke. The figure is that of `period`;
    `change` is on the year before, in the unit (of overdue work: since it began to rise). `level`: the mean
    of its control chart, which says `rule` and `direction` of the month; `beyond_last_year`: also beyond the
    same month of the year before. `history`: values of `period_type` up to `month`, None where there is none.
    """

    kind: str
    subject: str
    area: str
    month: str
    since: str
    months: int
    reasons: tuple[str, ...]
    period_type: str
    period: str
    value: float
    numerator: float | None = None
    denominator: float | None = None
    county_value: float | None = None
    change: float | None = None
    level: float | None = None
    rule: str = ""
    direction: str = ""
    beyond_last_year: bool = False
    history: tuple[float | None, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it from month to month."""
        return self.kind, self.subject, self.area

    @property
    def counts_reports(self) -> bool:
        """Whether `months` counts reports that come less often than every month."""
        return month_after(self.since, self.months - 1) != self.month

    @property
    def newest_day(self) -> date:
        """The first day of its newest month."""
        return date.fromisoformat(f"{self.month}-01")


def united(alerts: Collection[Alert]) -> list[Alert]:
    """One alert per indicator and area: the strongest reason gives the figure, the longest the beginning."""
    found: dict[tuple[str, str, str], Alert] = {}
    for alert in sorted(alerts, key=lambda each: REASONS.index(each.reasons[0])):
        first = found.setdefault(alert.key, alert)
        if first is not alert:
            longest = max(first, alert, key=lambda each: each.months)
            found[alert.key] = replace(
                first, reasons=(*first.reasons, *alert.reasons), since=longest.since, months=longest.months
            )
    return list(found.values())


def month_after(month: str, count: int = 1) -> str:
    """("2025-12", 1) → "2026-01"; negative counts go back."""
    total = int(month[:4]) * 12 + int(month[5:7]) - 1 + count
    return f"{total // 12}-{total % 12 + 1:02d}"


def months_in_a_row(spoke: Collection[str], last: str, step: int = 1) -> tuple[int, str]:
    """How many of the months `last`, `last` − step … are in `spoke` without a gap, and the first of them."""
    count, month = 0, last
    while month in spoke:
        count, month = count + 1, month_after(month, -step)
    return count, month_after(month, step)
