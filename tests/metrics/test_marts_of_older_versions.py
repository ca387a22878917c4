"""A store filled by an earlier version goes on under a later one, whose clean tables and scans are others."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.engines.duckdb_engine import DuckDB
from data.store import Store
from metrics import counted_rows
from tests.metrics.test_counted_rows import everything_in, is_as_if_counted_in_full, petition, send
from tests.store_builder import new_store


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Two months; the mart names other definitions than ours."""
    monkeypatch.setattr(counted_rows, "FEWEST_ROWS", 0)
    store = new_store(tmp_path / "store")
    send(store, "2025-01", petition("1", "甲镇", "2025-01-05", closed="2025-01-20", outcome="已解决"))
    send(store, "2025-02", petition("2", "乙乡", "2025-02-05", due="2025-03-10"))
    mart = store.current_mart()
    assert mart is not None
    with DuckDB([store.folder]) as engine, engine.attached_mart(mart):
        engine.execute("update mart.row_ground set code = 'of another version'")
        engine.execute("update mart.ground set digest = 'of another version'")
    return store


def test_a_mart_of_an_older_version_is_counted_anew(older: Store, tmp_path: Path) -> None:
    send(older, "2025-03", petition("2", "乙乡", "2025-02-05", closed="2025-03-09", outcome="已解决"))
    assert is_as_if_counted_in_full(older, tmp_path)


def test_what_only_scans_need_is_not_kept_in_the_mart(older: Store) -> None:
    mart = older.current_mart()
    assert mart is not None
    assert [len(row) for row in everything_in(mart)["submissions"]][:1] == [10]
