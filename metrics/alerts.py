"""The alerts of a month. Which signs become one, and how often each cries wolf: docs/statistics.md.

`two_keys`  a township's last 12 months are worse than the county (99.8 %), and really worse than last year
`signal`    the control chart's `is_alert`: beyond a limit, in the worse direction, and beyond last year, too
`run`       the same in the third month in a row, where 95 % is enough for "worse than the year before"
`rising`    overdue work that has grown for three months in a row, to its highest in a year

Never one: a neutral indicator, a figure that still moves, one of fewer than 20 cases. Each indicator is
judged in its newest month that is final.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from metrics.alert import (
    FIGURE,
    OVERDUE,
    REASONS,
    RISING,
    RUN,
    SIGNAL,
    TWO_KEYS,
    Alert,
    month_after,
    months_in_a_row,
    united,
)
from metrics.mart_queries import Choice
from metrics.signal_alerts import signal_alerts

if TYPE_CHECKING:
    from metrics.mart_reader import Mart

RUN_MONTHS = 3
YEAR = 12
HISTORY_MONTHS = 24
# a half-yearly figure stands until the next one
LOOKED_BACK = 6
FIGURES = ("value", "numerator", "denominator", "county_value")
COMPARED = ("indicator", "area", "period", *FIGURES, "verdict_county_class", "too_few", "provisional")
CHANGED = (*COMPARED, "last_year_change", "last_year_change_class")
Row = Mapping[str, Any]
Pair = tuple[str, str]  # indicator, area


@dataclass(frozen=True)
class Judged:
    """What alerts need to know of an indicator that is judged; `step`: months from report to report."""

    good: str
    is_overdue_work: bool
    step: int


def alerts_of(mart: Mart, month: str) -> list[Alert]:
    """The alerts that stand in `month` ("2025-12"), the strongest first, then the longest."""
    judged = _judged(mart)
    months = _final_months(mart, judged, month)
    steps = {name: each.step for name, each in judged.items()}
    found = [
        *_of_both_keys(mart, judged, months),
        *signal_alerts(mart, steps, months),
        *_rising(mart, judged, month),
    ]
    with_history = _with_history(mart, united(found))
    return sorted(with_history, key=lambda each: (REASONS.index(each.reasons[0]), -each.months))


def _judged(mart: Mart) -> dict[str, Judged]:
    columns = ("indicator", "unit", "good", "is_stock", "every_months")
    return {
        name: Judged(good, is_stock and unit == "count" and good == "low", step)
        for name, unit, good, is_stock, step in mart.kept_rows("indicators", columns)
        if good in ("high", "low")
    }


def _final_months(mart: Mart, judged: Mapping[str, Judged], month: str) -> dict[str, str]:
    """Indicator → its newest month, up to `month`, that has a county figure and moves no more."""
    choice = Choice(tuple(judged), "county", start=month_after(month, -LOOKED_BACK), end=month)
    rows = mart.rows(("indicator", "period", "value", "provisional"), choice)
    return {name: period for name, period, value, moves in rows if value is not None and not moves}


def _read(mart: Mart, columns: tuple[str, ...], choice: Choice) -> list[Row]:
    return [dict(zip(columns, row, strict=True)) for row in mart.rows(columns, choice)]


def _apart_and_worse(mart: Mart, judged: Mapping[str, Judged], months: Mapping[str, str]) -> list[Row]:
    """Townships' last 12 months that turn the first key, and the second at 95 % at least."""
    if not months:
        return []
    # one question for all indicators: to plan it takes longer than to answer it
    of_month = ["period = ? and indicator in ({})".format(", ".join("?" * n)) for n in _sizes(months)]
    sql = f"""
        select {", ".join(CHANGED)}
        from indicator_values
        where period_type = 'rolling12' and area_type = 'township' and ({" or ".join(of_month)})
        order by indicator_no, area_no"""
    asked = [each for month, names in _by_month(months).items() for each in (month, *names)]
    rows = (dict(zip(CHANGED, row, strict=True)) for row in mart.asked(sql, asked))
    return [row for row in rows if _turns_both(row, judged[row["indicator"]].good)]


def _by_month(months: Mapping[str, str]) -> dict[str, list[str]]:
    return {month: [name for name in months if months[name] == month] for month in sorted({*months.values()})}


def _sizes(months: Mapping[str, str]) -> list[int]:
    return [len(names) for names in _by_month(months).values()]


def _turns_both(row: Row, good: str) -> bool:
    """Worse than the county at 99.8 % and, beyond chance at 95 %, worse than the year before."""
    change = row["last_year_change"]
    is_beyond = row["last_year_change_class"] in ("real", "possible")
    is_worse = is_beyond and bool(change) and (change < 0) == (good == "high")
    is_firm = not row["too_few"] and not row["provisional"]
    return is_worse and is_firm and row["verdict_county_class"] == "worse_99_8"


def _of_both_keys(mart: Mart, judged: Mapping[str, Judged], months: Mapping[str, str]) -> Iterator[Alert]:
    found = _apart_and_worse(mart, judged, months)
    past = _past(mart, found, "rolling12", CHANGED)
    for row in found:
        name, area = row["indicator"], row["area"]
        spoke = {each["period"] for each in past[name, area] if _turns_both(each, judged[name].good)}
        count, since = months_in_a_row(spoke, row["period"], judged[name].step)
        is_real = row["last_year_change_class"] == "real"
        reasons = (TWO_KEYS,) * is_real + (RUN,) * (count >= RUN_MONTHS)
        if reasons:
            figures = {figure: row[figure] for figure in FIGURES}
            named = (name, area, row["period"], since, count, reasons, "rolling12", row["period"])
            yield Alert(FIGURE, *named, change=row["last_year_change"], **figures)


def _past(
    mart: Mart, found: Sequence[Row], period_type: str, columns: tuple[str, ...]
) -> dict[Pair, list[Row]]:
    """The last years of these pairs of indicator and area, oldest first."""
    past: dict[Pair, list[Row]] = {(row["indicator"], row["area"]): [] for row in found}
    if not found:
        return past
    names, areas = (tuple(dict.fromkeys(each)) for each in zip(*past, strict=True))
    end = max(row["period"] for row in found)
    start = month_after(end, -HISTORY_MONTHS - LOOKED_BACK)
    for row in _read(mart, columns, Choice(names, areas, period_type=period_type, start=start, end=end)):
        past.get((row["indicator"], row["area"]), []).append(row)
    return past


class Overdue(NamedTuple):
    """Work that is late at a month's end, and at the end of the month before in the same townships."""

    value: float | None
    before: float | None

    @property
    def has_risen(self) -> bool:
        """What a merger has brought over is no rise."""
        return self.value is not None and self.before is not None and self.value > self.before


_OVERDUE = ("period", "value", "previous_value")


def _rising(mart: Mart, judged: Mapping[str, Judged], month: str) -> Iterator[Alert]:
    names = tuple(name for name, each in judged.items() if each.is_overdue_work)
    choice = Choice(names, area_type="township", start=month_after(month, -YEAR), end=month)
    series: dict[Pair, dict[str, Overdue]] = {}
    for name, area, period, *figures in mart.rows(("indicator", "area", *_OVERDUE), choice):
        series.setdefault((name, area), {})[period] = Overdue(*figures)
    for (name, area), values in series.items():
        count, since = _risen(values, month)
        value = values[month].value if month in values else None
        if value is not None and count >= RUN_MONTHS and _is_highest(values, month):
            if count >= YEAR:  # all that was read: it may have begun before
                rows = mart.rows(_OVERDUE, Choice(name, area, end=month))
                values = {period: Overdue(*figures) for period, *figures in rows}
                count, since = _risen(values, month)
            before = values[since].before or 0.0
            named = (name, area, month, since, count, (RISING,), "month", month)
            yield Alert(OVERDUE, *named, value, value, change=value - before)


def _risen(values: Mapping[str, Overdue], month: str) -> tuple[int, str]:
    return months_in_a_row({period for period, each in values.items() if each.has_risen}, month)


def _is_highest(values: Mapping[str, Overdue], month: str) -> bool:
    newest = values[month].value or 0.0
    return all((each.value or 0.0) < newest for period, each in values.items() if period != month)


def _with_history(mart: Mart, alerts: list[Alert]) -> list[Alert]:
    """Each with the line that it was told from; an alert of a month has that month's counts, too."""
    told: list[Alert] = []
    for period_type in ("rolling12", "month"):
        of_type = [alert for alert in alerts if alert.period_type == period_type]
        rows = [{"indicator": each.subject, "area": each.area, "period": each.month} for each in of_type]
        past = _past(mart, rows, period_type, COMPARED)
        for alert in of_type:
            told.append(_told(alert, {row["period"]: row for row in past[alert.subject, alert.area]}))
    return told


def _told(alert: Alert, past: Mapping[str, Row]) -> Alert:
    months = [month_after(alert.month, -back) for back in reversed(range(HISTORY_MONTHS))]
    history = tuple(past[month]["value"] if month in past else None for month in months)
    newest = past.get(alert.month)
    if alert.reasons[0] != SIGNAL or newest is None:
        return replace(alert, history=history)
    counts = {name: newest[name] for name in ("numerator", "denominator", "county_value")}
    return replace(alert, history=history, **counts)
