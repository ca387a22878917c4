"""check, publish, history, rollback, lock, unlock: files come in, and how to take one back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.answers import checked_as_json, print_checked, sentence, staged_as_json, upload_as_json
from commands.file_options import file_options, files_of, reason_options
from commands.frame import (
    REFUSED,
    Month,
    by_option,
    json_option,
    options_of_a_store,
    print_json,
    print_table,
    shared_options,
)
from commands.lean_start import spare_data_frames
from commands.questions_answered import print_questions, questions_as_json
from commands.returning import ReturnedFile, write_returned
from data.language import say

if TYPE_CHECKING:
    from data.file_desk import FileToCheck
    from data.findings import Checked
    from data.staging import Staged
    from data.store import Store
    from metrics.paper_figures import PaperFigure
    from metrics.publication import Publication

LONG_FILE = 20_000  # rows
REASONS_SHOWN = 20  # on stderr; --json has them all


@click.command(help="只核对，不写入 check files, write nothing")
@file_options
@click.option(
    "--refused", type=ReturnedFile(dir_okay=False), help="退回的行写到 .xlsx 或 .csv refused rows, to mend"
)
@by_option
@json_option
@shared_options
def check(store: Store, paths: tuple[str, ...], as_json: bool, refused: str | None, **asked: Any) -> None:
    spare_data_frames()
    from metrics.file_questions import worth_asking
    from metrics.publication import check as check_files

    files, papers = list(files_of(paths, asked)), _papers(store, asked["expect"])
    checked = check_files(store, files, _rows_listener(as_json))
    if papers:
        checked = _expected_before(store, files, checked, papers, asked)
    if refused:
        write_returned(checked, Path(refused))
    questions = [worth_asking(store, *each) for each in zip(files, checked, strict=True)]
    if as_json:
        answers = zip(checked, questions, strict=True)
        print_json([checked_as_json(c) | {"proposals": q and questions_as_json(q)} for c, q in answers])
    else:
        for each, open_questions in zip(checked, questions, strict=True):
            print_checked(each)
            if open_questions:
                print_questions(open_questions)
    _end(checked)


@click.command(help="核对并发布 check and publish files, together")
@file_options
@click.option(
    "--each", is_flag=True, help="逐个发布，如补录历年数据 a publication for every file, in the order given"
)
@reason_options
@by_option
@json_option
@shared_options
def publish(store: Store, paths: tuple[str, ...], as_json: bool, each: bool, **asked: Any) -> None:
    spare_data_frames()
    papers = _papers(store, asked["expect"])
    answers: list[Any] = []
    refused: list[Checked] = []
    for files in [[path] for path in paths] if each else [paths]:
        published = _published(store, files, as_json, asked)
        results = _expected_after(store, published, papers) if papers else published.results
        mart = published.mart.name if published.mart and not published.refused else None
        answers += [staged_as_json(result, mart) for result in results]
        refused += [result.checked for result in results if result.checked.refused]
        if not as_json:
            _print_published(results, mart)
    if as_json:
        print_json(answers)
    _end(refused)


def _published(store: Store, paths: Iterable[str], as_json: bool, asked: Mapping[str, Any]) -> Publication:
    from metrics.publication import Options
    from metrics.publication import publish as publish_files

    options = Options(asked["by"], asked["replace"], asked["reason"], asked["force"])
    return publish_files(store, list(files_of(paths, asked)), options, rows_done=_rows_listener(as_json))


def _print_published(results: Iterable[Staged], mart: str | None) -> None:
    is_new = False
    for each in results:
        print_checked(each.checked)
        is_new = is_new or each.is_new
    click.echo(say("已发布，数据集 {mart}。", mart=mart) if is_new else say("没有发布任何文件。"))


@click.command(help="全部上传 every upload")
@json_option
@options_of_a_store
def history(store: Store, as_json: bool) -> None:
    from data.revisions import CORRECTION, revisions

    live = {row.upload for row in store.live().coverage}
    why = {each.upload: each.reason for each in revisions(store) if each.what == CORRECTION}
    uploads = [
        upload_as_json(upload, upload.id in live)
        | {"revision": upload.id in why, "reason": why.get(upload.id, "")}
        for upload in store.catalogue.uploads()
    ]
    if as_json:
        print_json(uploads)
    elif not uploads:
        click.echo(say("还没有上传过文件。"))
    else:
        print_table([tuple(uploads[0]), *(tuple(upload.values()) for upload in uploads)])


@click.command(help="撤回一次上传 withdraw one upload; what it had replaced stands again")
@click.argument("upload", type=int)
@reason_options
@by_option
@json_option
@options_of_a_store
def rollback(store: Store, upload: int, by: str, as_json: bool, reason: str, force: bool) -> None:
    spare_data_frames()
    from metrics.publication import roll_back

    mart = roll_back(store, upload, by, reason, force)
    if as_json:
        print_json({"upload": upload, "mart": mart.name})
    else:
        click.echo(say("已撤回上传{upload}，数据集 {mart}。", upload=upload, mart=mart.name))


@click.command(help="锁定月份 make a month final")
@click.argument("month", type=Month())
@by_option
@options_of_a_store
def lock(store: Store, month: date, by: str) -> None:
    from metrics.month_locks import lock as lock_month

    lock_month(store, month, by)
    click.echo(say("{month}已锁定。", month=f"{month:%Y-%m}"))


@click.command(help="解除锁定 open a locked month again")
@click.argument("month", type=Month())
@by_option
@options_of_a_store
def unlock(store: Store, month: date, by: str) -> None:
    from metrics.month_locks import unlock as unlock_month

    unlock_month(store, month, by)
    click.echo(say("{month}已解除锁定。", month=f"{month:%Y-%m}"))


def _papers(store: Store, typed: tuple[str, ...]) -> tuple[PaperFigure, ...]:
    """Before anything is done: a figure that does not exist stops a publication, not its report."""
    if not typed:
        return ()
    from commands.paper import expected_figures

    return expected_figures(store, typed)


def _expected_before(
    store: Store,
    files: list[FileToCheck],
    checked: list[Checked],
    papers: tuple[PaperFigure, ...],
    asked: dict[str, Any],
) -> list[Checked]:
    from commands.paper import compared_in_preview
    from metrics.publication import Options

    return compared_in_preview(store, files, checked, papers, Options(asked["by"], asked["replace"]))


def _expected_after(store: Store, published: Publication, papers: tuple[PaperFigure, ...]) -> list[Staged]:
    from dataclasses import replace

    from commands.paper import compared_with_paper

    checked = [each.checked for each in published.results]
    mart = None if published.refused else published.mart
    warned = compared_with_paper(store, checked, papers, mart)
    return [replace(each, checked=new) for each, new in zip(published.results, warned, strict=True)]


def _rows_listener(as_json: bool) -> Callable[[int, int], None] | None:
    """Progress is for people at a terminal."""
    return _tell_rows if sys.stderr.isatty() and not as_json else None


def _tell_rows(done: int, total: int) -> None:
    """One line at a terminal that counts up while a long file is checked."""
    if total >= LONG_FILE:
        click.echo(f"\r{done:,} / {total:,}", nl=done >= total, err=True)


def _end(checked: Iterable[Checked]) -> None:
    """Say on stderr why files were refused as a whole, and end with 1."""
    refused = [each for each in checked if each.refused]
    for each in refused:
        click.echo(say("{file}：整份退回，没有发布。", file=each.file), err=True)
        for finding in each.errors[:REASONS_SHOWN]:
            click.echo("  " + sentence(finding), err=True)
        if any(finding.rule in ("no_headings", "missing_column") for finding in each.errors):
            click.echo("  " + say("表头不认识？运行 manage.py map 文件，看看建议。"), err=True)
    if refused:
        sys.exit(REFUSED)
