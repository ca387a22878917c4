"""Signs of dressed-up data: what brings a question up, and what does not."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import comb
from pathlib import Path
from types import SimpleNamespace

import pytest

from charts.question_words import question_words
from data.engines.duckdb_engine import DuckDB
from metrics.mart_reader import Mart
from metrics.publication import lock
from metrics.questions import Question, at_least, digits, load_questions, repeated
from tests.metrics.tiny_mart import month
from tests.store_builder import new_store, publish_texts

SHARE = SimpleNamespace(
    id="share", unit="percent", good="high", stock=False, numerator=SimpleNamespace(table="petitions")
)
SESSION = """
create table as_of as select 'petitions' as table_name, date '2025-12-31' as as_of;
create table petitions (township varchar, closed_on date, due_on date);
create table indicator_months
    (indicator varchar, township varchar, month date, numerator double, denominator double);
"""


def asked(
    closings: Sequence[tuple[str, int]] = (), shares: Mapping[str, tuple[int, int]] | None = None
) -> list[tuple]:
    """(township, question) of closings, (township, days after the deadline), and of shares, well of cases."""
    with DuckDB() as engine:
        for statement in SESSION.strip().split(";\n"):
            engine.execute(statement.rstrip(";\n"))
        for number, (code, days) in enumerate(closings):
            due = date(2025, 6, 1) + timedelta(days=number % 28)
            engine.execute("insert into petitions values (?, ?, ?)", [code, due + timedelta(days=days), due])
        for code, (well, cases) in (shares or {}).items():
            row = ["share", code, month("2025-12"), well, cases]
            engine.execute("insert into indicator_months values (?, ?, ?, ?, ?)", row)
        load_questions(engine, SimpleNamespace(uploads=()), {"share": SHARE}, [])
        return engine.rows("select township, question from questions order by all")


def test_closings_that_heap_up_on_the_deadline_are_asked_about() -> None:
    heaped = [("A", 0)] * 20 + [("A", days) for days in (-3, -2, -1, 1, 2, 3)] * 2
    spread = [("B", days) for days in range(-3, 4)] * 5
    few = [("C", 0)] * 4
    assert asked(heaped + spread + few) == [("A", "deadline")]


def test_closings_far_from_the_deadline_are_no_neighbours() -> None:
    assert asked([("A", -20)] * 50 + [("A", 0)] * 3) == []


def test_a_share_that_is_always_whole_is_asked_about_where_others_are_not() -> None:
    shares = {"A": (400, 400), "B": (360, 400), "C": (40, 40), "D": (399, 400)}
    assert asked(shares=shares) == [("A", "whole")]


def test_where_everyone_is_whole_it_takes_very_many_cases() -> None:
    assert asked(shares={"A": (200, 200), "B": (300, 300)}) == []
    assert asked(shares={"A": (1400, 1400), "B": (300, 300)}) == [("A", "whole")]


@pytest.mark.parametrize(("successes", "trials"), [(0, 5), (3, 10), (20, 32), (7, 7)])
def test_the_binomial_tail_is_the_sum_of_its_terms(successes: int, trials: int) -> None:
    share = 1 / 7
    terms = [comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(successes, trials + 1)]
    assert at_least(successes, trials, share) == pytest.approx(sum(terms), rel=1e-9)


MONTHS = [date(2020 + at // 12, at % 12 + 1, 1) for at in range(60)]


def test_the_same_number_month_after_month_is_asked_about_with_its_months() -> None:
    numbers = [41.0, 38, 45, 45, 45, 45, 45, 39]
    (found,) = repeated("A", "入户走访", MONTHS[:8], numbers)
    assert (found.observed, found.cases, found.first_month, found.last_month) == (45, 5, MONTHS[2], MONTHS[6])


@pytest.mark.parametrize("numbers", [[1.0, 1, 1, 1, 2, 1], [0.0] * 12, [45.0, 45, 45, 46, 45, 45], [45.0]])
def test_small_numbers_and_short_runs_repeat_by_themselves(numbers: list[float]) -> None:
    assert repeated("A", "领导接访", MONTHS[: len(numbers)], numbers) == []


def test_last_digits_that_are_all_alike_are_asked_about() -> None:
    rounded = [float(10 * (5 + at % 7)) for at in range(60)]
    (found,) = digits("A", "入户走访", MONTHS, rounded)
    assert (found.observed, found.cases, found.expected) == (60, 60, 6)


def test_counted_numbers_have_digits_of_every_kind() -> None:
    generator = random.Random(7)
    counted = [float(generator.randint(100, 999)) for _ in MONTHS]
    assert digits("A", "入户走访", MONTHS, counted) == []
    assert digits("A", "入户走访", MONTHS[:30], [100.0] * 30) == []


HEAD = "办件编号,乡镇,登记日期,办结日期,办理结果\n"


def test_closings_that_come_in_after_their_month_was_locked_are_asked_about(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    publish_texts(
        store, [HEAD + "c1,甲镇,2025-01-05,2025-01-20,已解决\nc2,甲镇,2025-01-06,,\n"], month=month("2025-01")
    )
    lock(store, month("2025-01"))
    later = (
        "c1,甲镇,2025-01-05,2025-01-20,已解决\nc2,甲镇,2025-01-06,2025-01-28,已解决\nc3,甲镇,2025-02-03,,\n"
    )
    assert not publish_texts(store, [HEAD + later], month=month("2025-02")).refused
    current = store.current_mart()
    assert current is not None
    with Mart(current) as mart:
        found = [each for each in mart.questions() if each.question == "locked"]
    assert [(each.township, each.subject, each.observed) for each in found] == [("A", "petitions", 1)]
    assert found[0].first_month == month("2025-01")


@pytest.mark.parametrize("question", ["deadline", "whole", "repeated", "digits", "locked"])
def test_every_sign_is_worded_as_a_question(question: str) -> None:
    found = Question("A", question, "petitions", month("2025-01"), month("2025-02"), 12, 20, 3)
    words = question_words(found, {})
    assert words.endswith("？") and words.startswith("诉求办件：")
    assert not any(word in words for word in ("造假", "虚假", "弄虚", "作假", "违规"))
