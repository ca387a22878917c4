"""What is made once is made once, whoever asks; what failed is tried again; what nobody asks for goes."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event, Lock, Thread
from types import SimpleNamespace
from typing import cast

import pytest

from metrics.mart_reader import Mart
from pages.shared import turns
from pages.shared.kept import Kept, forget_made_before, kept_by_mart, new_era


class Work:
    """Takes a moment, and knows how many did it at once."""

    def __init__(self) -> None:
        self._lock, self._at_work, self.most_at_once = Lock(), 0, 0

    def do(self) -> int:
        with self._lock:
            self._at_work += 1
            self.most_at_once = max(self.most_at_once, self._at_work)
        Event().wait(0.02)
        with self._lock:
            self._at_work -= 1
        return 1


def test_a_value_is_made_once() -> None:
    kept: Kept[list[int]] = Kept(10)
    first = kept.get("a", lambda: [1])
    assert kept.get("a", lambda: [2]) is first


def test_who_asks_while_it_is_made_waits_for_it() -> None:
    kept: Kept[str] = Kept(10)
    is_making, may_end, made = Event(), Event(), []

    def make() -> str:
        is_making.set()
        may_end.wait(5)
        made.append("made")
        return "first"

    found: list[str] = []
    asking = [Thread(target=lambda: found.append(kept.get("a", make))) for _ in range(3)]
    asking[0].start()
    is_making.wait(5)
    for each in asking[1:]:
        each.start()
    may_end.set()
    for each in asking:
        each.join(5)
    assert (found, made) == (["first"] * 3, ["made"])


def test_what_could_not_be_made_is_tried_again() -> None:
    kept: Kept[int] = Kept(10)

    def fail() -> int:
        raise ValueError

    with pytest.raises(ValueError):
        kept.get("a", fail)
    assert kept.get("a", lambda: 1) == 1


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    kept: Kept[int] = Kept(2)
    for key, value in (("a", 1), ("b", 2)):
        kept.get(key, lambda value=value: value)  # type: ignore[misc]
    kept.get("a", lambda: 0)
    kept.get("c", lambda: 3)
    assert kept.get("a", lambda: 9) == 1
    assert kept.get("b", lambda: 9) == 9


def test_what_takes_long_is_made_one_at_a_time() -> None:
    kept: Kept[int] = Kept(100, in_turn=True)
    work = Work()
    asking = [Thread(target=kept.get, args=(number, work.do)) for number in range(12)]
    for each in asking:
        each.start()
    for each in asking:
        each.join(10)
    assert work.most_at_once == 1


def test_what_is_made_of_other_things_waits_for_nobody_who_waits_for_it() -> None:
    pages: Kept[int] = Kept(10, in_turn=True)
    parts: Kept[int] = Kept(10, in_turn=True)

    def page() -> int:
        return parts.get("shared", lambda: 1)

    asking = [Thread(target=pages.get, args=(number, page)) for number in range(8)]
    asking += [Thread(target=parts.get, args=("shared", lambda: 1)) for _ in range(8)]
    for each in asking:
        each.start()
    for each in asking:
        each.join(turns.LONGEST_WAIT_SECONDS)
    assert not any(each.is_alive() for each in asking)


def test_who_waited_for_a_part_goes_on_making_in_turn() -> None:
    """Else all who waited for the first part would make the rest of their pages at once."""
    pages: Kept[int] = Kept(20, in_turn=True)
    parts: Kept[int] = Kept(10)
    work = Work()

    def shared() -> int:
        Event().wait(0.1)
        return 1

    def page() -> int:
        return parts.get("shared", shared) + work.do()

    asking = [Thread(target=parts.get, args=("shared", shared))]
    asking += [Thread(target=pages.get, args=(number, page)) for number in range(8)]
    for each in asking:
        each.start()
    for each in asking:
        each.join(turns.LONGEST_WAIT_SECONDS)
    assert not any(each.is_alive() for each in asking)
    assert work.most_at_once == 1


def test_the_parts_of_one_page_are_made_in_one_turn() -> None:
    kept: Kept[int] = Kept(10, in_turn=True)
    other = Thread(target=kept.get, args=("of another page", lambda: 1))
    with turns.one_turn():
        kept.get("first", lambda: 1)
        other.start()
        assert kept.get("second", lambda: 2) == 2
        assert other.is_alive()
    other.join(turns.LONGEST_WAIT_SECONDS)
    assert not other.is_alive()


def test_what_is_known_of_a_mart_is_told_by_its_path() -> None:
    asked: list[tuple[str, str]] = []

    @kept_by_mart(10)
    def sentence(mart: Mart, word: str) -> str:
        asked.append((str(mart.path), word))
        return f"{mart.path} {word}"

    one, same, other = (cast("Mart", SimpleNamespace(path=Path(name))) for name in ("1", "1", "2"))
    assert [sentence(mart, "a") for mart in (one, same, other)] == ["1 a", "1 a", "2 a"]
    assert asked == [("1", "a"), ("2", "a")]


def test_what_was_made_before_an_era_is_forgotten_and_what_was_made_in_it_stays() -> None:
    kept: Kept[int] = Kept(10)
    kept.get("a", lambda: 1)
    era = new_era()
    kept.get("b", lambda: 1)
    forget_made_before(era)
    assert kept.get("a", lambda: 2) == 2
    assert kept.get("b", lambda: 2) == 1


def test_all_is_forgotten_also_while_pages_that_run_begin_to_keep_more() -> None:
    is_over, usual = Event(), sys.getswitchinterval()

    def run_pages() -> None:
        while not is_over.is_set():
            Kept(1)

    held = [Kept[int](1) for _ in range(100)]
    pages = Thread(target=run_pages)
    sys.setswitchinterval(1e-5)  # threads take turns as they would among many readers
    pages.start()
    try:
        for _ in range(500):
            forget_made_before(0)
    finally:
        sys.setswitchinterval(usual)
        is_over.set()
        pages.join()
    assert len(held) == 100


def test_what_is_looked_for_stays_longer_than_what_nobody_looks_for() -> None:
    kept: Kept[int] = Kept(2)
    for number, key in enumerate("ab"):
        kept.get(key, lambda number=number: number)
    assert kept.has("a")
    kept.get("c", lambda: 3)
    assert [kept.has(key) for key in "abc"] == [True, False, True]
