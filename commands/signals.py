"""signals: the points of every control chart, with the rule that names a signal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from commands.frame import Month, csv_option, json_option, print_csv, print_json, print_table, shared_options
from commands.reading import published_mart

if TYPE_CHECKING:
    from data.store import Store

SHORT = ("indicator", "area", "period", "value", "mean", "lower_limit", "upper_limit", "rule", "direction")


@click.command(help="控制图信号 control-chart signals, one row a point")
@click.option("--indicator", "indicators", multiple=True, metavar="ID")
@click.option("--area", "areas", multiple=True, metavar="CODE", help="county、township 或乡镇代码 or a code")
@click.option("--month", type=Month(), help="只要这个月 this month only")
@click.option("--from", "start", type=Month(), help="不早于 not before")
@click.option("--to", "end", type=Month(), help="不晚于 not after")
@json_option
@csv_option
@shared_options
def signals(
    store: Store,
    indicators: tuple[str, ...],
    areas: tuple[str, ...],
    month: date | None,
    start: date | None,
    end: date | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    from metrics.signal_queries import COLUMNS, SignalChoice, signal_rows

    choice = SignalChoice(indicators or None, areas or None, month or start, month or end)
    rows = signal_rows(published_mart(store), choice)
    if as_csv:
        print_csv(list(COLUMNS), rows)
    elif as_json:
        print_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
    else:
        found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        print_table([SHORT, *(tuple(map(_short, map(row.get, SHORT))) for row in found if row["rule"])])


def _short(value: object) -> object:
    return f"{value:.6g}" if isinstance(value, float) else value
