"""deck, bulletin, workbook, chart, monthly: papers of a period as files, and by e-mail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.frame import json_option, print_json, shared_options
from commands.written_files import write_file
from data.language import say
from metrics.period_steps import PERIOD_TYPES

if TYPE_CHECKING:
    from data.store import Store

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


def _asked(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--period P`, `--type T`, `--branch CODE` and `-o FILE`."""
    for option in (
        click.option("-o", "--output", type=FILE, help="写到哪个文件，默认自取名 which file"),
        click.option("--type", "period_type", type=click.Choice(PERIOD_TYPES), help="默认按写法判断"),
        click.option("--branch", default="", help="名录有几级时，哪个市或县 which city or county of several"),
        click.option("--period", help="2025、2025-Q3、2025-07；默认最新一月 default: the newest month"),
    ):
        command = option(command)
    return command


@click.command(help="会议材料 the slides of a period, .pptx or .pdf")
@_asked
@json_option
@shared_options
def deck(store: Store, **asked: Any) -> None:
    _write(store, "deck", **asked)


@click.command(help="情况通报 the bulletin of a period, .docx or .pdf")
@click.option("--example-template", is_flag=True, help="写一份可改的模板 a template to change, instead")
@_asked
@json_option
@shared_options
def bulletin(store: Store, example_template: bool, **asked: Any) -> None:
    if not example_template:
        _write(store, "bulletin", **asked)
        return
    from reports.bulletin_template import example_template_bytes

    output = asked["output"] or Path("bulletin.docx")
    write_file(output, example_template_bytes())
    _report([output], asked["as_json"])


@click.command(help="工作簿 values, definitions and receipts of a period, .xlsx")
@_asked
@json_option
@shared_options
def workbook(store: Store, **asked: Any) -> None:
    _write(store, "workbook", **asked)


@click.command(help="一张图 the control chart of an indicator, .svg or .png")
@click.argument("indicator")
@_asked
@json_option
@shared_options
def chart(
    store: Store,
    indicator: str,
    period: str | None,
    period_type: str | None,
    branch: str,
    output: Path | None,
    as_json: bool,
) -> None:
    from reports.chart_picture import SUFFIXES, chart_picture
    from reports.papers import facts_of

    path = output or Path(f"{indicator}.svg")
    if path.suffix.lower() not in SUFFIXES:
        raise click.BadParameter(_endings(SUFFIXES), param_hint="-o")
    with facts_of(store, period, period_type, branch) as facts:
        write_file(path, chart_picture(facts, indicator, path.suffix.lower()))
    _report([path], as_json)


@click.command(help="最新一月的全部材料 all papers of the newest month, for a scheduled job")
@click.option("--to", "folder", type=FOLDER, required=True, help="写到哪个文件夹 which folder")
@click.option("--pdf", "with_pdf", is_flag=True, help="会议材料和通报另存PDF also as PDF")
@click.option("--mail", is_flag=True, help="按 settings.toml 的 [mail] 发出 send them")
@click.option("--dry-run", is_flag=True, help="不发信，只写 mail.eml write the message, send nothing")
@json_option
@shared_options
def monthly(store: Store, folder: Path, with_pdf: bool, mail: bool, dry_run: bool, as_json: bool) -> None:
    from reports.papers import SUFFIXES, facts_of, title_of, write_paper

    papers = []
    with facts_of(store, None) as facts:
        for name, suffixes in SUFFIXES.items():
            for suffix in suffixes if with_pdf else suffixes[:1]:
                _tell(say("正在写{title}……", title=f"{title_of(name)}{suffix}"))
                papers.append(write_paper(store, facts, name, suffix))
        published = facts.edition.published
    written = [folder / paper.name for paper in papers]
    for path, paper in zip(written, papers, strict=True):
        write_file(path, paper.content)
    if mail or dry_run:
        from commands.mailing import mail_papers

        written += mail_papers(store, papers, None if not dry_run else published, folder)
    _report(written, as_json)


def _write(
    store: Store,
    name: str,
    period: str | None,
    period_type: str | None,
    branch: str,
    output: Path | None,
    as_json: bool,
) -> None:
    from reports.papers import SUFFIXES, facts_of, title_of, write_paper

    suffix = output.suffix.lower() if output else SUFFIXES[name][0]
    if suffix not in SUFFIXES[name]:
        raise click.BadParameter(_endings(SUFFIXES[name]), param_hint="-o")
    _tell(say("正在读取数据……"))
    with facts_of(store, period, period_type, branch) as facts:
        _tell(say("正在写{title}……", title=title_of(name)))
        paper = write_paper(store, facts, name, suffix)
    path = output or Path(paper.name)
    write_file(path, paper.content)
    _report([path], as_json)


def _endings(suffixes: tuple[str, ...]) -> str:
    return say("文件名应以 {endings} 结尾", endings=say("、").join(suffixes))


def _tell(text: str) -> None:
    """Progress, for the eye only: what a program reads stands on the other stream."""
    click.echo(text, err=True)


def _report(written: list[Path], as_json: bool) -> None:
    if as_json:
        print_json([str(path) for path in written])
        return
    for path in written:
        click.echo(say("已写入{path}", path=path))
