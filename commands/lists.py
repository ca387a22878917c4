"""list show, list add: the open lists, and how an admin lets them grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.frame import json_option, print_json, shared_options
from data.language import say
from data.nearest import did_you_mean
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store


@click.group("list", help="开放清单 the open lists: 问题类别 category, 承办单位 office …")
def lists() -> None:
    """Values that open columns may have; others become 未归类."""


@lists.command("show", help="清单里有什么 what is in a list, or in all")
@click.argument("name", required=False)
@json_option
@shared_options
def show(store: Store, name: str | None, as_json: bool) -> None:
    from data.export_format import load_lists

    lists = load_lists(store.folder)
    if name and name not in lists:
        text = say("没有名为“{name}”的清单。", name=name)
        raise Refused(text + did_you_mean(name, list(lists)))
    found = {key: sorted(values) for key, values in lists.items() if name in (None, key)}
    if as_json:
        print_json(found)
        return
    for key, values in found.items():
        click.echo(f"{key}: " + say("、").join(values))


@lists.command("add", help="加入清单 add values to a list")
@click.argument("name")
@click.argument("values", nargs=-1, required=True, metavar="VALUE…")
@json_option
@shared_options
def add(store: Store, name: str, values: tuple[str, ...], as_json: bool) -> None:
    from data.open_lists import add_to_list

    new = add_to_list(store, name, values)
    if as_json:
        print_json({"list": name, "added": new})
    elif new:
        click.echo(say("已加入{name}：{values}。重新上传文件后归类。", name=name, values=say("、").join(new)))
    else:
        click.echo(say("{name}里已经有了，没有改动。", name=name))
