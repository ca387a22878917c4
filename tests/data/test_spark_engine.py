"""What is known of a cluster before it is asked anything: its address, its packages, where its files are."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.engines.parquet_urls import ParquetUrls, files_by_types
from data.engines.rows_on_spark import session_on_spark
from data.engines.spark_engine import identifier, spark_type, without_token
from data.language import use_language
from data.refusal import Refused
from data.settings import load_settings
from data.store import Store
from metrics.publication import rebuild
from tests.store_builder import new_store, petitions


def settings_of(folder: Path, text: str) -> Path:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_county_computes_in_duckdb_unless_it_says_otherwise(tmp_path: Path) -> None:
    assert (load_settings().engine, load_settings().files) == ("duckdb", "")
    said = load_settings(
        settings_of(tmp_path, 'engine = "sc://spark:15002/;token=x"\nfiles = "s3a://bucket/store"')
    )
    assert (said.engine, said.files) == ("sc://spark:15002/;token=x", "s3a://bucket/store")


@pytest.mark.parametrize(
    "line", ['engine = "spark"', 'engine = "sc://"', "engine = 3", 'files = "bucket/store"']
)
def test_an_engine_that_cannot_be_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(Refused, match=r"settings\.toml.*应为"):
        load_settings(settings_of(tmp_path, line))


def test_a_token_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load_settings(settings_of(tmp_path, 'engine = "spark://host/;token=geheim"'))
    assert "geheim" not in str(refused.value)
    assert without_token("sc://host:15002/;token=geheim;use_ssl=true") == "sc://host:15002"


def test_without_the_packages_a_publication_is_refused_in_words_and_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_store(tmp_path, petitions("2025-05", "1,甲镇,03"))
    before = (store.current_mart(), store.catalogue.uploads(), sorted(tmp_path.rglob("*.duckdb")))
    settings_of(tmp_path, 'engine = "sc://127.0.0.1:1"\n')
    for name in ("grpc", "pyspark", "pyspark.sql.connect.session"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(Refused, match=r"requirements-spark\.txt"):
        rebuild(Store(tmp_path))
    use_language("en")
    with pytest.raises(
        Refused, match=r"needs packages of its own: run pip install -r requirements-spark\.txt"
    ):
        rebuild(Store(tmp_path))
    store = Store(tmp_path)
    assert before == (store.current_mart(), store.catalogue.uploads(), sorted(tmp_path.rglob("*.duckdb")))


def test_a_session_runs_what_reads_no_rows_of_a_cluster_without_one(tmp_path: Path) -> None:
    with session_on_spark("sc://nobody:1", "", tmp_path, [tmp_path]) as session:
        session.load("months", pa.table({"month": [1, 2, 3]}))
        session.gather("sums", "select sum(month)::integer as months from months")
        assert session.rows("from sums") == [(6,)]


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("s3a://bucket/store", "s3a://bucket/store/tables/a/1.parquet"),
        ("hdfs://name/store/", "hdfs://name/store/tables/a/1.parquet"),
        ("", "file://{folder}/tables/a/1.parquet"),
    ],
)
def test_a_file_of_the_store_has_an_address_there(tmp_path: Path, base: str, address: str) -> None:
    path = tmp_path / "tables" / "a" / "1.parquet"
    assert ParquetUrls(tmp_path, base).of(path) == address.format(folder=tmp_path.resolve().as_posix())


def test_a_file_beside_the_store_has_none_and_no_name_is_a_pattern(tmp_path: Path) -> None:
    urls = ParquetUrls(tmp_path / "store", "s3a://bucket/store")
    assert urls.of(tmp_path / "draft" / "1.parquet") is None
    assert urls.of(tmp_path / "store" / "a[1]*.parquet") == r"s3a://bucket/store/a\[1\]\*.parquet"


def test_files_with_the_same_columns_are_read_together(tmp_path: Path) -> None:
    tables = {
        "1": pa.table({"a": [1], "b": ["x"]}),
        "2": pa.table({"a": [1.5], "b": ["x"]}),
        "3": pa.table({"a": [2], "b": pa.array(["y"]).dictionary_encode()}),
    }
    paths = [tmp_path / f"{name}.parquet" for name in tables]
    for path, table in zip(paths, tables.values(), strict=True):
        pq.write_table(table, path)
    assert files_by_types(paths) == {
        (("a", "bigint"), ("b", "string")): [paths[0], paths[2]],
        (("a", "double"), ("b", "string")): [paths[1]],
    }


def test_a_column_that_spark_would_read_otherwise_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": pa.array([1], pa.timestamp("us"))}), tmp_path / "1.parquet")
    with pytest.raises(Refused, match=r"1\.parquet.*timestamp"):
        files_by_types([tmp_path / "1.parquet"])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("VARCHAR", "string"),
        ("ENUM('a', 'b')", "string"),
        ("DECIMAL(18,2)", "decimal(18,2)"),
        ("UTINYINT", "smallint"),
        ("HUGEINT", "decimal(38, 0)"),
        ("DATE", "date"),
    ],
)
def test_types_have_their_words(ours: str, theirs: str) -> None:
    assert spark_type(ours) == theirs
    assert identifier("a`b") == "`a``b`"
