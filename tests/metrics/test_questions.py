"""Signs of dressed-up data: what brings a question up, and what does not."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from math import comb
from types import SimpleNamespace

import pytest

from charts.question_words import question_words
from data.catalogue_records import Lock
from data.engines.duckdb_engine import DuckDB
from metrics.questions import Question, at_least, count_closing_days, digits, load_questions, repeated
from tests.metrics.tiny_mart import month

SHARE = SimpleNamespace(
    id="share", unit="percent", good="high", stock=False, numerator=SimpleNamespace(table="petitions")
)
SESSION = """
create table as_of as select 'petitions' as table_name, date '2025-12-01' as newest_month;
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
        count_closing_days(engine, ["petitions"])
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


REPORTED = """
create table accepted_petitions (case_id varchar, township varchar, closed_on date, upload bigint);
insert into accepted_petitions values
    ('c1', 'A', '2025-01-20', 1), ('c2', 'A', null, 1),
    ('c1', 'A', '2025-01-20', 2), ('c2', 'A', '2025-01-28', 2), ('c3', 'A', '2025-02-03', 2);
create table live_petitions as select * from accepted_petitions where upload = 2;
"""


def test_closings_that_come_in_after_their_month_was_locked_are_asked_about() -> None:
    """c1 had its date before the lock, c3 is of a month that is open: c2 alone is asked about."""
    days = {1: datetime(2025, 2, 3), 2: datetime(2025, 3, 3)}
    uploads = [SimpleNamespace(id=n, at=at, export="petitions", table="petitions") for n, at in days.items()]
    locks = [Lock(month("2025-01"), "", datetime(2025, 2, 10))]
    with DuckDB() as engine:
        for statement in (SESSION + REPORTED).strip().split(";\n"):
            engine.execute(statement.rstrip(";\n"))
        count_closing_days(engine, ["petitions"])
        load_questions(engine, SimpleNamespace(uploads=uploads), {}, locks)
        found = engine.rows("select township, question, subject, first_month, observed from questions")
    assert found == [("A", "locked", "petitions", month("2025-01"), 1)]


@pytest.mark.parametrize("question", ["deadline", "whole", "repeated", "digits", "locked"])
def test_every_sign_is_worded_as_a_question(question: str) -> None:
    found = Question("A", question, "petitions", month("2025-01"), month("2025-02"), 12, 20, 3)
    words = question_words(found, {})
    assert words.endswith("？") and words.startswith("诉求办件：")
    assert not any(word in words for word in ("造假", "虚假", "弄虚", "作假", "违规"))
