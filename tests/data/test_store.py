"""The folder of a county: what is kept, what is swept away, and what a killed publication leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from data.store import Store
from metrics.publication import rebuild
from tests.store_builder import new_store, petitions, publish_texts, value


def files_of(store: Store) -> set[str]:
    folders = ("tables", "marts")
    paths = (path for name in folders for path in (store.folder / name).rglob("*") if path.is_file())
    return {path.relative_to(store.folder).as_posix() for path in paths}


def test_an_empty_store_has_no_mart_and_is_not_made_by_looking(tmp_path: Path) -> None:
    store = Store(tmp_path / "none")
    assert store.current_mart() is None
    assert not store.folder.exists()


def test_the_folder_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETY_REPORT_STORE", str(tmp_path / "mine"))
    assert Store().folder == (tmp_path / "mine").resolve()


def test_a_publication_is_one_parquet_file_per_upload_and_one_new_mart(
    tmp_path: Path, settled: Callable[[Store], Store]
) -> None:
    store = settled(new_store(tmp_path))
    publish_texts(store, [petitions("2025-05", "1,甲镇,03"), petitions("2025-06", "2,乙乡,04")])
    assert files_of(store) == {
        "tables/townships/2025-01/1.parquet",
        "tables/petitions/2025-05/2.parquet",
        "tables/petitions/2025-06/3.parquet",
        "marts/1.duckdb",
        "marts/2.duckdb",
    }
    assert store.current_mart() == store.folder / "marts/2.duckdb"


def test_a_row_says_which_upload_and_month_it_came_with(tmp_path: Path) -> None:
    store = new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))
    row = pq.read_table(store.live().files[-1].path).to_pylist()[0]
    assert (row["upload"], row["reported_month"], row["row"]) == (2, date(2025, 5, 1), 2)
    assert (row["case_id"], row["township"], row["received_on"]) == ("1", "A", date(2025, 5, 3))


def test_what_a_killed_publication_left_is_swept_away_by_the_next(
    tmp_path: Path, settled: Callable[[Store], Store]
) -> None:
    store = settled(new_store(tmp_path))
    left = ["tables/petitions/2025-05/2.parquet", "tables/petitions/2025-05/3.building", "marts/7.duckdb"]
    for name in left:
        (store.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (store.folder / name).write_bytes(b"half")
    publish_texts(store, [petitions("2025-05", "1,甲镇,03")])
    assert value(store, "petitions_received", "2025-05") == 1
    assert files_of(store) == {
        "tables/townships/2025-01/1.parquet",
        "tables/petitions/2025-05/2.parquet",
        "marts/1.duckdb",
        f"marts/{store.current_mart().name}",  # type: ignore[union-attr]
    }


def test_only_the_last_marts_are_kept(tmp_path: Path, settled: Callable[[Store], Store]) -> None:
    (tmp_path / "settings.toml").write_text("marts_kept = 2", encoding="utf-8")
    store = settled(new_store(tmp_path))
    marts = [rebuild(store) for _ in range(3)]
    kept = sorted(path.name for path in (tmp_path / "marts").iterdir())
    assert kept == [path.name for path in marts[-2:]] == ["3.duckdb", "4.duckdb"]
