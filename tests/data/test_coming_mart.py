"""A publication waits, for a while, for the servers that get ready for its mart."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data import coming_mart
from data.coming_mart import FOLDER, Standby, let_servers_get_ready
from data.store import Store
from tests.store_builder import new_store, petitions, publish_texts


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store", petitions("2025-05", "B1,甲镇,02,20"))


@contextmanager
def answering(standby: Standby, seen: list[Path], is_over: threading.Event) -> Iterator[None]:
    """A server that notes every mart that comes, whether it was in force then, and says that it is ready."""

    def answer() -> None:
        while not is_over.wait(0.01):
            mart = standby.coming()
            if mart:
                seen.append(mart)
                standby.say_ready(mart)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        standby.end()


def test_a_mart_is_announced_whole_and_before_it_is_in_force(store: Store) -> None:
    before, seen = store.current_mart(), list[Path]()
    in_force: list[Path | None] = []

    class Noting(Standby):
        def say_ready(self, mart: Path) -> None:
            in_force.append(Store(store.folder).current_mart())
            assert mart.exists()
            super().say_ready(mart)

    with answering(Noting(store.folder), seen, threading.Event()):
        publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    assert seen == [store.current_mart()]
    assert in_force == [before]


def test_where_no_server_runs_nothing_is_announced(store: Store) -> None:
    publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    assert not (store.folder / FOLDER).exists()


def test_a_server_that_does_not_answer_holds_nobody_up_for_long(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming_mart, "LONGEST_WAIT_SECONDS", 0.2)
    silent = Standby(store.folder)
    publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    assert silent.coming() == store.current_mart()
    silent.end()


def test_a_server_that_ended_meanwhile_is_not_waited_for(store: Store) -> None:
    standby, began = Standby(store.folder), time.monotonic()
    threading.Timer(0.2, standby.end).start()
    let_servers_get_ready(store.folder, store.folder / "marts" / "9.duckdb")
    assert time.monotonic() - began < coming_mart.LONGEST_WAIT_SECONDS


def test_what_a_killed_server_left_behind_goes(store: Store) -> None:
    place = store.folder / FOLDER
    place.mkdir()
    (place / "0123.here").touch()
    (place / "0123.ready").write_text("1.duckdb")
    let_servers_get_ready(store.folder, store.folder / "marts" / "9.duckdb")
    assert list(place.iterdir()) == []


def test_a_server_that_starts_knows_the_last_announcement_as_old(store: Store) -> None:
    (store.folder / FOLDER).mkdir()
    (store.folder / FOLDER / "coming").write_text("1.duckdb")
    standby = Standby(store.folder)
    assert standby.coming() is None
    standby.end()


def test_a_name_that_was_announced_is_given_to_no_other_mart(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A publication that was killed before its commit leaves a name that a server knows already."""
    monkeypatch.setattr(coming_mart, "LONGEST_WAIT_SECONDS", 0.0)
    standby, killed = Standby(store.folder), store.next_mart()
    let_servers_get_ready(store.folder, killed)
    assert store.next_mart() != killed
    standby.end()


def test_announcing_that_fails_is_no_reason_not_to_publish(store: Store) -> None:
    standby = Standby(store.folder)
    (store.folder / FOLDER / "coming").mkdir()  # nothing can be written there
    before = store.current_mart()
    publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    assert store.current_mart() != before
    standby.end()


def test_a_damaged_announcement_is_no_reason_not_to_publish(store: Store) -> None:
    (store.folder / FOLDER).mkdir()
    (store.folder / FOLDER / "coming").write_bytes(b"\xff\xfe\x00")
    standby, before = Standby(store.folder), store.current_mart()
    with answering(standby, [], threading.Event()):
        publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    assert store.current_mart() != before
