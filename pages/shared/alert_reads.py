"""The alerts of a month as the page shows them, computed once for all readers of a mart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from charts.alert_words import AlertLine
from data.acknowledging import AlertKey, newest_of_each, still_holds
from data.catalogue_records import Acknowledgement
from metrics.alert import Alert
from metrics.alerts import alerts_of
from metrics.contributors import Contributor, contributors
from metrics.late_reports import DueReport, due_reports
from metrics.mart_queries import first_day
from metrics.mart_reader import Mart
from metrics.period_steps import last_month
from metrics.signal_queries import SignalChoice, SignalPoint
from pages.shared.address import href, href_here, receipt_href
from pages.shared.cached_reads import breakdown, dimensions, period_names
from pages.shared.figures import COUNTY, figures, measures, names_of_areas
from pages.shared.filters import Filters
from pages.shared.kept import kept_by_mart

ANSWER = "answer"
MISSING = "missing"
OFFICES = "handled_by"
CONCERN = "special_cause_concern"


def month_shown(mart: Mart, filters: Filters) -> str:
    """The last month of the chosen period; of one that is still running, the newest there is."""
    last = last_month(filters.period_type, filters.period)
    return min(last, period_names(mart, "month")[-1])


@kept_by_mart(60)
def alerts(mart: Mart, month: str) -> tuple[Alert, ...]:
    """`alerts_of`, cached."""
    return tuple(alerts_of(mart, month))


@kept_by_mart(4)
def reports(mart: Mart) -> tuple[DueReport, ...]:
    """`due_reports`, cached."""
    return tuple(due_reports(mart))


def alert_lines(
    mart: Mart, found: Iterable[Alert], acknowledgements: Iterable[Acknowledgement], today: date
) -> list[AlertLine]:
    """What is shown of each, in the same order."""
    answered = newest_of_each(acknowledgements)
    return [_line(mart, alert, answered.get(alert.key), today) for alert in found]


def _line(mart: Mart, alert: Alert, told: Acknowledgement | None, today: date) -> AlertLine:
    return AlertLine(
        alert=alert,
        measure=measures(mart)[alert.subject],
        place=names_of_areas(mart).get(alert.area, alert.area),
        contacts=_contacts(mart, alert) if alert.area == COUNTY else (),
        receipt=receipt_href(alert.subject, alert.area, alert.period_type, alert.period),
        trend=href("indicator", indicator=alert.subject, view="trend", area=alert.area),
        township=href("township", township=alert.area),
        answer=answer_href(alert.key),
        acknowledged=told,
        holds=still_holds(told, alert.newest_day, alert.reasons, today),
    )


def answer_href(key: AlertKey) -> str:
    """Opens the form to acknowledge an alert, over the page where the reader is."""
    return href_here(**{ANSWER: "|".join(key)})


def _contacts(mart: Mart, alert: Alert) -> tuple[Contributor, ...]:
    """Of a share: the offices that handled the cases where the export says so, else the townships."""
    measure = measures(mart)[alert.subject]
    usual = alert.level if alert.level is not None else alert.county_value
    if measure.unit != "percent" or usual is None:
        return ()
    return tuple(contributors(_parts(mart, alert), measure.good, usual))


def _parts(mart: Mart, alert: Alert) -> list[tuple[str, float | None, float | None]]:
    period = alert.period_type, alert.period
    if OFFICES in dimensions(mart, alert.subject):
        table = breakdown(mart, alert.subject, OFFICES, *period, COUNTY)
        return list(zip(table["item"], table["numerator"], table["denominator"], strict=True))
    rows = figures(
        mart, indicator=alert.subject, area_type="township", period_type=period[0], period=period[1]
    )
    return [(row.name, row.numerator, row.denominator) for row in rows]


@kept_by_mart(60)
def quieter_signals(mart: Mart, month: str) -> tuple[SignalPoint, ...]:
    """Signals of the worse direction in a month that are no alert; none of a stock or a neutral figure."""
    catalogue = measures(mart)
    spoken_of = {alert.key[1:] for alert in alerts(mart, month)}
    day = first_day(month)
    return tuple(
        point
        for point in mart.signals_of(SignalChoice(start=day, end=day, point_type=CONCERN))
        if not point.is_alert
        and not catalogue[point.indicator].is_stock
        and (point.indicator, point.area) not in spoken_of
    )
