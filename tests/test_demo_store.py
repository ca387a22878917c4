"""The demo county of all workers is copied while some of them read it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from data.store import Store
from tests.demo_store import copied_store
from tests.store_builder import new_store


def test_what_readers_set_beside_the_catalogue_is_not_copied(tmp_path: Path) -> None:
    store = new_store(tmp_path / "store").folder
    published = Store(store).publication()
    assert published
    with closing(sqlite3.connect(store / "catalogue.sqlite")) as reader:
        reader.execute("pragma journal_mode = wal")
        reader.execute("begin immediate")
        assert list(store.glob("catalogue.sqlite-*"))
        copy = copied_store(store, tmp_path / "copy")
    assert not list(copy.glob("catalogue.sqlite-*"))
    assert Store(copy).publication() == published
