"""A catalogue that was lost, or not copied along: nothing is swept away, and nothing called sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.readiness import CATALOGUE, not_ready
from access.what_is_wrong import what_is_wrong
from data.backup import back_up
from data.own_files import FIRST
from data.refusal import Refused
from data.restoring import restore
from data.store import Store
from metrics.publication import rebuild
from metrics.soundness import repair, soundness_of
from tests.both_databases import IN_POSTGRESQL
from tests.store_builder import new_store, petitions, publish_texts, value

pytestmark = pytest.mark.skipif(IN_POSTGRESQL, reason="a file in the folder is what is lost")
MAY, JUNE = petitions("2025-05", "1,甲镇,03"), petitions("2025-06", "2,甲镇,03", "3,乙乡,04")


def without_catalogue(folder: Path) -> Store:
    new_store(folder, MAY)
    for path in folder.glob("catalogue.sqlite*"):
        path.unlink()
    return Store(folder)


def files_of(store: Store) -> list[Path]:
    return sorted(path for path in store.folder.rglob("*") if path.suffix in (".parquet", ".duckdb"))


def test_neither_a_rebuild_nor_a_publication_sweeps_away_what_a_lost_catalogue_named(tmp_path: Path) -> None:
    store = without_catalogue(tmp_path)
    before = files_of(store)
    with pytest.raises(Refused, match="目录丢了"):
        rebuild(store)
    with pytest.raises(Refused, match="目录丢了"):
        publish_texts(store, [MAY])
    assert files_of(store) == before != []


def test_a_catalogue_that_was_copied_empty_sweeps_nothing_away(tmp_path: Path) -> None:
    store = without_catalogue(tmp_path)
    (tmp_path / "catalogue.sqlite").touch()
    before = files_of(store)
    with pytest.raises(Refused, match="目录丢了"):
        rebuild(store)
    assert files_of(store) == before


def test_a_store_without_its_catalogue_is_not_called_sound(tmp_path: Path) -> None:
    store = without_catalogue(tmp_path)
    for found in (soundness_of(store), repair(store)):
        assert "目录丢了" in found.problems[0]
    assert not_ready(store) == CATALOGUE
    assert "目录" in [each.name for each in what_is_wrong(store) if not each.is_well]


def test_a_folder_that_does_not_exist_is_not_called_sound(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    for name in ("nowhere", "a file"):
        with pytest.raises(Refused, match="没有这个文件夹"):
            soundness_of(Store(tmp_path / name))


def test_what_an_interrupted_first_publication_left_is_still_swept_away(tmp_path: Path) -> None:
    store, left = Store(tmp_path), tmp_path / "tables" / "petitions" / "2025-05" / "1.parquet"
    with store.writing():
        left.parent.mkdir(parents=True)
        left.write_bytes(b"half")
    assert soundness_of(store).problems == ()
    with store.writing():
        store.sweep()
    assert not left.exists()


def test_after_the_first_publication_files_that_nothing_names_are_somebodys(tmp_path: Path) -> None:
    assert not (new_store(tmp_path, MAY).folder / FIRST).exists()


def test_a_backup_brings_back_a_store_that_lost_its_catalogue(tmp_path: Path) -> None:
    back_up(new_store(tmp_path / "whole", MAY), tmp_path / "b.zip")
    store = without_catalogue(tmp_path / "lost")
    restore(tmp_path / "b.zip", store)
    assert value(store, "petitions_received", "2025-05") == 1
    assert soundness_of(store).problems == ()


def test_rows_that_are_gone_are_named_by_the_doctor(tmp_path: Path) -> None:
    new_store(tmp_path, MAY)
    next(tmp_path.glob("tables/petitions/*/*.parquet")).unlink()
    found = {each.name: each.found for each in what_is_wrong(Store(tmp_path)) if not each.is_well}
    assert found["数据文件"].startswith("不见了1个，例如tables/petitions/2025-05/")


def with_catalogue_of_before(folder: Path) -> Store:
    """Its catalogue was put back as it was before June was published; the files were not."""
    store = new_store(folder, MAY)
    store.catalogue.copy_to(folder / "before.sqlite")
    publish_texts(store, [JUNE])
    for path in folder.glob("catalogue.sqlite*"):
        path.unlink()
    (folder / "before.sqlite").rename(folder / "catalogue.sqlite")
    return Store(folder)


def test_what_came_after_an_older_catalogue_is_not_swept_away(tmp_path: Path) -> None:
    store = with_catalogue_of_before(tmp_path)
    before = files_of(store)
    with pytest.raises(Refused, match="目录是旧的"):
        publish_texts(store, [MAY])
    assert files_of(store) == before
    assert "目录是旧的" in soundness_of(store).problems[0]
    assert "目录" in [each.name for each in what_is_wrong(store) if not each.is_well]


def test_an_older_catalogue_goes_on_once_what_it_does_not_know_is_out_of_its_way(tmp_path: Path) -> None:
    store = with_catalogue_of_before(tmp_path)
    for path in store.unnamed_files():
        path.unlink()
    publish_texts(store, [JUNE])
    assert value(store, "petitions_received", "2025-06") == 2
    assert soundness_of(store).problems == ()


def test_a_backup_of_before_is_no_older_catalogue(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store", MAY)
    back_up(store, tmp_path / "b.zip")
    for _ in range(3):
        rebuild(store)
    restore(tmp_path / "b.zip", store, replaces=True)
    left = store.folder / "tables" / "petitions" / "2025-06" / "9.parquet"
    left.parent.mkdir()
    left.write_bytes(b"of a publication that was killed")
    publish_texts(store, [JUNE])
    assert not left.exists()
