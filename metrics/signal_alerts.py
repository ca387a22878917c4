"""Alerts that a control chart gives: since when it has spoken, and whether last year was compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from metrics.alert import FIGURE, SIGNAL, Alert, month_after, months_in_a_row
from metrics.mart_queries import first_day
from metrics.signal_queries import SignalChoice

if TYPE_CHECKING:
    from metrics.mart_reader import Mart
    from metrics.signal_queries import SignalPoint

CONCERN = "special_cause_concern"
YEAR = 12
Pair = tuple[str, str]  # indicator, area


def signal_alerts(mart: Mart, steps: Mapping[str, int], months: Mapping[str, str]) -> Iterator[Alert]:
    """Of every indicator in its month; `steps`: months from report to report."""
    if not months:
        return
    bounds = first_day(min(months.values())), first_day(max(months.values()))
    points = mart.signals_of(SignalChoice(tuple(months), None, *bounds, alerts_alone=True))
    found = [point for point in points if months[point.indicator] == point.month]
    spoke, years_ago = _months_of_concern(mart, found), _years_ago(mart, found)
    # told month by month, as the alerts are listed
    for point in sorted(found, key=lambda point: point.month):
        pair = point.indicator, point.area
        counted = months_in_a_row(spoke[pair], point.month, steps[point.indicator])
        yield _signal_alert(point, counted, years_ago.get((*pair, point.month)))


def _months_of_concern(mart: Mart, found: Sequence[SignalPoint]) -> dict[Pair, set[str]]:
    """The months in which the series of these points spoke in the worse direction."""
    spoke: dict[Pair, set[str]] = {(point.indicator, point.area): set() for point in found}
    if spoke:
        names, areas = (tuple(dict.fromkeys(each)) for each in zip(*spoke, strict=True))
        for each in mart.signals_of(SignalChoice(names, areas, point_type=CONCERN)):
            spoke.get((each.indicator, each.area), set()).add(each.month)
    return spoke


def _years_ago(mart: Mart, found: Sequence[SignalPoint]) -> dict[tuple[str, str, str], SignalPoint]:
    """(indicator, area, month) → the point a year before, where there is one."""
    if not found:
        return {}
    names, areas = ({each.indicator for each in found}, {each.area for each in found})
    start, end = (first_day(month_after(of(each.month for each in found), -YEAR)) for of in (min, max))
    points = mart.signals_of(SignalChoice(sorted(names), sorted(areas), start, end))
    return {(each.indicator, each.area, month_after(each.month, YEAR)): each for each in points}


def _signal_alert(point: SignalPoint, counted: tuple[int, str], year_ago: SignalPoint | None) -> Alert:
    count, since = counted
    named = (point.indicator, point.area, point.month, since, count, (SIGNAL,), "month", point.month)
    return Alert(
        FIGURE,
        *named,
        point.value,
        level=point.mean,
        rule=point.rule or "",
        direction=point.direction or "",
        beyond_last_year=_is_beyond(point, year_ago),
    )


def _is_beyond(point: SignalPoint, year_ago: SignalPoint | None) -> bool:
    """By the way from the mean to a limit; other lines are another rebase, which is not compared."""
    if year_ago is None or point.upper_limit is None:
        return False
    if (year_ago.mean, year_ago.upper_limit) != (point.mean, point.upper_limit):
        return False
    further = point.value - year_ago.value if point.direction == "up" else year_ago.value - point.value
    return further > point.upper_limit - point.mean
