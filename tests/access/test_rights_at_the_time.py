"""A publication that was put off is published with what its account may do when the time comes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from access.accounts import Wanted, change_account, disable_account
from access.branch_grants import grant_now
from data.clock import now
from data.drafts import DraftFacts, drafts, save_draft
from data.grants import AT_THIS_MACHINE
from data.schedule import put_off, scheduled
from data.staff_records import Scheduled
from data.store import Store
from metrics.publication import FileToCheck, check
from metrics.scheduled import Outcome, publish_due
from tests.access.people import store_with_people
from tests.store_builder import RECEIVED, petitions

TOMORROW = now() + timedelta(days=1)
CLERK = "clerk-of-a"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """With a file of A that its clerk puts off until tomorrow, said to cover everybody."""
    made = store_with_people(tmp_path / "store")
    theirs = made.granted(grant_now(made, CLERK))
    content = petitions("2025-06", "5,甲镇,03").encode()
    file = FileToCheck("六月.csv", content, received=RECEIVED, covers="all", keeps_sheet=True)
    facts = DraftFacts(by=CLERK, covers="all", replaces=True)
    saved = save_draft(theirs, check(theirs, [file])[0], facts)
    assert saved is not None
    row = Scheduled(None, "", TOMORROW, "", False, True, CLERK, now())
    put_off(theirs, [saved.id or 0], TOMORROW, row)
    return made


def at_its_time(store: Store) -> Outcome:
    [done] = publish_due(store, TOMORROW, partial(grant_now, store))
    return done


def test_what_a_clerk_of_one_township_puts_off_reports_zero_for_nobody_else(store: Store) -> None:
    done = at_its_time(store)
    assert done.why == ""
    covered = [row.township for row in store.catalogue.coverage() if row.upload in done.uploads]
    assert covered == ["A"]


def test_what_an_account_put_off_is_not_published_once_it_is_shut_out(store: Store) -> None:
    disable_account(store.catalogue, CLERK, "chief")
    assert "“报送”权限" in at_its_time(store).why
    assert [each.state for each in scheduled(store)] == ["failed"]
    assert len(drafts(store)) == 1


def test_what_an_account_put_off_is_not_published_once_it_is_for_another_township(store: Store) -> None:
    change_account(store.catalogue, CLERK, Wanted("uploader", ["B"]), "chief")
    assert "属于别的乡镇" in at_its_time(store).why


def test_who_put_it_off_where_nobody_signed_in_needs_no_account(store: Store) -> None:
    assert grant_now(store, "小王") == AT_THIS_MACHINE
