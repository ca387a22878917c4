"""Publications computed on a real Spark cluster: every figure is the one that DuckDB gives."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from data.engines.duckdb_engine import DuckDB
from data.engines.parquet_urls import ParquetUrls
from data.engines.rows_on_spark import RowsOnSpark
from data.engines.spark_engine import Spark
from data.store import Store
from metrics.publication import Options, preview, publish
from tests.same_marts import differing_tables
from tests.spark_cluster import SparkCluster, free_port, spark_cluster, what_is_missing
from tests.spark_expressions import EXPRESSIONS, ODD_ROWS, SUMS
from tests.store_builder import csv_file, new_store, petitions
from tests.test_examples import (
    BOSTON_MONTHS,
    REAL,
    area_of,
    computed,
    expected_rows,
    publish_files,
    store_with,
)

pytestmark = [
    pytest.mark.integration,
    pytest.mark.spark,
    pytest.mark.no_cover,
    pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing() or "there"),
]
CommandLine = Callable[..., subprocess.CompletedProcess[str]]
JANUARY = (
    "办件编号,乡镇,登记日期,办结日期,办理结果\n"
    "7001,沙湾镇,2026-01-05,2026-01-09,已解决\n"
    "7002,沙湾镇,2026-01-06,,\n"
)
PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def cluster() -> Iterator[SparkCluster]:
    with spark_cluster(workers=2) as started:
        yield started


def computes_on(store: Path, address: str, files: str = "") -> Path:
    """The store, with its engine in its settings."""
    (store / "settings.toml").write_text(f'engine = "{address}"\nfiles = "{files}"\n', encoding="utf-8")
    return store


def mart_of(store: Path) -> Path:
    mart = Store(store).current_mart()
    assert mart is not None
    return mart


def test_every_construct_on_the_list_means_the_same_there(cluster: SparkCluster, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    with DuckDB([tmp_path], threads=1) as here:
        here.execute(f"create table made as {ODD_ROWS}")
        pq.write_table(here.query("from made"), tmp_path / "odd [1]{2}.parquet")
        here.load_parquet("odd", [tmp_path / "odd [1]{2}.parquet"])
        with RowsOnSpark(Spark(cluster.address), ParquetUrls(tmp_path), [tmp_path]) as there:
            there.load_parquet("odd", [tmp_path / "odd [1]{2}.parquet"])
            for kind, each in (("rows", EXPRESSIONS), ("sums", SUMS)):
                listed = ", ".join(f"{sql} as x{number}" for number, sql in enumerate(each))
                rest = "order by number" if kind == "rows" else "group by part order by part nulls first"
                sql = f"select {'number' if kind == 'rows' else 'part'}, {listed} from odd {rest}"
                # NaN is no value equal to itself
                assert str(there.query(sql).to_pydict()) == str(here.query(sql).to_pydict())


def test_the_demo_county_has_the_same_figures(
    cluster: SparkCluster, published_demo: Path, demo_copy: Path, command_line: CommandLine
) -> None:
    computes_on(demo_copy, cluster.address)
    done = command_line("rebuild", store=demo_copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert differing_tables(mart_of(published_demo), mart_of(demo_copy)) == {}
    values = [command_line("values", "--csv", store=store).stdout for store in (published_demo, demo_copy)]
    assert values[0] == values[1]


def test_a_month_is_previewed_and_replaced_as_duckdb_does(cluster: SparkCluster, tmp_path: Path) -> None:
    may = petitions("2025-05", "1,甲镇,03,20", "2,乙乡,09", "3,甲镇,11,30")
    june = petitions("2025-06", "2,乙乡,09,12", "4,甲镇,02")
    stores = [new_store(tmp_path / name, may, june) for name in ("there", "here")]
    there = computes_on(stores[0].folder, cluster.address, f"file://{stores[0].folder.as_posix()}")
    # its township's rows of May are withdrawn, and what June said of another's goes on standing
    arriving = [csv_file("更正", petitions("2025-05", "1,甲镇,03,21", "5,甲镇,28"), covers="present")]
    options = Options(by="小王", replace=True)
    (tmp_path / "draft").mkdir()
    # a draft lies in a folder that no other machine sees
    _, seen = preview(Store(there), arriving, options, tmp_path / "draft")
    published = [publish(Store(folder), arriving, options) for folder in (there, stores[1].folder)]
    assert [each.results[0].replaced for each in published] == [2, 2]
    assert seen is not None
    assert differing_tables(mart_of(there), mart_of(stores[1].folder)).keys() <= {"uploads"}
    assert differing_tables(seen, mart_of(there)).keys() <= {"uploads"}


@pytest.fixture(scope="module")
def boston(tmp_path_factory: pytest.TempPathFactory, cluster: SparkCluster) -> Path:
    """Seven years of a real city, published at once on the cluster."""
    if not BOSTON_MONTHS:
        pytest.skip("the 84 months of Boston are not beside the project")
    store = store_with("boston311", tmp_path_factory.mktemp("boston") / "store", date(2013, 1, 1))
    computes_on(store.folder, cluster.address)
    assert not publish_files(Store(store.folder), "boston311", BOSTON_MONTHS).refused
    return store.folder


def test_boston_equals_what_was_computed_apart_in_every_cell(boston: Path) -> None:
    expected = list(expected_rows(REAL / "boston311" / "expected_ward_month.csv"))
    indicators = [name for name in expected[0] if name not in ("ward", "month")]
    found = computed(Store(boston), *indicators)
    cells = [
        (area_of(row["ward"]), row["month"], name, float(row[name]))
        for row in expected
        for name in indicators
    ]
    assert [cell for cell in cells if found[cell[:3]]["value"] != cell[3]] == []
    assert len(cells) == len(found) == 24 * 84 * 5


def test_a_worker_killed_half_way_changes_no_figure(
    cluster: SparkCluster, boston: Path, command_line: CommandLine
) -> None:
    first = mart_of(boston)
    computes_on(boston, cluster.address)
    before = cluster.tasks_done()
    command = [sys.executable, "manage.py", "rebuild", "--store", str(boston)]
    with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, text=True) as publication:
        while cluster.tasks_done() < before + 8 and publication.poll() is None:
            time.sleep(0.1)
        assert publication.poll() is None, "it was over before anything could happen to it"
        cluster.kill_worker()
        _, errors = publication.communicate(timeout=600)
    assert (publication.returncode, errors) == (0, "")
    assert len(cluster.executors()) == 1
    assert differing_tables(first, mart_of(boston)) == {}
    (boston / "settings.toml").unlink()
    assert command_line("rebuild", store=boston).returncode == 0
    assert differing_tables(first, mart_of(boston)) == {}


def test_where_nobody_answers_nothing_is_published_and_nothing_changes(
    demo_copy: Path, command_line: CommandLine, tmp_path: Path
) -> None:
    computes_on(demo_copy, f"sc://127.0.0.1:{free_port()}/;token=geheim")
    before = {path: path.stat().st_mtime_ns for path in demo_copy.rglob("*") if path.is_file()}
    file = tmp_path / "一月.csv"
    file.write_text(JANUARY, encoding="utf-8")
    arguments = ("publish", file, "--export", "petitions", "--month", "2026-01", "--received", "2026-02-03")
    done = command_line(*arguments, store=demo_copy)
    assert done.returncode == 1
    assert "连不上 Spark（sc://127.0.0.1:" in done.stderr and "原有数字不变" in done.stderr
    assert "geheim" not in done.stderr + done.stdout
    assert "Spark cannot be reached" in command_line("rebuild", "--lang", "en", store=demo_copy).stderr
    after = {path: path.stat().st_mtime_ns for path in demo_copy.rglob("*") if path.is_file()}
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} <= {
        demo_copy / ".writing.lock"
    }
    # what is only read and checked needs no cluster
    assert json.loads(command_line("check", *arguments[1:], "--json", store=demo_copy).stdout)
    assert command_line("values", "--csv", store=demo_copy).returncode == 0
