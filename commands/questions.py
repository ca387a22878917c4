"""questions: signs in the data that are worth a question, never a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.frame import csv_option, json_option, print_csv, print_json, print_table, shared_options
from commands.reading import published_mart
from data.language import language, say

if TYPE_CHECKING:
    from data.store import Store
    from metrics.questions import Question

COLUMNS = ("township", "question", "subject", "first_month", "last_month", "observed", "cases", "expected")


@click.command(help="可以问一问 questions to ask about what was reported")
@click.option("--township", metavar="CODE|NAME", help="只看一个乡镇 one township")
@json_option
@csv_option
@shared_options
def questions(store: Store, township: str | None, as_json: bool, as_csv: bool) -> None:
    from commands.named import named_area
    from metrics.mart_reader import Mart

    with Mart(published_mart(store)) as mart:
        code = named_area(mart, township) if township else None
        found = [each for each in mart.questions() if code in (None, each.township)]
        names = dict(mart.kept_rows("indicators", ("indicator", f"name_{language()}")))
        places = dict(mart.kept_rows("areas", ("area", "name")))
    if as_json:
        print_json([dict(zip(COLUMNS, _row(each), strict=True)) for each in found])
    elif as_csv:
        print_csv(list(COLUMNS), [_row(each) for each in found])
    else:
        _print_for_a_person(found, names, places)


def _row(question: Question) -> tuple[object, ...]:
    months = (f"{month:%Y-%m}" for month in (question.first_month, question.last_month))
    counts = (question.observed, question.cases, question.expected)
    return (question.township, question.question, question.subject, *months, *counts)


def _print_for_a_person(found: list[Question], names: dict[str, str], places: dict[str, str]) -> None:
    from charts.question_words import question_words

    if not found:
        click.echo(say("没有需要问一问的。"))
    print_table([(places.get(each.township, each.township), question_words(each, names)) for each in found])
