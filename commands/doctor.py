"""doctor: what is wrong with this server, and what to do about it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commands.frame import REFUSED, json_option, print_json, shared_options
from data.language import say

if TYPE_CHECKING:
    from data.store import Store


@click.command(help="哪里不对，怎么办 what is wrong, and what to do")
@json_option
@shared_options
def doctor(store: Store, as_json: bool) -> None:
    from access.what_is_wrong import what_is_wrong

    found = what_is_wrong(store)
    if as_json:
        print_json([asdict(each) for each in found])
    for each in () if as_json else found:
        click.echo(f"{say('没问题') if each.is_well else say('不对')}  {each.name}{say('：')}{each.found}")
        if each.to_do:
            click.echo(f"      → {each.to_do}")
    if not all(each.is_well for each in found):
        sys.exit(REFUSED)
