"""What is made once is made once, whoever asks; what failed is tried again; what nobody asks for goes."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from pages.shared.kept import Kept


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
