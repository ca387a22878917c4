"""The files that `check` and `publish` take, and what may be said about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from commands.frame import Day, Month

if TYPE_CHECKING:
    from data.file_desk import FileToCheck

Command = TypeVar("Command", bound=Callable[..., Any])


class ExistingFile(click.Path):
    """A file that is there; a name that is wrong is repeated without its personal part."""

    def fail(
        self, message: str, param: click.Parameter | None = None, ctx: click.Context | None = None
    ) -> NoReturn:
        from data.personal import scrubbed

        super().fail(scrubbed(message), param, ctx)


AN_EXISTING_FILE = ExistingFile(exists=True, dir_okay=False)


def file_options(command: Command) -> Command:
    """What may be said about the files; `check` and `publish` take the same."""
    for decorate in (
        click.option(
            "--expect",
            multiple=True,
            metavar="NAME=NUMBER",
            help="纸质报表上的数字 a figure of the paper report: rows, received or an indicator",
        ),
        click.option("--replace", is_flag=True, help="先撤下同一报表同一月份所覆盖乡镇的原有数据"),
        click.option("--covers", metavar="all|present|CODE,…", help="覆盖的乡镇 townships covered"),
        click.option("--received", type=Day(), help="收到日期，默认今天 day the files came"),
        click.option("--month", type=Month(), help="报告月份 reported month"),
        click.option("--export", metavar="ID", help="报表 which export the files are"),
        click.argument("paths", metavar="FILE…", nargs=-1, required=True, type=AN_EXISTING_FILE),
    ):
        command = decorate(command)
    return command


def reason_options(command: Command) -> Command:
    """Why published figures change, and the word of an admin for a locked month."""
    reason = click.option("--reason", default="", help="更正的理由 why published figures change")
    force = click.option("--force", is_flag=True, help="管理员更正已锁定的月份 change a locked month; marked")
    return reason(force(command))


def files_of(paths: Iterable[str], asked: Mapping[str, Any]) -> Iterable[FileToCheck]:
    """Their bytes, and what was said about them."""
    from data.file_desk import FileToCheck

    export, month, received, covers = (asked[name] for name in ("export", "month", "received", "covers"))
    for path in map(Path, paths):
        content = path.read_bytes()
        yield FileToCheck(path.name, content, export, month, received, covers, is_typed=month is not None)
