"""The embedded engine: what it may open, and what it gives."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.engines.duckdb_engine import DuckDB
from data.engines.mart_connection import open_mart


def test_a_loaded_table_is_queried_with_parameters() -> None:
    with DuckDB() as engine:
        engine.load("towns", pa.table({"code": ["A", "B"], "rows": [1, 2]}))
        assert engine.rows("select rows from towns where code = ?", ["B"]) == [(2,)]
        assert engine.query("select code from towns order by code").to_pydict() == {"code": ["A", "B"]}


def test_a_column_that_a_file_lacks_is_null_there(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "1.parquet")
    pq.write_table(pa.table({"a": [2], "b": ["x"]}), tmp_path / "2.parquet")
    with DuckDB([tmp_path]) as engine:
        engine.load_parquet("united", [tmp_path / "1.parquet", tmp_path / "2.parquet"])
        assert engine.rows("select a, b from united order by a") == [(1, None), (2, "x")]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{outside}')",
        "copy (select 1) to '{outside}'",
        "attach '{outside}' as other",
        "install spatial",
        "set enable_external_access = true",
    ],
)
def test_nothing_outside_the_allowed_folders_is_opened(tmp_path: Path, sql: str) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside.csv"
    inside.mkdir()
    outside.write_text("a\n1\n", encoding="utf-8")
    with DuckDB([inside]) as engine, pytest.raises(duckdb.Error):
        engine.execute(sql.format(outside=outside))


def test_a_finished_mart_is_one_file_and_read_by_many_threads(tmp_path: Path) -> None:
    path = tmp_path / "1.duckdb"
    with DuckDB([tmp_path]) as engine, engine.attached_mart(path):
        engine.execute("create table mart.numbers as select range as n from range(1000)")
    assert [each.name for each in tmp_path.iterdir()] == ["1.duckdb"]
    with open_mart(path) as reader, ThreadPoolExecutor(8) as pool:
        sums = pool.map(
            lambda n: reader.rows("select sum(n) from numbers where n < ?", [n])[0][0], range(1, 200)
        )
        assert list(sums) == [n * (n - 1) // 2 for n in range(1, 200)]


def test_a_mart_cannot_be_changed_by_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "1.duckdb"
    with DuckDB([tmp_path]) as engine, engine.attached_mart(path):
        engine.execute("create table mart.numbers as select 1 as n")
    with open_mart(path) as reader, pytest.raises(duckdb.Error):
        reader.rows("delete from numbers")


def test_many_threads_read_one_mart_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "1.duckdb"
    with DuckDB([tmp_path]) as engine, engine.attached_mart(path):
        engine.execute("create table mart.numbers as select range as number from range(1000)")
    with open_mart(path) as mart, ThreadPoolExecutor(8) as pool:
        asked = ["select sum(number) from numbers"] * 400
        assert set(pool.map(lambda sql: mart.rows(sql)[0][0], asked)) == {499500}


def test_a_mart_is_closed_when_the_last_reader_has_its_answer(tmp_path: Path) -> None:
    path = tmp_path / "1.duckdb"
    with DuckDB([tmp_path]) as engine, engine.attached_mart(path):
        engine.execute("create table mart.numbers as select range as number from range(3000)")
    slow = "select count(*) from numbers a, numbers b where (a.number * b.number) % 7 = 0"
    with ThreadPoolExecutor(2) as pool:
        mart = open_mart(path)
        answers = [pool.submit(mart.rows, slow) for _ in range(2)]
        while not any(answer.running() or answer.done() for answer in answers):
            pass
        mart.close()
        assert {answer.exception() is None or "closed" in str(answer.exception()) for answer in answers} == {
            True
        }


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{outside}')",
        "select * from '{outside}'",
        "copy (select 1) to '{outside}.copy'",
        "attach '{outside}' as other",
        "install httpfs",
        "load httpfs",
        "set memory_limit = '90GB'",
        "set enable_external_access = true",
        "select * from 'https://example.com/x.csv'",
    ],
)
def test_who_reads_a_mart_opens_no_other_file_and_changes_no_setting(tmp_path: Path, sql: str) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("a\n1\n", encoding="utf-8")
    path = tmp_path / "1.duckdb"
    with DuckDB([tmp_path]) as engine, engine.attached_mart(path):
        engine.execute("create table mart.numbers as select 1 as n")
    with open_mart(path) as reader, pytest.raises(duckdb.Error):
        reader.rows(sql.format(outside=outside))
    assert not (tmp_path / "outside.csv.copy").exists()
