from __future__ import annotations

import errno
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from data.backup import back_up, restore
from data.database.moving import move
from data.database.setting_line import set_catalogue
from data.refusal import Refused
from data.store import Store
from data.verification import damaged_files
from metrics.publication import rebuild
from metrics.recount import differing_figures
from tests.both_databases import IN_POSTGRESQL
from tests.store_builder import new_store, petitions, publish_texts, value

Settled = Callable[[Store], Store]
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


def filled(folder: Path) -> Store:
    store = new_store(folder, petitions("2025-05", "1,甲镇,03", "2,乙乡,04"))
    (folder / "exports").mkdir()
    (folder / "exports" / "note.txt").write_text("kept", encoding="utf-8")
    return store


def test_a_store_comes_back_whole_from_its_backup(tmp_path: Path, settled: Settled) -> None:
    store, archive = settled(filled(tmp_path / "old")), tmp_path / "store.zip"
    back_up(store, archive)
    copy = settled(Store(tmp_path / "new"))
    assert restore(archive, copy) is None
    assert copy.catalogue.uploads() == store.catalogue.uploads()
    assert value(copy, "petitions_received", "2025-05") == 2
    assert (copy.folder / "exports" / "note.txt").read_text(encoding="utf-8") == "kept"
    assert damaged_files(copy) + differing_figures(copy) == []


def written_over(catalogue: Path) -> None:
    with catalogue.open("r+b") as file:
        file.write(b"no catalogue" * 1000)


def stamped_by_a_newer_program(catalogue: Path) -> None:
    with closing(sqlite3.connect(catalogue)) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")


@pytest.mark.skipif(
    IN_POSTGRESQL, reason="no file of the store's to spoil; a downgrade there has a test below"
)
@pytest.mark.parametrize("spoil", [written_over, stamped_by_a_newer_program])
def test_a_catalogue_that_cannot_be_read_gives_way_to_the_backup_that_its_message_asks_for(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    store, archive = filled(tmp_path / "old"), tmp_path / "store.zip"
    back_up(store, archive)
    mart = store.current_mart()
    spoil(store.folder / "catalogue.sqlite")
    store = Store(tmp_path / "old")
    with pytest.raises(Refused, match="备份"):
        store.publication()
    with pytest.raises(Refused, match="--replace"):
        restore(archive, store)
    aside = restore(archive, store, replaces=True)
    assert aside and (aside / "catalogue.sqlite").exists()
    assert value(store, "petitions_received", "2025-05") == 2
    assert mart and store.current_mart() == mart.with_name(f"{int(mart.stem) + 1}.duckdb")


def test_synonyms_and_the_layout_of_the_bulletin_are_in_a_backup(tmp_path: Path) -> None:
    store, archive = filled(tmp_path / "old"), tmp_path / "store.zip"
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
    back_up(filled(tmp_path / "old"), archive)
    assert archive.stat().st_mode & 0o077 == 0


def test_a_store_with_data_is_not_overwritten_unasked(tmp_path: Path) -> None:
    store, archive = filled(tmp_path / "old"), tmp_path / "store.zip"
    back_up(store, archive)
    with pytest.raises(Refused, match="已有数据"):
        restore(archive, store)


@pytest.mark.integration
def test_a_restore_keeps_aside_what_it_replaces_and_takes_a_mart_name_nobody_has_open(
    tmp_path: Path, settled: Settled
) -> None:
    store, archive = settled(filled(tmp_path / "old")), tmp_path / "store.zip"
    back_up(store, archive)
    publish_texts(store, [petitions("2025-05", "3,甲镇,09")])
    open_now = store.current_mart()
    aside = restore(archive, store, replaces=True)
    assert aside and value(Store(aside), "petitions_received", "2025-05") == 3
    assert value(store, "petitions_received", "2025-05") == 2
    assert open_now and store.current_mart() == open_now.with_name(f"{int(open_now.stem) + 1}.duckdb")
    publish_texts(store, [petitions("2025-05", "4,甲镇,09")])
    assert value(store, "petitions_received", "2025-05") == 3


def test_what_a_restore_that_was_cut_off_left_is_kept_aside(tmp_path: Path, settled: Settled) -> None:
    store, archive = filled(tmp_path / "old"), tmp_path / "store.zip"
    back_up(store, archive)
    for folder in ("tables", "marts"):
        (tmp_path / "new" / folder).mkdir(parents=True)
    (tmp_path / "new" / "tables" / "left.parquet").write_bytes(b"left")
    copy = settled(Store(tmp_path / "new"))
    aside = restore(archive, copy)
    assert aside and (aside / "tables" / "left.parquet").read_bytes() == b"left"
    assert damaged_files(copy) + differing_figures(copy) == []


@pytest.mark.integration
def test_a_restore_that_cannot_move_what_is_there_changes_nothing(
    tmp_path: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, archive = settled(filled(tmp_path / "old")), tmp_path / "store.zip"
    back_up(store, archive)
    publish_texts(store, [petitions("2025-05", "3,甲镇,09")])
    rename = Path.rename

    def as_windows_with_a_reader(path: Path, target: Path) -> Path:
        if path == store.folder / "marts":
            raise PermissionError(13, "in use")
        return rename(path, target)

    with monkeypatch.context() as patch, pytest.raises(Refused, match="in use"):
        patch.setattr(Path, "rename", as_windows_with_a_reader)
        restore(archive, store, replaces=True)
    assert value(store, "petitions_received", "2025-05") == 3
    assert damaged_files(store) + differing_figures(store) == []
    assert not list(store.folder.glob("before-restore-*"))


@pytest.mark.integration
def test_a_backup_is_the_same_from_both_databases_and_holds_no_address(
    tmp_path: Path, postgresql_url: str
) -> None:
    store = filled(tmp_path / "old")
    (store.folder / "settings.toml").write_text("deadline_day = 8 # 每月8日\n", encoding="utf-8")
    publications = store.catalogue.publications()
    move(store.folder, postgresql_url)
    back_up(Store(store.folder), tmp_path / "store.zip")
    copy = Store(tmp_path / "new")
    restore(tmp_path / "store.zip", copy)
    assert copy.catalogue.database.is_in_the_store
    assert copy.catalogue.publications()[:-1] == publications
    assert (copy.folder / "settings.toml").read_text(encoding="utf-8") == "deadline_day = 8 # 每月8日\n"


def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    store, archive = filled(tmp_path / "old"), tmp_path / "store.zip"
    back_up(store, archive)
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) // 2] + b"?" + content[len(content) // 2 + 1 :])
    other = Store(tmp_path / "new")
    with pytest.raises(Refused, match="不是完整的备份"):
        restore(archive, other)
    assert other.publication() is None
    assert [path.name for path in other.folder.iterdir() if path.name != ".writing.lock"] == []


def test_a_backup_may_not_write_beside_the_store(tmp_path: Path) -> None:
    archive = tmp_path / "forged.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("manifest.json", '{"../outside": "0"}')
        file.writestr("../outside", "x")
    with pytest.raises(Refused):
        restore(archive, Store(tmp_path / "new"))
    assert not (tmp_path / "outside").exists()


def repacked(archive: Path, statement: str = "", manifest: str = "") -> Path:
    """The backup after a statement to its catalogue, with right checksums; or with that manifest."""
    with zipfile.ZipFile(archive) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    changed = archive.with_name("changed.sqlite")
    changed.write_bytes(parts["catalogue.sqlite"])
    with closing(sqlite3.connect(changed)) as catalogue, catalogue:
        catalogue.execute(statement or "select 1")
    parts["catalogue.sqlite"] = changed.read_bytes()
    sums = {name: sha256(part).hexdigest() for name, part in parts.items() if name != "manifest.json"}
    parts["manifest.json"] = (manifest or json.dumps(sums)).encode()
    with zipfile.ZipFile(archive, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return archive


@pytest.mark.parametrize(
    "changed",
    [
        {"manifest": "[]"},
        {"manifest": '["catalogue.sqlite"]'},
        {"manifest": "null"},
        {"statement": "update publications set mart = '../../other.duckdb'"},
        {"statement": "update publications set mart = 'marts/9.duckdb'"},
        {"statement": "update publications set at = 'yesterday'"},
        {"statement": "update uploads set parquet = 'tables/petitions/2025-05/99.parquet' where id = 2"},
    ],
)
def test_a_backup_that_does_not_hold_what_it_names_changes_nothing(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    store, archive = filled(tmp_path / "old"), tmp_path / "store.zip"
    back_up(store, archive)
    before = store.publication()
    with pytest.raises(Refused, match=r"store\.zip: 不是完整的备份"):
        restore(repacked(archive, **changed), store, replaces=True)
    assert Store(store.folder).publication() == before


def test_a_backup_that_fails_leaves_no_half_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, archive = filled(tmp_path / "store"), tmp_path / "store.zip"

    def full(file: zipfile.ZipFile, name: Path, *_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(Refused, match="磁盘已满"):
        back_up(store, archive)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_backup_takes_the_place_of_a_backup_and_of_nothing_else(tmp_path: Path) -> None:
    store, archive = filled(tmp_path / "store"), tmp_path / "store.zip"
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


def test_a_changed_or_missing_file_is_found(tmp_path: Path) -> None:
    store = filled(tmp_path)
    first, second = (file.path for file in store.live().files)
    first.unlink()
    second.write_bytes(second.read_bytes() + b" ")
    problems = damaged_files(store)
    assert len(problems) == 2
    assert "不见了" in problems[0] and "被改动" in problems[1]


@pytest.mark.integration
def test_figures_that_no_longer_follow_from_the_definitions_are_found(tmp_path: Path) -> None:
    store = filled(tmp_path)
    assert differing_figures(store) == []
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "petitions_received.toml").write_text(ONLY_CLOSED, encoding="utf-8")
    assert "重新计算" in differing_figures(store)[0]
    rebuild(store)
    assert differing_figures(store) == []


@pytest.mark.integration
def test_a_downgrade_in_postgresql_restores_into_a_new_schema(
    tmp_path: Path, new_address: Callable[[], str]
) -> None:
    store, archive = filled(tmp_path / "old"), tmp_path / "store.zip"
    move(store.folder, new_address())
    store = Store(store.folder)
    back_up(store, archive)
    with store.catalogue.writing() as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(Refused, match="较新"):
        restore(archive, Store(store.folder), replaces=True)
    set_catalogue(store.folder / "settings.toml", new_address())
    store = Store(store.folder)
    assert restore(archive, store, replaces=True)
    assert value(store, "petitions_received", "2025-05") == 2
