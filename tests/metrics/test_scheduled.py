"""A publication at a time: exact, once, over a restart, and withdrawn before it shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.clock import now
from data.drafts import DraftFacts, drafts, save_draft
from data.refusal import Refused
from data.schedule import put_off, scheduled, take_off, waiting
from data.staff_records import Scheduled
from data.store import Store
from metrics.month_locks import lock
from metrics.publication import FileToCheck, Options, check, publish
from metrics.scheduled import next_due, publish_due
from pages.shared.scheduled_worker import LONGEST_SLEEP, seconds_until
from tests.store_builder import RECEIVED, csv_file, new_store, petitions, value

TOMORROW = now() + timedelta(days=1)
AFTER = TOMORROW + timedelta(seconds=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """With a draft of May that waits until tomorrow."""
    made = new_store(tmp_path / "store")
    file = FileToCheck(
        "五月.csv", petitions("2025-05", "1,甲镇,03").encode(), received=RECEIVED, keeps_sheet=True
    )
    save_draft(made, check(made, [file])[0], DraftFacts(by="甲镇"))
    put_off(made, [1], TOMORROW, Scheduled(None, "", TOMORROW, "", False, False, "甲镇", now()))
    return made


def states(store: Store) -> list[str]:
    return [each.state for each in scheduled(store)]


def test_nothing_is_published_before_its_time(store: Store) -> None:
    assert publish_due(store, TOMORROW - timedelta(seconds=1)) == []
    assert next_due(store) == TOMORROW
    assert len(store.catalogue.uploads()) == 1


def test_at_its_time_it_is_published_once_even_by_a_server_that_was_away(store: Store) -> None:
    restarted = Store(store.folder)
    [done] = publish_due(restarted, AFTER)
    assert (done.uploads, done.why) == ((2,), "")
    assert publish_due(Store(store.folder), AFTER) == []
    assert states(store) == ["done"]
    assert drafts(store) == ()
    assert list(store.folder.glob("drafts/*")) == []
    assert value(store, "petitions_received", "2025-05") == 1
    [_, upload] = store.catalogue.uploads()
    assert (upload.by, upload.received, upload.file) == ("甲镇", RECEIVED, "五月.csv")


def test_it_is_withdrawn_before_it_shows_and_the_draft_stays(store: Store) -> None:
    take_off(store, 1, "甲镇")
    assert publish_due(store, AFTER) == []
    assert states(store) == ["withdrawn"]
    assert len(drafts(store)) == 1
    with pytest.raises(Refused, match="已不在等待"):
        take_off(store, 1, "甲镇")


def test_what_cannot_be_published_any_more_says_why_and_keeps_its_draft(store: Store) -> None:
    lock(store, datetime(2025, 5, 1).date())
    [done] = publish_due(store, AFTER)
    assert "没有锁定的月份" in done.why
    assert states(store) == ["failed"]
    assert len(drafts(store)) == 1


def test_what_was_published_by_hand_in_the_meantime_ends_the_waiting(store: Store) -> None:
    publish(store, [csv_file("五月", petitions("2025-05", "1,甲镇,03"))], Options())
    publish_due(store, AFTER)
    assert waiting(store) == ()
    assert value(store, "petitions_received", "2025-05") == 1


def test_a_time_that_has_passed_is_refused_and_so_is_a_draft_that_waits(store: Store) -> None:
    row = scheduled(store)[0]
    with pytest.raises(Refused, match="已经过去"):
        put_off(store, [1], now() - timedelta(minutes=1), row)
    with pytest.raises(Refused, match="已在等待发布"):
        put_off(store, [1], TOMORROW, row)


def test_the_worker_sleeps_until_the_next_time_and_never_so_long_that_it_misses_a_new_one() -> None:
    assert seconds_until(None, TOMORROW) == LONGEST_SLEEP
    assert seconds_until(TOMORROW + timedelta(seconds=3), TOMORROW) == 3
    assert seconds_until(TOMORROW - timedelta(hours=1), TOMORROW) < 1
