"""In one run everything is read from one mart, whatever is published meanwhile."""

from __future__ import annotations

from pages.shared.one_run import forget, once, one_run


def test_inside_a_run_the_first_answer_holds() -> None:
    answers = iter(range(10))
    with one_run():
        assert [once("mart", lambda: next(answers)) for _ in range(3)] == [0, 0, 0]
    with one_run():
        assert once("mart", lambda: next(answers)) == 1


def test_outside_it_is_asked_every_time() -> None:
    answers = iter(range(10))
    assert [once("mart", lambda: next(answers)) for _ in range(3)] == [0, 1, 2]


def test_what_was_changed_is_asked_anew() -> None:
    answers = iter(range(10))
    with one_run():
        once("choices", lambda: next(answers))
        forget("choices")
        assert once("choices", lambda: next(answers)) == 1
