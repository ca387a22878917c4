"""`check --refused OUT`: the refused rows as files for whoever has to mend them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.written_files import write_file
from data.language import say

if TYPE_CHECKING:
    from data.findings import Checked

SUFFIXES = (".xlsx", ".csv")


class ReturnedFile(click.Path):
    """Where to write refused rows: an .xlsx or .csv file."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if Path(value).suffix.lower() not in SUFFIXES:
            self.fail(say("文件名应以 .xlsx 或 .csv 结尾"), param, ctx)
        return super().convert(value, param, ctx)


def write_returned(checked: Sequence[Checked], path: Path) -> None:
    """One file for each checked file with refused rows: OUT.xlsx, OUT-2.xlsx …; says on stderr which."""
    from data.returned_file import returned_csv, returned_xlsx

    written = 0
    for each in checked:
        if each.returned is None:
            continue
        written += 1
        out = path if written == 1 else path.with_stem(f"{path.stem}-{written}")
        make = returned_csv if path.suffix.lower() == ".csv" else returned_xlsx
        write_file(out, make(each.returned))
        text = say("{file}：退回的{n}行写入{path}", file=each.file, n=len(each.returned.rows), path=out)
        click.echo(text, err=True)
    if not written:
        click.echo(say("没有可以退回修改的行，没有写{path}", path=path), err=True)
