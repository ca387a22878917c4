"""A store that an earlier program wrote opens with the same figures, goes on, comes back from its backup."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from data.backup import back_up
from data.restoring import restore
from data.store import Store
from metrics.publication import rebuild
from metrics.soundness import soundness_of
from tests.source_tree import PROJECT
from tests.store_builder import petitions, publish_texts, value

STORES = sorted((PROJECT / "tests" / "stores").glob("*.tar.xz"))


@pytest.fixture(params=STORES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path / "store", filter="data")
    return Store(tmp_path / "store")


def assert_may_and_june(store: Store) -> None:
    """Cases 1 to 3 came in May, 4 in June; 1 was closed in time, 2 late, 3 not in May, 4 in time."""
    assert value(store, "petitions_received", "2025-05") == 3
    assert value(store, "petitions_received", "2025-06") == 1
    assert value(store, "completion_on_time", "2025-05") == pytest.approx(100 / 3)  # of the three due in May
    assert value(store, "overdue_requests", "2025-05") == 1  # case 3
    assert soundness_of(store).problems == ()


def test_it_shows_what_it_showed(store: Store) -> None:
    assert_may_and_june(store)


def test_it_goes_on_and_is_computed_anew(store: Store) -> None:
    publish_texts(store, [petitions("2025-07", "9,甲镇,03")])
    assert value(store, "petitions_received", "2025-07") == 1
    assert_may_and_june(store)
    rebuild(store)
    assert value(store, "petitions_received", "2025-07") == 1
    assert_may_and_june(store)


@pytest.mark.integration
def test_its_backup_brings_it_back_after_the_new_program_wrote(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "before.zip")
    publish_texts(store, [petitions("2025-07", "9,甲镇,03")])
    restore(tmp_path / "before.zip", store, replaces=True)
    with pytest.raises(KeyError):
        value(store, "petitions_received", "2025-07")
    assert_may_and_june(store)
