"""Meetings in the catalogue: frozen when they begin, presented by one browser, their data kept."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from data.catalogue import Change
from data.catalogue_records import PublicationRow
from data.meeting_records import Meeting
from data.meetings import (
    MOST_VIEWS,
    add_view,
    begin_meeting,
    drop_view,
    keep_slides,
    kept_slides,
    marts_of_meetings,
    meeting_of,
    meetings_of,
    place_of,
    prepare_meeting,
    present,
    views_of,
)
from data.refusal import Refused
from data.store import Store

DECEMBER = date(2025, 12, 1)
ONE, OTHER = "a" * 24, "b" * 24


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def begun(store: Store, mart: str = "marts/1.duckdb") -> Meeting:
    return begin_meeting(store, prepare_meeting(store, "month", "2025-12", DECEMBER), mart)


def test_a_meeting_that_is_only_prepared_stands_on_no_data(store: Store) -> None:
    meeting = prepare_meeting(store, "month", "2025-12", DECEMBER)
    assert (meeting.id, meeting.mart, meeting.begun) == (1, None, None)
    assert meetings_of(store) == (meeting,)


def test_a_meeting_that_has_begun_keeps_the_data_it_began_with(store: Store) -> None:
    first = begun(store)
    assert begin_meeting(store, first, "marts/9.duckdb") == first
    assert meeting_of(store, first.id).mart == "marts/1.duckdb"


def test_a_number_that_no_meeting_has_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="没有第7号会议"):
        meeting_of(store, 7)


def test_a_slide_stays_as_it_was_kept_and_another_language_has_its_own(store: Store) -> None:
    meeting = begun(store)
    keep_slides(store, meeting, "zh", [("agenda", "甲"), ("index", "乙")])
    keep_slides(store, meeting, "zh", [("agenda", "改了"), ("view-1", "丙")])
    keep_slides(store, meeting, "en", [("agenda", "A")])
    assert [(s.slide, s.content) for s in kept_slides(store, meeting, "zh")] == [
        ("agenda", "甲"),
        ("index", "乙"),
        ("view-1", "丙"),
    ]
    assert [s.content for s in kept_slides(store, meeting, "en")] == ["A"]


def test_a_view_is_added_once_and_taken_out_until_the_meeting_begins(store: Store) -> None:
    meeting = prepare_meeting(store, "month", "2025-12", DECEMBER)
    for address in ("index?", "alerts?", "index?"):
        add_view(store, meeting, address)
    drop_view(store, meeting, "index?")
    assert [view.address for view in views_of(store, meeting)] == ["alerts?"]
    drop_view(store, begin_meeting(store, meeting, "marts/1.duckdb"), "alerts?")
    assert [view.address for view in views_of(store, meeting)] == ["alerts?"]


def test_a_meeting_takes_only_so_many_views(store: Store) -> None:
    meeting = prepare_meeting(store, "month", "2025-12", DECEMBER)
    for number in range(MOST_VIEWS):
        add_view(store, meeting, f"index?period={number}")
    with pytest.raises(Refused):
        add_view(store, meeting, "alerts?")


def test_the_first_browser_presents_and_another_only_takes_over_on_purpose(store: Store) -> None:
    meeting = begun(store)
    assert place_of(store, meeting) is None
    assert present(store, meeting, "agenda", ONE)
    assert not present(store, meeting, "index", OTHER)
    assert present(store, meeting, "headline", ONE)
    place = place_of(store, meeting)
    assert place is not None
    assert (place.slide, place.presenter) == ("headline", ONE)
    assert present(store, meeting, "index", OTHER, is_new=True)
    assert not present(store, meeting, "agenda", ONE)


def publish_number(store: Store, number: int) -> None:
    """A publication as far as the marts are concerned."""
    mart = store.folder / "marts" / f"{number}.duckdb"
    mart.parent.mkdir(exist_ok=True)
    mart.touch()
    row = PublicationRow(number, f"marts/{number}.duckdb", "publish", "", datetime(2025, 6, 2, 9, number))
    store.commit(row, Change())


def test_publications_never_delete_the_data_that_a_meeting_stands_on(store: Store) -> None:
    publish_number(store, 1)
    begun(store)
    kept = store.settings.marts_kept
    for number in range(2, kept + 4):
        publish_number(store, number)
    left = sorted(int(path.stem) for path in (store.folder / "marts").iterdir())
    assert left == [1, *range(4, kept + 4)]


def test_only_the_last_meetings_keep_their_data(store: Store) -> None:
    for number in range(1, 4):
        begun(store, f"marts/{number}.duckdb")
    prepare_meeting(store, "month", "2025-12", DECEMBER)
    assert marts_of_meetings(store.catalogue, 2) == {"marts/2.duckdb", "marts/3.duckdb"}
