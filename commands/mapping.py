"""map: what a file with unknown headings or words asks, and the profile that the answers make."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.answers import print_checked
from commands.file_options import AN_EXISTING_FILE
from commands.frame import Day, Month, json_option, print_json, shared_options
from commands.lean_start import spare_data_frames
from commands.questions_answered import print_questions, questions_as_json
from data.language import say
from data.refusal import Refused

if TYPE_CHECKING:
    from data.file_desk import FileToCheck
    from data.store import Store
    from metrics.file_questions import Questions, Wishes


@click.command("map", help="认表头和用词，记成方案 say what headings and words mean; kept as a profile")
@click.argument("path", metavar="FILE", type=AN_EXISTING_FILE)
@click.option("--export", metavar="ID", help="报表 which export the file is")
@click.option("--accept-all", is_flag=True, help="照建议全部确认 accept every proposal")
@click.option("--heading", "headings", multiple=True, metavar="表头=列", help="可多次 may be repeated")
@click.option("--word", "words", multiple=True, metavar="列:词=值", help="可多次 may be repeated")
@click.option("--constant", "constants", multiple=True, metavar="列=值", help="文件没有的列 what it lacks")
@click.option("--name", default="", help="方案的名字 what the profile is called")
@click.option("--received", type=Day(), help="收到日期，默认今天 day the file came")
@click.option("--month", type=Month(), help="报告月份 reported month")
@json_option
@shared_options
def map_headings(store: Store, path: str, as_json: bool, **asked: Any) -> None:
    """Without a choice the proposals are printed and nothing is written."""
    spare_data_frames()
    from data.file_desk import FileToCheck
    from metrics.file_questions import questions_about

    file_path = Path(path)
    file = FileToCheck(
        file_path.name, file_path.read_bytes(), asked["export"], asked["month"], asked["received"]
    )
    found = questions_about(store, file)
    if found is None:
        raise Refused(say("认不出这是哪种报表；请用 --export 指明，或检查文件是否有表头"))
    chose = asked["accept_all"] or asked["headings"] or asked["words"] or asked["constants"]
    if not chose:
        print_json(questions_as_json(found)) if as_json else print_questions(found)
        return
    _remember(store, file, _wishes(found, asked), as_json)


def _remember(store: Store, file: FileToCheck, wishes: Wishes, as_json: bool) -> None:
    from metrics.file_questions import questions_about, remember
    from metrics.publication import check

    found = questions_about(store, file, wishes)
    if found is None or found.missing:
        raise Refused(_still_missing(found))
    if found.refusal:
        raise Refused(found.refusal)
    if found.confirmed.is_empty:
        raise Refused(say("没有要记的：表头和用词都认识"))
    profile = remember(store, found.confirmed)
    checked = check(store, [file])[0]
    if as_json:
        from commands.answers import checked_as_json

        name = profile.export.name
        print_json({"profile": profile.id, "name": name, "check": checked_as_json(checked)})
        return
    click.echo(say("已记住：{path}（{name}）", path=f"exports/{profile.id}.toml", name=profile.export.name))
    print_checked(checked)


def _still_missing(found: Questions | None) -> str:
    names = say("、").join(found.missing) if found else ""
    return say(
        "还有必填的列没有认：{names}。请用 --heading 表头=列 指明，或加上 --accept-all", names=names or "—"
    )


def _wishes(found: Questions, asked: Mapping[str, Any]) -> Wishes:
    """What was said on the command line; with --accept-all the proposals wherever nothing was said."""
    from metrics.file_questions import Wishes

    said = dict(_pair(each, "=", "--heading") for each in asked["headings"])
    words: dict[str, dict[str, str]] = {}
    for each in asked["words"]:
        column, rest = _pair(each, ":", "--word", first=True)
        word, value = _pair(rest, "=", "--word")
        words.setdefault(column, {})[word] = value
    headings = said
    if asked["accept_all"]:
        proposed = found.chosen.accepted
        free = {h: c for h, c in proposed.items() if h not in said and c not in said.values()}
        headings = free | said
    constants = dict(_pair(each, "=", "--constant") for each in asked["constants"])
    return Wishes(
        asked["export"] or "", headings, words, constants, asked["name"], adds_words=asked["accept_all"]
    )


def _pair(text: str, sign: str, option: str, first: bool = False) -> tuple[str, str]:
    """The two sides of the last (or first) `sign`."""
    left, found, right = text.partition(sign) if first else text.rpartition(sign)
    if not found or not left.strip():
        raise click.BadParameter(f"{text!r}", param_hint=option)
    return left.strip(), right.strip()
