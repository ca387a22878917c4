"""Files of one export are read as one table, whether they have the same columns or not."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from data.engines.duckdb_engine import DuckDB, SqlError
from data.engines.parquet_columns import have_same_columns


def written(path: Path, **columns: list[object]) -> Path:
    parquet.write_table(pa.table(columns), path)
    return path


def rows_of(folder: Path, *paths: Path) -> list[tuple[object, ...]]:
    with DuckDB([folder]) as engine:
        engine.load_parquet("rows_of_all", paths)
        return engine.rows("select a, b from rows_of_all order by a")


def test_files_with_the_same_columns_are_known(tmp_path: Path) -> None:
    one, other = (written(tmp_path / name, a=[1], b=["x"]) for name in ("1", "2"))
    assert have_same_columns([one, other])
    assert have_same_columns([one])
    assert not have_same_columns([one, written(tmp_path / "3", b=["x"], a=[1])])
    assert not have_same_columns([one, written(tmp_path / "4", a=[1])])
    assert not have_same_columns([one, written(tmp_path / "5", a=[1.5], b=["x"])])


def test_the_same_columns_are_read_together(tmp_path: Path) -> None:
    paths = [written(tmp_path / f"{number}", a=[number], b=["x"]) for number in (1, 2)]
    assert rows_of(tmp_path, *paths) == [(1, "x"), (2, "x")]


def test_another_order_is_no_other_column(tmp_path: Path) -> None:
    one, other = written(tmp_path / "1", a=[1], b=["x"]), written(tmp_path / "2", b=["y"], a=[2])
    assert rows_of(tmp_path, one, other) == [(1, "x"), (2, "y")]


def test_what_an_older_file_lacks_is_null(tmp_path: Path) -> None:
    older, newer = written(tmp_path / "1", a=[1]), written(tmp_path / "2", a=[2], b=["y"])
    assert rows_of(tmp_path, older, newer) == [(1, None), (2, "y")]


def test_a_file_under_the_name_of_another_is_another(tmp_path: Path) -> None:
    one, other = written(tmp_path / "1", a=[1], b=["x"]), written(tmp_path / "2", a=[2], b=["y"])
    assert have_same_columns([one, other])
    other.unlink()
    written(other, a=[2])
    assert not have_same_columns([one, other])


def test_of_a_damaged_file_the_engine_says_what_is_wrong(tmp_path: Path) -> None:
    one, other = written(tmp_path / "1", a=[1], b=["x"]), written(tmp_path / "2", a=[2], b=["y"])
    other.write_bytes(other.read_bytes()[:-20])
    assert not have_same_columns([one, other])
    with pytest.raises(SqlError):
        rows_of(tmp_path, one, other)
