"""catalogue: where the store's catalogue is kept, and moving it between SQLite and PostgreSQL."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from commands.frame import shared_options
from data.language import say

if TYPE_CHECKING:
    from data.store import Store


@click.group(help="目录所在的数据库 the database of the catalogue: show, move")
def catalogue() -> None:
    """Every subcommand takes --store DIR and --lang zh|en."""


@catalogue.command(help="目录在哪里、第几版 where it is, and its revision")
@shared_options
def show(store: Store) -> None:
    from data.database.schema import short

    database = store.catalogue.database
    with database.reading() as connection:
        revision = connection.version() if connection else None
    if revision is None:
        click.echo(say("目录在{place}，还没有内容。", place=database.shown))
    else:
        click.echo(say("目录在{place}，第{revision}版。", place=database.shown, revision=short(revision)))


@catalogue.command(help="移到 postgresql://… 或移回 sqlite; to PostgreSQL, or back to sqlite")
@click.argument("address", metavar="postgresql://…|sqlite")
@shared_options
def move(store: Store, address: str) -> None:
    from data.database.address import VARIABLE, has_password, without_password
    from data.database.moving import move as move_catalogue

    rows = move_catalogue(store.folder, address)
    click.echo(say("目录的{rows}行已移到{place}，设置已改好。", rows=rows, place=without_password(address)))
    if has_password(address):
        text = say("口令没有写进 settings.toml：请放在 ~/.pgpass，或写进环境变量 {name}。", name=VARIABLE)
        click.echo(text)
    if os.environ.get(VARIABLE, address) != address:
        click.echo(say("环境变量 {name} 写的还是别处，请改掉或取消。", name=VARIABLE))
