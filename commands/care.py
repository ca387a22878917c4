"""demo, backup, restore, verify, rebuild: filling a store, and keeping it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.frame import (
    REFUSED,
    by_option,
    json_option,
    options_of_a_store,
    print_json,
    shared_options,
)
from data.language import say

if TYPE_CHECKING:
    from data.store import Store

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(help="示范县 the fictional county, published")
@shared_options
def demo(store: Store) -> None:
    from commands.demo_county import publish_demo

    with tempfile.TemporaryDirectory() as folder:
        done = publish_demo(store, Path(folder), progress=click.echo)
    click.echo(
        say("示范县已发布到{folder}。", folder=store.folder) if done else say("示范县已在库中，没有改动。")
    )


@click.command(help="备份整个库到一个文件 the whole store in one file")
@click.argument("file", type=FILE)
@by_option
@options_of_a_store
def backup(store: Store, file: Path, by: str) -> None:
    from data.backup import back_up

    count = back_up(store, file, by)
    click.echo(say("已备份{count}个文件到{file}。", count=count, file=file))


@click.command(help="从备份恢复 fill a store from a backup")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="库中已有数据或账号时，移到旁边保留")
@by_option
@shared_options
def restore(store: Store, file: Path, replace: bool, by: str) -> None:
    from data.restoring import restore as restore_backup

    aside = restore_backup(file, store, by, replace)
    click.echo(say("已从{file}恢复。", file=file))
    if aside:
        click.echo(say("原有数据保留在{folder}。", folder=aside))


@click.command(help="检查库是否完好 are the files and figures sound")
@click.option(
    "--repair", "repairs", is_flag=True, help="数字有误时按数据重新计算 compute damaged figures anew"
)
@json_option
@by_option
@shared_options
def verify(store: Store, repairs: bool, as_json: bool, by: str) -> None:
    from metrics.soundness import repair, soundness_of

    found = repair(store, by) if repairs else soundness_of(store)
    if as_json:
        print_json({"sound": not found.problems, "problems": [*found.problems]})
    else:
        for sentence in found.sound:
            click.echo(sentence)
    for problem in found.problems:
        click.echo(problem, err=True)
    if found.problems:
        sys.exit(REFUSED)
    if not as_json:
        click.echo(say("库完好。"))


@click.command(help="重新计算全部指标 compute the mart anew")
@by_option
@options_of_a_store
def rebuild(store: Store, by: str) -> None:
    from metrics.publication import rebuild as rebuild_mart

    click.echo(say("已重新计算，数据集 {mart}。", mart=rebuild_mart(store, by).name))
