"""Two threads of one session see the same tables and do what one would have done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.engines.duckdb_engine import DuckDB
from data.engines.side_by_side import run_side_by_side
from data.language import language, speaking


def counting(name: str) -> Callable[[DuckDB], None]:
    return lambda session: session.execute(f"create table {name} as select count(*) as n from given")


@pytest.mark.parametrize("threads", [1, 2])
def test_tasks_read_the_tables_of_the_session_and_leave_theirs_in_it(threads: int) -> None:
    with DuckDB(threads=threads) as session:
        session.execute("create table given as select range as n from range(1000)")
        session.side_by_side([counting(f"count_{number}") for number in range(8)])
        counts = [session.rows(f"select n from count_{number}") for number in range(8)]
    assert counts == [[(1000,)]] * 8


@pytest.mark.parametrize("failing", [0, 1, 7])
def test_what_a_task_raises_is_raised_once_all_threads_are_done(failing: int) -> None:
    done: list[int] = []

    def task(number: int) -> None:
        if number == failing:
            raise ValueError(number)
        done.append(number)

    with pytest.raises(ValueError, match=str(failing)):
        run_side_by_side([lambda number=number: task(number) for number in range(8)])
    assert failing not in done


def test_both_threads_speak_the_language_of_the_caller() -> None:
    spoken: list[str] = []
    with speaking("en"):
        run_side_by_side([lambda: spoken.append(language())] * 40)
    assert spoken == ["en"] * 40
