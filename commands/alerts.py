"""alerts: what stands in a month, and who has acknowledged it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from commands.frame import Month, json_option, print_json, print_table, shared_options
from commands.reading import published_mart
from data.language import language, say

if TYPE_CHECKING:
    from data.store import Store
    from metrics.alert import Alert

SHOWN = ("indicator", "area_name", "value", "numerator", "denominator", "since", "months", "acknowledged_by")


@click.command(help="预警 the alerts of a month")
@click.option("--month", type=Month(), help="默认最新一个月 default: the newest")
@json_option
@shared_options
def alerts(store: Store, month: date | None, as_json: bool) -> None:
    from commands.named import named_period
    from metrics.alerts import alerts_of
    from metrics.mart_reader import Mart

    with Mart(published_mart(store)) as mart:
        newest = mart.newest_period() or ""
        asked = named_period(mart, "month", f"{month:%Y-%m}") if month else newest
        found = alerts_of(mart, asked) if asked else []
        places = dict(mart.kept_rows("areas", ("area", "name")))
        names = dict(mart.kept_rows("indicators", ("indicator", f"name_{language()}")))
    records = [_record(each, store, names, places) for each in found]
    if as_json:
        print_json(records)
    elif not records:
        click.echo(say("没有预警。"))
    else:
        print_table([SHOWN, *(tuple(_short(record[name]) for name in SHOWN) for record in records)])


def _record(alert: Alert, store: Store, names: dict[str, str], places: dict[str, str]) -> dict[str, Any]:
    from data.acknowledging import newest_of_each, still_holds
    from data.clock import today

    told = newest_of_each(store.catalogue.acknowledgements()).get(alert.key)
    holds = still_holds(told, alert.newest_day, alert.reasons, today())
    plain = {
        name: value for name, value in vars(alert).items() if name not in ("subject", "history", "reasons")
    }
    return {
        "indicator": alert.subject,
        "indicator_name": names.get(alert.subject, alert.subject),
        "area_name": places.get(alert.area, alert.area),
        "reasons": list(alert.reasons),
        **plain,
        "acknowledged_by": told.by if told and holds else None,
        "note": told.note if told and holds else None,
    }


def _short(value: object) -> object:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else value
