"""Rows of months that nobody reported are told of, for no figure of their month has them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.findings import Checked
from metrics.publication import Options, check, publish
from tests.store_builder import csv_file, new_store, petitions, value

JANUARY = petitions("2025-01", "a1,甲镇,03", "a2,乙乡,04")


def later(text: str) -> str:
    return "".join(text.splitlines(keepends=True)[1:])


def told(answer: Checked) -> list[tuple[str, str]]:
    return [(each.found, each.expected) for each in answer.warnings if each.rule == "months_not_reported"]


YEAR = JANUARY + later(petitions("2025-02", "b1,甲镇,03")) + later(petitions("2025-03", "c1,甲镇,03"))


def test_a_file_of_several_months_is_told_which_of_its_rows_no_figure_has(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    ((found, expected),) = told(check(store, [csv_file("全年", YEAR)])[0])
    assert found == "2025-01…2025-02有3行"
    assert expected.startswith("2025-03的行；这份文件算2025-03的报表，那些月份没有报过")
    publish(store, [csv_file("全年", YEAR)], Options())
    assert value(store, "petitions_received", "2025-03") == 1


def test_one_day_mistyped_into_the_next_month_does_not_move_a_file_there_in_silence(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    text = JANUARY + later(petitions("2025-02", "a3,甲镇,01"))
    received = date(2025, 2, 3)
    assert [found for found, _ in told(check(store, [csv_file("一月", text, received=received)])[0])] == [
        "2025-01有2行"
    ]
    said = csv_file("一月", text, received=received, month=date(2025, 1, 1))
    assert told(check(store, [said])[0]) == []


def test_old_cases_of_months_that_were_reported_are_nothing_to_tell(tmp_path: Path) -> None:
    store = new_store(tmp_path, JANUARY)
    text = JANUARY + later(petitions("2025-02", "b1,甲镇,03"))
    assert told(check(store, [csv_file("二月", text)])[0]) == []


def test_months_that_come_in_the_same_publication_count_as_reported(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    february = JANUARY + later(petitions("2025-02", "b1,甲镇,03"))
    answers = check(store, [csv_file("二月", february), csv_file("一月", JANUARY)])
    assert [told(each) for each in answers] == [[], []]


def test_a_few_old_cases_are_usual(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    text = petitions("2025-01", "a1,甲镇,03") + later(petitions("2025-02", "b1,甲镇,03"))
    assert told(check(store, [csv_file("二月", text)])[0]) == []
