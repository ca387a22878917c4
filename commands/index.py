"""index: scores of the safety index, ranks with their intervals, the quarterly list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.frame import csv_option, json_option, print_csv, print_json, print_table, shared_options
from commands.reading import published_mart
from data.language import pick, say
from data.nearest import did_you_mean
from data.refusal import Refused
from metrics.index.standard import BAND_NAMES
from metrics.period_steps import PERIOD_TYPES
from reports.period_asked import told_by

if TYPE_CHECKING:
    from data.store import Store
    from metrics.index.results import AreaIndex, PeriodIndex
    from metrics.mart_reader import Mart

# programs rely on the first nine, in this order: add after them, never between
COLUMNS = (
    *("area", "area_name", "kind", "period", "score", "band", "rank", "rank_low", "rank_high"),
    *("period_type", "score_low", "score_high", "rank_low_99", "rank_high_99", "ranked"),
    *("before_deductions", "deducted", "weight_present", "complete", "list", "county_score", "standard"),
)


@click.command(help="平安指数 the safety index, townships ranked inside their kind")
@click.option("--period", help="2025、2025-Q3、2025-07，或 quarter 等类型的全部时期；默认最新一季")
@click.option("--type", "period_type", type=click.Choice(PERIOD_TYPES), help="默认按写法判断")
@click.option("--kind", help="只看一类乡镇 town, township, subdistrict, park")
@json_option
@csv_option
@shared_options
def index(
    store: Store, period: str | None, period_type: str | None, kind: str | None, as_json: bool, as_csv: bool
) -> None:
    from metrics.index.period_index import index_of_period
    from metrics.mart_reader import Mart

    with Mart(published_mart(store)) as mart:
        found = [index_of_period(mart, *each) for each in _asked(mart, period, period_type)]
    kinds = list(dict.fromkeys(known for each in found for known in each.kinds))
    if kind is not None and kind not in kinds:
        raise Refused(say("没有名为“{name}”的乡镇类型。", name=kind) + did_you_mean(kind, kinds))
    shown = [(each, area) for each in found for area in each.townships if kind in (None, area.kind)]
    rows = [_row(each, area) for each, area in shown]
    if as_json:
        print_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
    elif as_csv:
        print_csv(list(COLUMNS), rows)
    else:
        _print_for_a_person(found, kind)


def _asked(mart: Mart, period: str | None, period_type: str | None) -> list[tuple[str, str]]:
    """(type, period) of what was asked for: one, or every one of a type."""
    if period in PERIOD_TYPES:
        return [(period, each) for each in mart.periods(period)]
    asked = period_type or (told_by(period) if period else "quarter")
    known = mart.periods(asked)
    if period is None:
        return [(asked, known[-1])] if known else []
    if period not in known:
        raise Refused(say("没有名为“{name}”的时期。", name=period) + did_you_mean(period, known))
    return [(asked, period)]


def _row(found: PeriodIndex, area: AreaIndex) -> tuple[Any, ...]:
    band = BAND_NAMES[area.band]["zh"] if area.band else None
    return (
        *(area.area, area.name, area.kind, found.period, area.score, band),
        *(area.rank, area.rank_low, area.rank_high, found.period_type, area.score_low, area.score_high),
        *(area.rank_low_99, area.rank_high_99, area.ranked, area.before, area.deducted),
        *(area.present_weight, area.complete, area.listed, found.county.score if found.county else None),
        found.standard.label if found.standard else None,
    )


def _print_for_a_person(found: list[PeriodIndex], kind: str | None) -> None:
    for each in found:
        click.echo(_headline(each))
        rows = [_line(area) for name in each.kinds if kind in (None, name) for area in each.of_kind(name)]
        head = (say("乡镇"), say("类型"), say("得分"), say("等次"), say("位次"), say("位次区间"), say("名单"))
        print_table([head, *rows])


def _headline(found: PeriodIndex) -> str:
    if found.county is None or found.standard is None:
        return say("{period}：没有可计分的数据。", period=found.period)
    score = "—" if found.county.score is None else f"{found.county.score:.1f}"
    return say(
        "平安指数 {period}　全县{score}分　评分标准 {file}",
        period=found.period,
        score=score,
        file=found.standard.label,
    )


def _line(area: AreaIndex) -> tuple[str, ...]:
    if area.score is None:
        return (area.name, area.kind, "—", say("有数的权重不足三分之二"), "", "", "")
    lists = {"well": say("做得好"), "support": say("需要支持")}
    band = pick(BAND_NAMES[area.band or "poor"])
    limits = f"{area.rank_low}–{area.rank_high}"
    return (
        area.name,
        area.kind,
        f"{area.score:.1f}",
        band,
        f"{area.rank}/{area.ranked}",
        limits,
        lists.get(area.listed, ""),
    )
