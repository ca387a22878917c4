"""A store comes back from its backup whole or not at all, and what it takes the place of is kept aside."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from access.accounts import Wanted, accounts, add_account
from data.backup import back_up
from data.database.moving import move
from data.database.setting_line import set_catalogue
from data.refusal import Refused
from data.restoring import _unpack_one, restore
from data.store import Store
from data.verification import damaged_files
from metrics.recount import differing_figures
from tests.both_databases import IN_POSTGRESQL
from tests.store_builder import petitions, publish_texts, store_with_note, value

Settled = Callable[[Store], Store]


def test_a_store_comes_back_whole_from_its_backup(tmp_path: Path, settled: Settled) -> None:
    store, archive = settled(store_with_note(tmp_path / "old")), tmp_path / "store.zip"
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
    store, archive = store_with_note(tmp_path / "old"), tmp_path / "store.zip"
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


def test_a_store_with_data_is_not_overwritten_unasked(tmp_path: Path) -> None:
    store, archive = store_with_note(tmp_path / "old"), tmp_path / "store.zip"
    back_up(store, archive)
    with pytest.raises(Refused, match="已有数据"):
        restore(archive, store)


@pytest.mark.skipif(IN_POSTGRESQL, reason="the settings of the run say where the catalogue is")
def test_accounts_and_settings_that_were_made_before_a_restore_are_kept_aside(tmp_path: Path) -> None:
    archive, old = tmp_path / "store.zip", store_with_note(tmp_path / "old")
    (old.folder / "settings.toml").write_text("deadline_day = 8\n", encoding="utf-8")
    back_up(old, archive)
    store = Store(tmp_path / "new")
    add_account(store.catalogue, "liu", Wanted("admin"), "a long enough secret", "root")
    (store.folder / "settings.toml").write_text("deadline_day = 9\n", encoding="utf-8")
    with pytest.raises(Refused, match="账号"):
        restore(archive, store)
    aside = restore(archive, store, replaces=True)
    assert aside and [account.name for account in accounts(Store(aside).catalogue)] == ["liu"]
    assert accounts(Store(store.folder).catalogue) == ()
    assert [Store(folder).settings.deadline_day for folder in (store.folder, aside)] == [8, 9]


def test_settings_alone_are_kept_aside_too(tmp_path: Path) -> None:
    archive, old = tmp_path / "store.zip", store_with_note(tmp_path / "old")
    (old.folder / "events.toml").write_text("", encoding="utf-8")
    back_up(old, archive)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "events.toml").write_text("# ours\n", encoding="utf-8")
    aside = restore(archive, Store(tmp_path / "new"))
    assert aside and (aside / "events.toml").read_text(encoding="utf-8") == "# ours\n"


@pytest.mark.integration
def test_a_restore_keeps_aside_what_it_replaces_and_takes_a_mart_name_nobody_has_open(
    tmp_path: Path, settled: Settled
) -> None:
    store, archive = settled(store_with_note(tmp_path / "old")), tmp_path / "store.zip"
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
    store, archive = store_with_note(tmp_path / "old"), tmp_path / "store.zip"
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
    store, archive = settled(store_with_note(tmp_path / "old")), tmp_path / "store.zip"
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


def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    store, archive = store_with_note(tmp_path / "old"), tmp_path / "store.zip"
    back_up(store, archive)
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) // 2] + b"?" + content[len(content) // 2 + 1 :])
    other = Store(tmp_path / "new")
    with pytest.raises(Refused, match="不是完整的备份"):
        restore(archive, other)
    assert other.publication() is None
    assert [path.name for path in other.folder.iterdir() if path.name != ".writing.lock"] == []


@pytest.mark.parametrize(
    "name", ["../outside", "/outside", "C:/outside", "C:outside", "tables\\..\\..\\outside"]
)
def test_a_backup_may_not_write_beside_the_store(tmp_path: Path, name: str) -> None:
    archive, folder = tmp_path / "forged.zip", tmp_path / "unpacked"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("manifest.json", json.dumps({name: sha256(b"x").hexdigest()}))
        file.writestr(name, "x")
    with pytest.raises(Refused):
        restore(archive, Store(tmp_path / "new"))
    with zipfile.ZipFile(archive) as file, pytest.raises(ValueError, match="outside"):
        _unpack_one(file, name, sha256(b"x").hexdigest(), folder)
    assert not folder.exists() and not (tmp_path / "outside").exists()


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
    store, archive = store_with_note(tmp_path / "old"), tmp_path / "store.zip"
    back_up(store, archive)
    before = store.publication()
    with pytest.raises(Refused, match=r"store\.zip: 不是完整的备份"):
        restore(repacked(archive, **changed), store, replaces=True)
    assert Store(store.folder).publication() == before


@pytest.mark.integration
def test_a_downgrade_in_postgresql_restores_into_a_new_schema(
    tmp_path: Path, new_address: Callable[[], str]
) -> None:
    store, archive = store_with_note(tmp_path / "old"), tmp_path / "store.zip"
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
