"""county: the townships of a county, from the national register that ships with the product."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.frame import json_option, print_json, print_table, shared_options
from commands.written_files import write_file
from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.national_register import County
    from data.store import Store

SUFFIXES = (".csv", ".xlsx")
NAMES_SHOWN = 8


@click.command(help="从全国名录选一个县 a county's townships, from the national register")
@click.argument("county", metavar="NAME|CODE")
@click.option(
    "--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="写成乡镇名录 .csv 或 .xlsx"
)
@json_option
@shared_options
def county(store: Store, county: str, path: Path | None, as_json: bool) -> None:
    from data.national_register import counties_named

    found = counties_named(county)
    if not found:
        _refuse_unknown(county)
    if path is not None:
        _write(store, _the_only(county, found), path)
    elif as_json:
        print_json([{**vars(each), "townships": _townships(each)} for each in found])
    else:
        _show(found)


def _refuse_unknown(text: str) -> None:
    from data.national_register import likely_counties

    names = say("、").join(likely_counties(text))
    raise Refused(say("全国名录中没有“{found}”；最接近的是：{names}", found=text, names=names))


def _the_only(text: str, found: list[County]) -> County:
    if len(found) > 1:
        listed = say("、").join(f"{each.code} {each.full_name}" for each in found[:NAMES_SHOWN])
        raise Refused(say("“{name}”有{n}个，请写代码：{listed}", name=text, n=len(found), listed=listed))
    return found[0]


def _write(store: Store, found: County, path: Path) -> None:
    from data.county_file import county_csv, county_xlsx
    from data.export_format import load_exports

    if path.suffix.lower() not in SUFFIXES:
        raise click.BadParameter(say("文件名应以 .xlsx 或 .csv 结尾"), param_hint="--to")
    export = load_exports(store.folder)["townships"]
    write = county_csv if path.suffix.lower() == ".csv" else county_xlsx
    write_file(path, write(found.code, export))
    click.echo(
        say(
            "已把{county}的{n}个乡镇写入{path}；请补填常住人口，再用 publish 发布。",
            county=found.full_name,
            n=len(_townships(found)),
            path=path,
        )
    )


def _show(found: list[County]) -> None:
    from data.national_register import about

    if len(found) > 1:
        print_table([(each.code, each.full_name) for each in found])
        return
    print_table([(each["code"], each["name"], each["kind"]) for each in _townships(found[0])])
    click.echo(say("{county}，来源：{source}", county=found[0].full_name, source=about()["source"]))


def _townships(found: County) -> list[dict[str, str]]:
    from data.national_register import townships

    return [dict(vars(each)) for each in townships(found.code)]
