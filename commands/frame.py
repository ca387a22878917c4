"""What every command shares: the store and language options, months, and how a refusal ends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from data.language import LANGUAGES, say, use_language
from data.refusal import Refused

if TYPE_CHECKING:
    from data.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])

REFUSED = 1
# set to anything: who mends the program sees the trace
TRACES = "SAFETY_REPORT_TRACES"


class RefusingGroup(click.Group):
    """Prints a refusal on stderr, in the language asked for, and ends with 1; wrong usage stays click's 2.

    Whatever else fails is told in a sentence, too: a trace says nothing to a clerk.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            click.echo(str(refusal), err=True)
            ctx.exit(REFUSED)
        except Exception as error:
            from commands.failing import is_clicks_own, is_interruption, told

            if is_interruption(error):
                raise click.Abort from error
            if is_clicks_own(error) or os.environ.get(TRACES):
                raise
            click.echo(told(error), err=True)
            ctx.exit(REFUSED)


class Month(click.ParamType[date]):
    """`2025-07` → the first day of that month."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            year, month = str(value).split("-")
            return date(int(year), int(month), 1)
        except ValueError:
            self.fail(f"{value!r}: YYYY-MM", param, ctx)


class Day(click.ParamType[date]):
    """`2025-07-31` → that day."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r}: YYYY-MM-DD", param, ctx)


def shared_options(command: Command) -> Command:
    """`--store DIR` and `--lang zh|en`, after every subcommand; the command gets a `store`."""
    return _options(command, _open)


def options_of_a_store(command: Command) -> Command:
    """The same for a command that is about what a store holds: Refused where there is no such folder."""
    return _options(command, _open_existing)


def _options(command: Command, opens: Callable[[str], Store]) -> Command:
    store = click.option(
        "--store",
        envvar="SAFETY_REPORT_STORE",
        default="store",
        metavar="DIR",
        show_default=True,
        callback=lambda ctx, param, value: opens(value),
        help="数据目录 the folder that holds everything",
    )
    language = click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default="zh",
        is_eager=True,
        expose_value=False,
        callback=lambda ctx, param, value: use_language(value),
        help="输出语言 language of the output",
    )
    return store(language(command))


def by_option(command: Command) -> Command:
    option = click.option("--by", default=_user, callback=_signer, metavar="NAME", help="经办人 who does it")
    return option(command)


def _signer(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """What is kept of it: an office or a post, no telephone."""
    from data.grants import AT_THIS_MACHINE

    return value if value == _user() else AT_THIS_MACHINE.signature(value)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="输出JSON for programs")(command)


def csv_option(command: Command) -> Command:
    return click.option("--csv", "as_csv", is_flag=True, help="输出CSV for programs")(command)


def print_rows(header: list[str], rows: list[tuple[Any, ...]], as_json: bool, as_csv: bool) -> None:
    """Rows for a program, as objects or CSV, or else for a person."""
    if as_json:
        print_json([dict(zip(header, map(_plain, row), strict=True)) for row in rows])
    elif as_csv:
        print_csv(header, rows)
    else:
        print_table([tuple(header), *(tuple(map(csv_cell, row)) for row in rows)])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def print_table(rows: list[tuple[Any, ...]]) -> None:
    """Rows for a person: columns padded by the width of their characters on a terminal."""
    texts = [[str(cell) if cell is not None else "" for cell in row] for row in rows]
    widths = [max(_width(row[i]) for row in texts) for i in range(len(texts[0]))] if texts else []
    for row in texts:
        padded = [text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)]
        click.echo("  ".join(padded).rstrip())


def print_csv(header: list[str], rows: list[tuple[Any, ...]]) -> None:
    import csv

    from data.formula_text import safe_cell

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[csv_cell(safe_cell(cell)) for cell in row] for row in rows])
    sys.stdout.flush()  # a reader that has gone, or a full disk, shows here and not when the program ends


def csv_cell(value: Any) -> str:
    """Unrounded: 3276.0 is 3276, NULL is empty, booleans are in lower case."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _open(folder: str) -> Store:
    from data.store import Store

    store = Store(folder)
    # the engine takes them for a pattern: it would look for other files than those that are there
    if wrong := {"*", "?"} & {*str(store.folder)}:
        text = say("库的文件夹及其上级的名字里不能有 {sign}，请改名后再用。", sign=" ".join(sorted(wrong)))
        raise Refused(text, where=str(store.folder))
    return store


def _open_existing(folder: str) -> Store:
    from data.own_files import refuse_no_store

    store = _open(folder)
    refuse_no_store(store)
    return store


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run under a number without a name
        return ""


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
