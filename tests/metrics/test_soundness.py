"""A store that something happened to: what is wrong is said, what can be computed is computed anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.refusal import Refused
from data.store import Store
from metrics.publication import rebuild, roll_back
from metrics.soundness import repair, soundness_of
from tests.store_builder import new_store, petitions, publish_texts, value


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store", petitions("2025-05", "1,甲镇,03,20", "2,乙乡,04"))


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    """Every bit of 64 bytes in the middle."""
    bytes_ = bytearray(path.read_bytes())
    middle = len(bytes_) // 2
    bytes_[middle : middle + 64] = bytes(each ^ 0xFF for each in bytes_[middle : middle + 64])
    path.write_bytes(bytes_)


def overwrite(path: Path) -> None:
    path.write_bytes(b"something else " * 1000)


DAMAGES = [cut_short, flip, overwrite, Path.unlink]


def mart_of(store: Store) -> Path:
    mart = store.current_mart()
    assert mart is not None
    return mart


def test_a_sound_store_says_what_is_right(store: Store) -> None:
    found = soundness_of(store)
    assert found.problems == ()
    assert len(found.sound) == 3


@pytest.mark.parametrize("damage", [cut_short, overwrite, Path.unlink])
def test_a_damaged_mart_is_found_and_computed_anew(store: Store, damage) -> None:  # type: ignore[no-untyped-def]
    damage(mart_of(store))
    assert mart_of(store).name in soundness_of(store).figures[0]
    assert repair(store).problems == ()
    assert value(store, "petitions_received", "2025-05") == 2


@pytest.mark.integration
def test_a_damaged_last_mart_is_no_reason_not_to_publish(store: Store) -> None:
    overwrite(mart_of(store))
    publish_texts(store, [petitions("2025-06", "3,甲镇,05")])
    assert value(store, "petitions_received", "2025-06") == 1
    assert soundness_of(store).problems == ()


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_rows_are_found_and_never_papered_over(store: Store, damage) -> None:  # type: ignore[no-untyped-def]
    standing, mart = store.live().files[-1], mart_of(store)
    damage(standing.path)
    found = repair(store)
    assert f"上传{standing.upload.id}" in found.lost[0]
    assert mart_of(store) == mart  # the figures that were published stay to be seen
    assert value(store, "petitions_received", "2025-05") == 2


@pytest.mark.parametrize("damage", DAMAGES)
def test_nothing_is_computed_from_damaged_rows(store: Store, damage) -> None:  # type: ignore[no-untyped-def]
    standing, publication = store.live().files[-1], store.publication()
    damage(standing.path)
    for change in (lambda: publish_texts(store, [petitions("2025-06", "3,甲镇,05")]), lambda: rebuild(store)):
        with pytest.raises(Refused, match=f"上传{standing.upload.id}.*备份"):
            change()
    assert store.publication() == publication
    roll_back(store, standing.upload.id)  # what is withdrawn can be handed in again
    publish_texts(store, [petitions("2025-05", "1,甲镇,03,20", "2,乙乡,04")])
    assert value(store, "petitions_received", "2025-05") == 2


@pytest.mark.parametrize("damage", [cut_short, overwrite])
def test_a_damaged_catalogue_is_told_in_words(store: Store, damage) -> None:  # type: ignore[no-untyped-def]
    for rest in store.folder.glob("catalogue.sqlite-*"):
        rest.unlink()
    damage(store.folder / "catalogue.sqlite")
    assert "备份" in soundness_of(store).lost[0]
    with pytest.raises(Refused, match="备份"):
        store.catalogue.uploads()
        store.catalogue.coverage()
        publish_texts(store, [petitions("2025-06", "3,甲镇,05")])
