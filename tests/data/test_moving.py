"""The catalogue moves to PostgreSQL and back, whole, and what stays behind is not used by accident."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from data.acknowledging import acknowledge
from data.catalogue import Catalogue, Change
from data.database.address import VARIABLE, has_password, to_keep, without_password
from data.database.moving import move
from data.database.setting_line import with_catalogue
from data.database.sqlite import moved_aside
from data.refusal import Refused
from data.settings import load_settings
from data.store import Store
from tests.conftest import PROJECT
from tests.data.test_catalogue import MAY, publication
from tests.postgresql_server import Server
from tests.store_builder import new_store, petitions, publish_texts, value

NOWHERE = "postgresql://county:geheim@127.0.0.1:1/county"


def filled(folder: Path) -> Store:
    store = new_store(folder, petitions("2025-05", "1,甲镇,03"))
    acknowledge(store, ("figure", "x", "A"), MAY, (), "已核对", None, "综治科")
    return store


def contents(catalogue: Catalogue) -> list[object]:
    return [
        catalogue.publications(),
        catalogue.uploads(),
        catalogue.coverage(),
        catalogue.findings(),
        catalogue.acknowledgements(),
    ]


@pytest.mark.integration
def test_a_catalogue_moves_there_and_back_with_every_row(tmp_path: Path, postgresql_url: str) -> None:
    store = filled(tmp_path)
    own = "# 我们的\ndeadline_day = 8\n[county]\nzh = '平县'\n"
    (tmp_path / "settings.toml").write_text(own, encoding="utf-8")
    before = contents(store.catalogue)
    assert move(tmp_path, postgresql_url) > 0
    there = Store(tmp_path)
    assert there.catalogue.database.shown == without_password(postgresql_url)
    assert contents(there.catalogue) == before
    assert not (tmp_path / "catalogue.sqlite").exists()
    acknowledge(there, ("figure", "y", "B"), MAY, (), "已核对", None, "综治科")
    publish_texts(there, [petitions("2025-06", "2,乙乡,04")])
    later = contents(there.catalogue)
    assert later != before
    move(tmp_path, "sqlite")
    back = Store(tmp_path)
    assert back.catalogue.database.is_in_the_store
    assert contents(back.catalogue) == later
    assert load_settings(tmp_path).county == {"zh": "平县"}
    assert (tmp_path / "settings.toml").read_text(encoding="utf-8") == own


@pytest.mark.integration
def test_what_stays_behind_refuses_readers_and_writers(tmp_path: Path, postgresql_url: str) -> None:
    long_open = filled(tmp_path)
    move(tmp_path, postgresql_url)
    for use in (long_open.publication, lambda: long_open.catalogue.apply(publication(9), Change())):
        with pytest.raises(Refused, match="已移到别处"):
            use()
    with pytest.raises(Refused, match="留下的是旧的一份"):
        Catalogue(moved_aside(tmp_path / "catalogue.sqlite")).locks()
    in_postgresql = Store(tmp_path)
    assert in_postgresql.publication()
    move(tmp_path, "sqlite")
    with pytest.raises(Refused, match="留下的是旧的一份"):
        in_postgresql.publication()
    with pytest.raises(Refused, match="留下的是旧的一份"):
        move(tmp_path, postgresql_url)


@pytest.mark.integration
def test_a_target_that_holds_anything_is_refused_and_both_stay_as_they_are(
    tmp_path: Path, postgresql_url: str
) -> None:
    first, second = filled(tmp_path / "first"), filled(tmp_path / "second")
    move(first.folder, postgresql_url)
    with pytest.raises(Refused, match="那里已有数据（publications, uploads"):
        move(second.folder, postgresql_url)
    assert second.publication() and not (second.folder / "settings.toml").exists()
    assert Store(first.folder).publication()
    with pytest.raises(Refused, match="已经在那里"):
        move(first.folder, postgresql_url)


def test_a_target_that_does_not_answer_leaves_the_store_as_it_is(tmp_path: Path) -> None:
    store = filled(tmp_path)
    with pytest.raises(Refused) as refusal:
        move(tmp_path, NOWHERE)
    assert "127.0.0.1" in str(refusal.value) and "geheim" not in str(refusal.value)
    assert store.publication() and not (tmp_path / "settings.toml").exists()


@pytest.mark.integration
def test_a_schema_that_is_not_there_is_told_and_nothing_moves(tmp_path: Path, postgresql_url: str) -> None:
    store = filled(tmp_path)
    with pytest.raises(Refused, match=r"用不了.*schema"):
        move(tmp_path, f"{postgresql_url}_missing")
    assert store.publication()


@pytest.mark.parametrize("target", ["", "mysql://county", "postgres"])
def test_a_target_that_is_no_address_is_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(Refused, match="应为"):
        move(tmp_path, target)


def test_a_store_without_a_catalogue_has_nothing_to_move(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="不必移动"):
        move(tmp_path, NOWHERE)
    assert list(tmp_path.iterdir()) == []


def test_an_address_without_moving_first_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    monkeypatch.setenv(VARIABLE, NOWHERE)
    with pytest.raises(Refused, match="catalogue move") as refusal:
        Store(tmp_path).publication()
    assert "geheim" not in str(refusal.value)


def test_the_environment_comes_before_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.toml").write_text('catalogue = "postgresql://elsewhere/x"\n', encoding="utf-8")
    assert Store(tmp_path).catalogue.database.shown == "postgresql://elsewhere/x"
    monkeypatch.setenv(VARIABLE, "sqlite")
    assert Store(tmp_path).catalogue.database.is_in_the_store
    monkeypatch.setenv(VARIABLE, "mysql://x:geheim@y")
    with pytest.raises(Refused, match=VARIABLE) as refusal:
        Store(tmp_path).publication()
    assert "geheim" not in str(refusal.value)


def test_a_wrong_setting_is_refused_without_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('catalogue = "mysql://x:geheim@y"\n', encoding="utf-8")
    with pytest.raises(Refused, match="“catalogue”应为") as refusal:
        Store(tmp_path).publication()
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize(
    ("address", "shown", "kept"),
    [
        ("postgresql://u:p@h/d", "postgresql://u@h/d", "postgresql://u@h/d"),
        ("postgresql://u@h:5433/d", "postgresql://u@h:5433/d", "postgresql://u@h:5433/d"),
        ("postgres:///d?user=u&password=p", "postgres:///d?user=u&password=***", "postgres:///d?user=u"),
        ("postgresql://u:p@/x@h/d", "postgresql://u@h/d", "postgresql://u@h/d"),
        ("postgresql:///d?sslpassword=p&host=/s", "postgresql:///d?sslpassword=***&host=/s", "postgresql:///d?host=/s"),
    ],
)  # fmt: skip
def test_a_password_is_neither_shown_nor_kept(address: str, shown: str, kept: str) -> None:
    assert (without_password(address), to_keep(address)) == (shown, kept)
    assert has_password(address) == (kept != address)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'catalogue = "x"\n'),
        ("# a\n[county]\nzh = '平县'\n", "catalogue = \"x\"\n# a\n[county]\nzh = '平县'\n"),
        ('# a\ncatalogue = "y" # b\n', '# a\ncatalogue = "x" # b\n'),
    ],
)
def test_the_line_is_written_before_the_tables_and_the_rest_is_left(before: str, after: str) -> None:
    assert with_catalogue(before, "x") == after


@pytest.mark.integration
def test_another_folders_catalogue_sweeps_nothing_away(
    tmp_path: Path, new_address: Callable[[], str]
) -> None:
    mine, other = filled(tmp_path / "mine"), filled(tmp_path / "other")
    publish_texts(other, [petitions("2025-06", "2,乙乡,04")])
    addresses = new_address(), new_address()
    move(mine.folder, addresses[0])
    move(other.folder, addresses[1])
    files = sorted(mine.folder.rglob("*.parquet"))
    for wrong in (addresses[1], new_address()):
        (mine.folder / "settings.toml").write_text(f'catalogue = "{wrong}"\n', encoding="utf-8")
        with pytest.raises(Refused, match="对不上"):
            publish_texts(Store(mine.folder), [petitions("2025-06", "2,乙乡,04")])
    assert sorted(mine.folder.rglob("*.parquet")) == files


@pytest.mark.integration
def test_a_server_that_was_restarted_is_found_again(
    tmp_path: Path, postgresql_server: Server, postgresql_url: str
) -> None:
    filled(tmp_path)
    move(tmp_path, postgresql_url)
    store = Store(tmp_path)
    before = contents(store.catalogue)
    with store.writing():
        postgresql_server.stop()
        with pytest.raises(Refused, match="用不了"):
            store.publication()
        postgresql_server.start()
        assert contents(Store(tmp_path).catalogue) == before
        # another may have published since: the lock went with the connection
        with pytest.raises(Refused, match="中断"):
            store.commit(publication(9), Change())
    publish_texts(store, [petitions("2025-06", "2,乙乡,04")])
    assert value(store, "petitions_received", "2025-06") == 1


PUBLISHING = """
import sys
from data.store import Store
from tests.store_builder import petitions, publish_texts
done = publish_texts(Store(sys.argv[1]), [petitions("2025-06", f"{sys.argv[2]},乙乡,04")])
assert not done.refused
"""


@pytest.mark.integration
def test_two_processes_that_publish_at_once_both_do(tmp_path: Path, postgresql_url: str) -> None:
    filled(tmp_path)
    move(tmp_path, postgresql_url)
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PUBLISHING, str(tmp_path), case], env=environment, cwd=PROJECT
        )
        for case in ("7", "8")
    ]
    assert [process.wait() for process in both] == [0, 0]
    store = Store(tmp_path)
    assert value(store, "petitions_received", "2025-06") == 2
    assert [row.id for row in store.catalogue.publications()] == [1, 2, 3, 4]
    assert [upload.id for upload in store.catalogue.uploads()] == [1, 2, 3, 4]
