"""A backup holds all of a store and nobody's address, and what is no longer as it was written is found."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pytest

from data.backup import back_up
from data.database.moving import move
from data.refusal import Refused
from data.restoring import restore
from data.store import Store
from data.verification import damaged_files
from metrics.publication import rebuild
from metrics.recount import differing_figures
from tests.store_builder import store_with_note

ONLY_CLOSED = """
domain = "requests"
unit = "count"
good = "neither"
[name]
zh = "已办结"
[numerator]
table = "petitions"
by = "received_on"
where = "closed_on is not null"
"""


def test_synonyms_and_the_layout_of_the_bulletin_are_in_a_backup(tmp_path: Path) -> None:
    store, archive = store_with_note(tmp_path / "old"), tmp_path / "store.zip"
    for name in ("likely/petitions.toml", "templates/bulletin.docx"):
        path = store.folder / name
        path.parent.mkdir()
        path.write_text(name, encoding="utf-8")
    back_up(store, archive)
    copy = Store(tmp_path / "new")
    restore(archive, copy)
    assert (copy.folder / "likely" / "petitions.toml").read_text(encoding="utf-8") == "likely/petitions.toml"
    assert (copy.folder / "templates" / "bulletin.docx").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_a_backup_is_its_owners_to_read(tmp_path: Path) -> None:
    archive = tmp_path / "store.zip"
    back_up(store_with_note(tmp_path / "old"), archive)
    assert archive.stat().st_mode & 0o077 == 0


@pytest.mark.integration
def test_a_backup_is_the_same_from_both_databases_and_holds_no_address(
    tmp_path: Path, postgresql_url: str
) -> None:
    store = store_with_note(tmp_path / "old")
    (store.folder / "settings.toml").write_text("deadline_day = 8 # 每月8日\n", encoding="utf-8")
    publications = store.catalogue.publications()
    move(store.folder, postgresql_url)
    back_up(Store(store.folder), tmp_path / "store.zip")
    copy = Store(tmp_path / "new")
    restore(tmp_path / "store.zip", copy)
    assert copy.catalogue.database.is_in_the_store
    assert copy.catalogue.publications()[:-1] == publications
    assert (copy.folder / "settings.toml").read_text(encoding="utf-8") == "deadline_day = 8 # 每月8日\n"


def test_a_backup_that_fails_leaves_no_half_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, archive = store_with_note(tmp_path / "store"), tmp_path / "store.zip"

    def full(file: zipfile.ZipFile, name: Path, *_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(Refused, match="磁盘已满"):
        back_up(store, archive)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_backup_takes_the_place_of_a_backup_and_of_nothing_else(tmp_path: Path) -> None:
    store, archive = store_with_note(tmp_path / "store"), tmp_path / "store.zip"
    for _ in range(2):
        back_up(store, archive)
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"dear")
    own = [*store.folder.glob("catalogue.sqlite"), *store.folder.glob("marts/*")]
    for wrong in (*own, letter):
        with pytest.raises(Refused, match="不是备份"):
            back_up(store, wrong)
    assert letter.read_bytes() == b"dear"
    assert damaged_files(Store(store.folder)) == []


def test_a_backup_makes_no_folder_in_place_of_a_disk_that_is_not_plugged_in(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="接好备份用的磁盘"):
        back_up(store_with_note(tmp_path / "store"), tmp_path / "disk" / "store.zip")
    assert not (tmp_path / "disk").exists()


def test_a_changed_or_missing_file_is_found(tmp_path: Path) -> None:
    store = store_with_note(tmp_path)
    first, second = (file.path for file in store.live().files)
    first.unlink()
    second.write_bytes(second.read_bytes() + b" ")
    problems = damaged_files(store)
    assert len(problems) == 2
    assert "不见了" in problems[0] and "被改动" in problems[1]


@pytest.mark.integration
def test_figures_that_no_longer_follow_from_the_definitions_are_found(tmp_path: Path) -> None:
    store = store_with_note(tmp_path)
    assert differing_figures(store) == []
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "petitions_received.toml").write_text(ONLY_CLOSED, encoding="utf-8")
    assert "重新计算" in differing_figures(store)[0]
    rebuild(store)
    assert differing_figures(store) == []
