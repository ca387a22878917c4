"""A server that runs for months keeps what was made of the mart in force, not of all there were."""

from __future__ import annotations

import gc

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
