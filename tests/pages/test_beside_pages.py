"""What is done beside the pages is done one by one, the newest first, and never stands still for good."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from pages.shared import beside_pages
from pages.shared.beside_pages import BesidePages

Begun = list[Callable[[], None]]


def waiting(monkeypatch: pytest.MonkeyPatch, done: list[str], most: int) -> tuple[BesidePages[str], Begun]:
    """What would be done on threads; nothing is done."""
    beside, begun = BesidePages(done.append, most), Begun()
    monkeypatch.setattr(beside, "_begin", lambda: begun.append(beside.work_off))
    return beside, begun


def test_what_was_wanted_last_is_done_first_and_what_was_gone_on_from_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    beside, begun = waiting(monkeypatch, done, most=4)
    for year in ("2020", "2021", "2022", "2023", "2024", "2025", "2023"):
        beside.want([year])
    assert len(begun) == 1
    begun[0]()
    assert done == ["2023", "2025", "2024", "2022"]


def test_after_all_is_done_more_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    beside, begun = waiting(monkeypatch, done, most=4)
    for year in ("2024", "2025"):
        beside.want([year])
        begun[-1]()
    assert done == ["2024", "2025"]


def test_what_is_being_done_is_not_wanted_again() -> None:
    done: list[str] = []
    is_doing, may_end, all_done = Event(), Event(), Event()

    def do(piece: str) -> None:
        is_doing.set()
        may_end.wait(5)
        done.append(piece)
        if piece == "b":
            all_done.set()

    beside = BesidePages(do, most=4)
    beside.want(["a"])
    assert is_doing.wait(5)
    beside.want(["b"])
    beside.want(["a"])
    may_end.set()
    assert all_done.wait(5)
    assert done == ["a", "b"]


def test_where_no_thread_can_begin_the_next_who_wants_something_begins_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuses(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    done: list[str] = []
    all_done = Event()
    beside = BesidePages(lambda piece: (done.append(piece), all_done.set() if piece == "a" else None), most=4)
    with monkeypatch.context() as full:
        full.setattr(Thread, "start", refuses)
        beside.want(["a"])
    assert done == []
    beside.want(["b"])
    assert all_done.wait(5)
    assert done == ["b", "a"]


def test_a_server_that_ends_waits_for_the_piece_that_is_being_done_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def do(piece: str) -> None:
        done.append(piece)
        monkeypatch.setattr(beside_pages, "main_thread", lambda: SimpleNamespace(is_alive=lambda: False))

    done: list[str] = []
    beside = BesidePages(do, most=4)
    monkeypatch.setattr(beside, "_begin", beside.work_off)
    beside.want(["a", "b", "c"])
    assert done == ["c"]
