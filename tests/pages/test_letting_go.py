"""A server that runs for months keeps what was made of the mart in force, not of all there were."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path

from data.backup import back_up
from data.restoring import restore
from data.store import Store
from metrics.mart_reader import Mart
from tests.pages.conftest import ShowPage, html_of
from tests.store_builder import petitions, publish_texts


def marts_in_memory() -> set[str]:
    gc.collect()
    return {str(each.file) for each in gc.get_objects() if isinstance(each, Mart)}


def test_after_a_publication_nothing_is_kept_of_the_mart_before(show_page: ShowPage, store: Store) -> None:
    before = store.current_mart()
    show_page(store.folder)
    assert str(before) in marts_in_memory()
    publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    page = show_page(store.folder)
    assert "2025年6月" in html_of(page)
    assert str(before) not in marts_in_memory()


def test_a_backup_unpacked_in_an_emptied_folder_is_shown_under_a_name_that_was_another_marts(
    show_page: ShowPage, store: Store, tmp_path: Path
) -> None:
    back_up(store, tmp_path / "before.zip")
    publish_texts(store, [petitions("2025-06", "C1,甲镇,02,20")])
    before = store.current_mart()
    assert "2025年6月" in html_of(show_page(store.folder))
    shutil.rmtree(store.folder)
    restore(tmp_path / "before.zip", Store(store.folder))
    assert Store(store.folder).current_mart() == before
    page = show_page(store.folder)
    assert "2025年5月" in html_of(page)
    assert "2025年6月" not in html_of(page)
