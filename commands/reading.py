"""indicators, values, explain, exports: what is measured, the figures, and where one comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.frame import (
    Month,
    csv_option,
    json_option,
    print_json,
    print_rows,
    shared_options,
)
from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused
from metrics.period_steps import PERIOD_TYPES
from reports.period_asked import told_by

if TYPE_CHECKING:
    from data.store import Store

FORM_SUFFIXES = (".xlsx", ".csv")
AREA_TYPES = ("township", "county", "kind", "city", "province")


@click.command(help="指标目录 the catalogue of indicators")
@json_option
@csv_option
@shared_options
def indicators(store: Store, as_json: bool, as_csv: bool) -> None:
    from metrics.indicator import load_indicators

    header = ["indicator", "name", "domain", "unit", "good"]
    rows = [
        (each.id, each.name, each.domain, each.unit, each.good)
        for each in load_indicators(store.folder).values()
    ]
    print_rows(header, rows, as_json, as_csv)


@click.command(help="登记表格式 the export formats; --template writes an empty form")
@click.option("--template", metavar="ID", help="哪张登记表 which export")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="写到 .xlsx 或 .csv")
@json_option
@csv_option
@shared_options
def exports(store: Store, template: str | None, output: str | None, as_json: bool, as_csv: bool) -> None:
    from data.export_format import load_exports

    if template is not None:
        _write_template(store, template, Path(output or f"{template}.xlsx"))
        return
    if output:
        raise click.UsageError(say("要写空表，请加 --template，如 --template petitions"))
    header = ["export", "name", "every", "columns"]
    rows = [
        (each.id, each.name, each.every, say("、").join(column.name for column in each.columns.values()))
        for each in load_exports(store.folder).values()
    ]
    print_rows(header, rows, as_json, as_csv)


@click.command(help="指标值 the figures, unrounded")
@click.option("--indicator", "chosen", multiple=True, metavar="ID")
@click.option("--period", "period_type", type=click.Choice(PERIOD_TYPES), default="month", show_default=True)
@click.option("--area", "area_type", type=click.Choice(AREA_TYPES), help="默认全部 default: all")
@click.option("--from", "start", type=Month(), help="期末月份不早于 a period's last month, from")
@click.option("--to", "end", type=Month(), help="期末月份不晚于 a period's last month, to")
@json_option
@csv_option
@shared_options
def values(store: Store, chosen: tuple[str, ...], as_json: bool, as_csv: bool, **bounds: Any) -> None:
    from metrics.figures import COLUMNS, Choice, figures

    rows = figures(published_mart(store), Choice(indicator=chosen or None, **bounds))
    if as_csv or as_json:
        print_rows(list(COLUMNS), rows, as_json, as_csv)
    else:
        print_rows(list(COLUMNS[:7]), [row[:7] for row in rows], False, False)


@click.command(help="一个数字的来历 where one figure comes from")
@click.argument("indicator")
@click.argument("area")
@click.argument("period")
@click.option("--period", "period_type", type=click.Choice(PERIOD_TYPES), help="默认按写法判断")
@json_option
@shared_options
def explain(
    store: Store, indicator: str, area: str, period: str, period_type: str | None, as_json: bool
) -> None:
    from commands.receipt import print_receipt, receipt_as_json, receipt_of

    receipt = receipt_of(published_mart(store), indicator, area, period, period_type or told_by(period))
    if as_json:
        print_json(receipt_as_json(receipt))
    else:
        print_receipt(receipt)


def published_mart(store: Store) -> Path:
    """The mart that stands; Refused where nothing has been published."""
    mart = store.current_mart()
    if mart is None:
        raise Refused(say("库中还没有数据，请先发布文件。"), where=str(store.folder))
    return mart


def _write_template(store: Store, export_id: str, path: Path) -> None:
    from commands.forms import write_form
    from data.export_format import load_exports

    known = load_exports(store.folder)
    if export_id not in known:
        text = say("没有名为“{name}”的登记表。", name=export_id) + did_you_mean(export_id, list(known))
        raise Refused(text)
    if path.suffix.lower() not in FORM_SUFFIXES:
        raise click.BadParameter(say("文件名应以 .xlsx 或 .csv 结尾"), param_hint="-o")
    for written in write_form(store, known[export_id], path):
        click.echo(say("已写入{path}", path=written))
