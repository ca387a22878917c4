"""A full disk is told in words; what stands stays in sight, and what failed leaves nothing behind."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from data.full_disk import is_of_full_disk, refusing_full_disk
from data.refusal import Refused
from data.store import make_folder
from tests.store_builder import new_store, petitions, publish_texts, value


def test_every_librarys_words_for_a_full_disk_are_understood(tmp_path: Path) -> None:
    assert is_of_full_disk(OSError(errno.ENOSPC, "x"), tmp_path)
    assert is_of_full_disk(OSError(errno.EDQUOT, "x"), tmp_path)
    assert is_of_full_disk(sqlite3.OperationalError("database or disk is full"), tmp_path)
    assert is_of_full_disk(RuntimeError('IO Error: Could not write "x": No space left on device'), tmp_path)
    # there is room here: another reason
    assert not is_of_full_disk(sqlite3.OperationalError("disk I/O error"), tmp_path)
    assert not is_of_full_disk(ValueError("x"), tmp_path)


def test_a_full_disk_is_refused_in_words_and_other_errors_are_as_they_were(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="磁盘已满"), refusing_full_disk(tmp_path):
        raise OSError(errno.ENOSPC, "x")
    with pytest.raises(KeyError), refusing_full_disk(tmp_path):
        raise KeyError("x")


def test_a_publication_that_fails_leaves_no_file_behind(tmp_path: Path) -> None:
    store = new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))

    def files() -> set[Path]:
        return {
            path for name in ("tables", "marts") for path in (tmp_path / name).rglob("*") if path.is_file()
        }

    before = files()
    (tmp_path / "settings.toml").write_text("marts_kept = 3\n", encoding="utf-8")
    with pytest.raises(OSError, match="device"), store.writing():
        (tmp_path / "marts" / "9.building").write_bytes(b"half")
        raise OSError(errno.EIO, "device")
    assert files() == before
    publish_texts(store, [petitions("2025-05", "2,甲镇,03")])
    assert value(store, "petitions_received", "2025-05") == 2


def test_a_catalogue_is_read_where_no_file_can_be_made_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))

    def full(database: object) -> sqlite3.Connection:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
        raise error

    monkeypatch.setattr(type(store.catalogue.database), "_connect", full)
    assert len(store.catalogue.uploads()) == 2


def test_a_new_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b" / "c")
    make_folder(tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c").is_dir()
