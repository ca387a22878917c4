"""due, drafts, scheduled, publish-due, deadlines, targets: the staff's month from a terminal or from cron."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from commands.frame import (
    REFUSED,
    Day,
    Month,
    by_option,
    csv_option,
    json_option,
    options_of_a_store,
    print_json,
    print_rows,
    shared_options,
)
from commands.lean_start import spare_data_frames
from data.language import say

if TYPE_CHECKING:
    from data.reports_due import DueMonth
    from data.store import Store

DUE = ["township", "name", "export", "month", "deadline", "state", "received", "rows", "days_late"]


@click.command(help="应报、已报、迟报 what is due, what is in, who is late")
@click.option("--month", type=Month(), help="报告月份，默认最近应报的月份 reported month")
@click.option("--on", type=Day(), help="按哪一天算迟报，默认今天 the day that lateness is counted on")
@click.option("--missing", is_flag=True, help="只列未报的 only what is not in")
@json_option
@csv_option
@options_of_a_store
def due(
    store: Store, month: date | None, on: date | None, missing: bool, as_json: bool, as_csv: bool
) -> None:
    from data.clock import today
    from data.reports_due import due_month, month_to_show

    day = on or today()
    found = due_month(store, month or month_to_show(store, day))
    rows = [row for row in _due_rows(found, day) if not (missing and row[6])]
    print_rows(DUE, rows, as_json, as_csv)


def _due_rows(found: DueMonth, on: date) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for township in found.townships:
        for export in found.exports:
            cell = found.cell(township.code, export.id)
            days = (f"{cell.month:%Y-%m}", cell.deadline, cell.state(on), cell.received_on)
            rows.append((township.code, township.name, export.id, *days, cell.rows, cell.days_late(on)))
    return rows


@click.command(help="未完成的草稿 files that somebody is working on")
@click.option("--delete", "numbers", multiple=True, type=int, help="删除 throw away; may be repeated")
@by_option
@json_option
@options_of_a_store
def drafts(store: Store, numbers: tuple[int, ...], by: str, as_json: bool) -> None:
    from data.drafts import delete_drafts, draft_numbered
    from data.drafts import drafts as all_drafts

    if numbers:
        for number in numbers:
            draft_numbered(store, number)
        delete_drafts(store, numbers, by)
    header = ["draft", "export", "month", "file", "rows", "refused", "by", "began", "saved"]
    rows = [
        (d.id, d.export, d.month and f"{d.month:%Y-%m}", d.file, d.rows, d.refused, d.by, d.began, d.saved)
        for d in all_drafts(store)
    ]
    print_rows(header, rows, as_json, as_csv=False)


@click.command(help="定时发布 publications that wait for their time")
@click.option("--withdraw", "numbers", multiple=True, type=int, help="取消 take off; may be repeated")
@by_option
@json_option
@options_of_a_store
def scheduled(store: Store, numbers: tuple[int, ...], by: str, as_json: bool) -> None:
    from data.schedule import scheduled as all_scheduled
    from data.schedule import take_off

    for number in numbers:
        take_off(store, number, by)
    header = ["scheduled", "due", "drafts", "state", "note", "reason", "by", "at"]
    rows = [(s.id, s.due, s.drafts, s.state, s.note, s.reason, s.by, s.at) for s in all_scheduled(store)]
    print_rows(header, rows, as_json, as_csv=False)


@click.command("publish-due", help="发布到时间的 publish what has come to its time; for cron")
@json_option
@options_of_a_store
def publish_due(store: Store, as_json: bool) -> None:
    spare_data_frames()
    from access.branch_grants import grant_now
    from metrics.scheduled import publish_due as publish_all

    done = publish_all(store, rights=partial(grant_now, store))
    if as_json:
        print_json([{"scheduled": d.number, "uploads": list(d.uploads), "why": d.why} for d in done])
    for each in done:
        if each.why:
            click.echo(say("定时发布{number}没有发布：{why}", number=each.number, why=each.why), err=True)
        elif not as_json:
            click.echo(say("定时发布{number}已发布。", number=each.number))
    if any(each.why for each in done):
        sys.exit(REFUSED)


@click.command(help="报送期限 when each export is due; kept with its history")
@click.argument("export", required=False)
@click.argument("day", required=False, type=int)
@click.option("--since", type=Month(), help="从哪个月的报表起，默认下一个应报的月份 from which reports on")
@by_option
@json_option
@shared_options
def deadlines(
    store: Store, export: str | None, day: int | None, since: date | None, by: str, as_json: bool
) -> None:
    """`deadlines petitions 8`: from now on due on the 8th of the next month; 0: not due."""
    from data.clock import today
    from data.deadlines import decide_deadline, decided_deadlines
    from data.export_format import load_exports

    exports = load_exports(store.folder)
    if export is not None:
        if day is None:
            raise click.BadParameter(say("请写明日子，如 deadlines petitions 8"))
        decide_deadline(store, exports, export, since or today(), day, by)
    decided = decided_deadlines(store)
    default = store.settings.deadline_day
    rows: list[tuple[Any, ...]] = [
        (each.id, "", default, "", "") for each in exports.values() if each.expected and each.id == each.table
    ]
    rows += [(d.export, f"{d.since:%Y-%m}", d.day, d.by, d.at) for d in decided]
    print_rows(["export", "since", "day", "by", "at"], rows, as_json, as_csv=False)


@click.command(help="目标值 targets by year, and their history")
@click.option("--year", type=int, help="年度 only this year")
@click.option("--set", "wanted", multiple=True, metavar="ID=目标[,预警]", help="设定 may be repeated")
@click.option("--history", is_flag=True, help="也列出以前的 what held before, too")
@by_option
@json_option
@csv_option
@shared_options
def targets(
    store: Store,
    year: int | None,
    wanted: tuple[str, ...],
    history: bool,
    by: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    from data.clock import today
    from metrics.targets import set_targets, target_history

    if wanted:
        set_targets(store, [_target(text, year or today().year) for text in wanted], by)
    found = [each for each in target_history(store) if year in (None, each.target.year)]
    if not history:
        found = list({(each.target.indicator, each.target.year): each for each in found}.values())
    header = ["indicator", "year", "target", "warning", "upload", "by", "at"]
    rows: list[tuple[Any, ...]] = [
        (t.indicator, t.year, t.target, t.warning, each.upload, each.by, each.at)
        for each in found
        for t in (each.target,)
    ]
    print_rows(header, rows, as_json, as_csv)


def _target(text: str, year: int) -> Any:
    from metrics.targets import Target

    name, _, numbers = text.partition("=")
    first, _, second = numbers.replace("，", ",").partition(",")
    try:
        return Target(name.strip(), year, float(first), float(second) if second.strip() else None)
    except ValueError as error:
        raise click.BadParameter(f"{text!r}", param_hint="--set") from error
