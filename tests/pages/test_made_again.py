"""What people have open is made of a mart before it is in force: the same as if it were made afterwards."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.coming_mart import Standby
from data.grants import VIEWER, Grant
from data.store import Store
from pages.shared import cached_reads, made_again
from pages.shared.kept import forget_made_before, new_era
from pages.shared.made_again import make_again
from tests.pages.conftest import ShowPage, html_of
from tests.store_builder import petitions, publish_texts

SCREENS = (
    ("overview", {}),
    ("overview", {"by": "year", "lang": "en"}),
    ("indicator", {"indicator": "petitions_received", "period": "2025-05"}),
    ("indicator", {"indicator": "petitions_received", "view": "trend"}),
    ("township", {"township": "B"}),
    ("index", {}),
    ("alerts", {}),
)
# what a page calls where it is made: it is not ready where this is called
MAKERS = {
    "overview": "charts.cards.cards_html",
    "indicator": "charts.sentences.indicator_sentence",
    "township": "charts.profile_table.profile_table",
    "alerts": "charts.alert_words.alerts_sentence",
}


@pytest.fixture(autouse=True)
def nobody_has_anything_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_again, "_OPEN", {})


@contextmanager
def standing_by(folder: Path) -> Iterator[list[int]]:
    """A server that gets ready; how many screens it made, publication by publication."""
    standby, is_over, made = Standby(folder), threading.Event(), list[int]()

    def work() -> None:
        while not is_over.wait(0.01):
            mart = standby.coming()
            if mart:
                made.append(make_again(mart, 60.0))
                standby.say_ready(mart)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield made
    finally:
        is_over.set()
        thread.join()
        standby.end()


def shown(show_page: ShowPage, store: Store) -> list[str]:
    pages = (show_page(store.folder, name, **choices) for name, choices in SCREENS)
    return [html_of(page) for page in pages if not page.exception]


def test_what_was_made_before_is_what_would_be_made_afterwards(show_page: ShowPage, store: Store) -> None:
    before = shown(show_page, store)
    with standing_by(store.folder) as made:
        publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20", "C2,乙乡,03")])
    ready = shown(show_page, store)
    forget_made_before(new_era())
    assert made == [len(SCREENS)]
    assert ready == shown(show_page, store)
    assert len(ready) == len(SCREENS)
    assert all(each != old for each, old in zip(ready, before, strict=True))


@pytest.mark.parametrize("name", MAKERS)
def test_a_page_that_somebody_has_open_is_ready_when_the_mart_is_in_force(
    name: str, show_page: ShowPage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_page(store.folder, name)
    with standing_by(store.folder):
        publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    monkeypatch.setattr(MAKERS[name], None)  # to call it is an error
    page = show_page(store.folder, name)
    assert not page.exception
    assert "2025年6月" in html_of(page)


def test_a_revision_that_comes_with_the_mart_is_named(show_page: ShowPage, store: Store) -> None:
    """The catalogue does not know it yet while the page is made before."""
    choices = {"township": "B", "by": "year"}
    assert "修订" not in html_of(show_page(store.folder, "township", **choices))
    with standing_by(store.folder) as made:
        publish_texts(store, [petitions("2025-05", "B2,乙乡,03,10")])
    assert made == [1]
    assert "修订" in html_of(show_page(store.folder, "township", **choices))


def test_what_nobody_asked_for_lately_is_not_made(
    show_page: ShowPage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_page(store.folder)
    monkeypatch.setattr(made_again, "OPEN_FOR_SECONDS", 0.0)
    with standing_by(store.folder) as made:
        publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    assert made == [0]
    assert "2025年6月" in html_of(show_page(store.folder))


def test_of_another_file_under_the_announced_name_nothing_is_believed(
    show_page: ShowPage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_page(store.folder)
    with standing_by(store.folder):
        publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    mart = store.current_mart()
    assert mart is not None
    status = mart.stat()
    os.utime(mart, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
    monkeypatch.setattr(MAKERS["overview"], None)
    assert show_page(store.folder).exception


def test_it_is_noted_what_is_open_but_not_who_reads_it(
    show_page: ShowPage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached_reads, "the_grant", lambda store: Grant(VIEWER, None, "zhang"))
    show_page(store.folder)
    assert [screen.grant for screen in made_again._OPEN] == [Grant(VIEWER)]
